// Answers /artifacts/:id: a file one task made, as a download that no browser will run or show.
// Whose file it is, and who may read it, is decided by `open`.
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Viewer } from '../auth/viewer.ts'
import { Refusal } from './refusal.ts'

export interface Artifact {
  stream: Readable
  contentType: string
  fileName: string
  sizeBytes?: number
}

export type OpenArtifact = (viewer: Viewer, id: string) => Promise<Artifact | undefined>

export interface ArtifactRequest {
  req: IncomingMessage
  res: ServerResponse
  viewer: Viewer
  id: string
}

export async function answerArtifact({ req, res, viewer, id }: ArtifactRequest, open: OpenArtifact): Promise<void> {
  if (req.method !== 'GET') throw new Refusal('VALIDATION_FAILED', 'Expected GET.', { status: 405, headers: { allow: 'GET' } })
  const artifact = await open(viewer, id)
  if (!artifact) throw new Refusal('NOT_FOUND', 'No such artifact.')
  res.writeHead(200, {
    'content-type': /^[\w.+-]+\/[\w.+-]+(; ?charset=[\w-]+)?$/.test(artifact.contentType)
      ? artifact.contentType
      : 'application/octet-stream',
    'content-disposition': `attachment; filename*=UTF-8''${encodeFileName(artifact.fileName)}`,
    'x-content-type-options': 'nosniff',
    'content-security-policy': "default-src 'none'; sandbox",
    'cache-control': 'private, no-store',
    ...(artifact.sizeBytes !== undefined && { 'content-length': artifact.sizeBytes }),
  })
  await pipeline(artifact.stream, res)
}

/** RFC 8187 allows fewer characters than encodeURIComponent leaves, and that one throws at half a surrogate pair. */
function encodeFileName(name: string): string {
  return encodeURIComponent(Buffer.from(name).toString()).replace(/['()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`)
}
