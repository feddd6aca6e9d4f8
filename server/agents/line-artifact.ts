// Takes what an agent made into the task's artifacts: a file from inside the task's own folder, or content that came with the line.
import { constants } from 'node:fs'
import { open, realpath } from 'node:fs/promises'
import { isAbsolute, resolve, sep } from 'node:path'
import type { RunContext, RunFailure } from './adapter.ts'
import type { ArtifactLine } from './agent-line.ts'

const maxBytes = 100 * 1024 * 1024

/** Answers the failure instead of throwing it: the agent is still running. Without a folder only content is taken. */
export async function saveArtifact(line: ArtifactLine, folder: string | undefined, context: RunContext): Promise<RunFailure | undefined> {
  try {
    const data = await contentOf(line, folder)
    await context.saveArtifact({ name: line.name, contentType: line.contentType ?? 'application/octet-stream', data })
    return undefined
  } catch (error) {
    return {
      code: 'ARTIFACT_REFUSED',
      class: 'PERMANENT',
      message: `The artifact "${line.name}" was not saved: ${(error as Error).message}`,
    }
  }
}

async function contentOf({ path, data }: ArtifactLine, folder: string | undefined): Promise<Buffer> {
  if (data !== undefined) {
    if (data.length > (maxBytes / 3) * 4) throw new Error(`expected at most ${maxBytes} bytes`)
    return Buffer.from(data, 'base64')
  }
  if (path === undefined || folder === undefined)
    throw new Error(folder === undefined ? 'expected its content as "data"' : 'expected "path" or "data"')
  return readInside(folder, path)
}

async function readInside(folder: string, path: string): Promise<Buffer> {
  if (isAbsolute(path) || path.split(/[\\/]/).includes('..')) throw new Error(`expected a path inside the task's folder, got "${path}"`)
  const root = await realpath(folder)
  const real = await realpath(resolve(root, path)).catch(() => undefined)
  if (real === undefined) throw new Error(`there is no file "${path}"`)
  if (!real.startsWith(root + sep)) throw new Error(`"${path}" leads out of the task's folder`)
  const file = await open(real, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK)
  try {
    const { size, isFile } = await file.stat().then((stat) => ({ size: stat.size, isFile: stat.isFile() }))
    if (!isFile) throw new Error(`"${path}" is not a file`)
    if (size > maxBytes) throw new Error(`expected at most ${maxBytes} bytes, got ${size}`)
    return await file.readFile()
  } finally {
    await file.close()
  }
}
