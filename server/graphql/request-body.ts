// Reads the JSON body of a GraphQL request, and nothing else: the body guard, before any parser of a library sees it.
import type { IncomingMessage } from 'node:http'
import { Refusal } from './refusal.ts'

export const maxBodyBytes = 1024 * 1024

const mediaTypes = ['application/json', 'application/graphql-response+json']

/** A plain form or text body could be sent by any web page without asking first; JSON cannot. */
export function checkBodyHeaders({ headers }: IncomingMessage): void {
  const [mediaType = ''] = (headers['content-type'] ?? '').split(';')
  const encoding = headers['content-encoding'] ?? 'identity'
  if (!mediaTypes.includes(mediaType.trim().toLowerCase()) || encoding !== 'identity') {
    throw new Refusal('VALIDATION_FAILED', 'Expected a body of content-type application/json, not compressed.', { status: 415 })
  }
  if (headers['content-length'] === undefined && headers['transfer-encoding'] === undefined) {
    throw new Refusal('VALIDATION_FAILED', 'Expected a content-length header.', { status: 411 })
  }
  if (Number(headers['content-length']) > maxBodyBytes) throw tooLarge()
}

/** A length that was not announced is counted. */
export async function readGraphqlBody(req: IncomingMessage): Promise<Record<string, unknown>> {
  return parseBody(await readBody(req))
}

export async function readBody(req: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of req.iterator({ destroyOnReturn: false })) {
    bytes += chunk.length
    if (bytes > maxBodyBytes) throw tooLarge()
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

function tooLarge(): Refusal {
  return new Refusal('TOO_LARGE', `Expected a body of at most ${maxBodyBytes} bytes.`, { headers: { connection: 'close' } })
}

function parseBody(text: string): Record<string, unknown> {
  const body = parseJson(text)
  if (typeof body !== 'object' || body === null || Array.isArray(body) || !('query' in body) || typeof body.query !== 'string') {
    throw new Refusal('VALIDATION_FAILED', 'Expected one JSON object with the operation as text under "query"; batches are not taken.')
  }
  return { ...body }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new Refusal('VALIDATION_FAILED', 'Expected a body that is valid JSON.')
  }
}
