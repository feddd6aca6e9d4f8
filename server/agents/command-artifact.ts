// Takes a file a program made into the task's artifacts, but only from inside the program's own folder.
import { constants } from 'node:fs'
import { open, realpath } from 'node:fs/promises'
import { isAbsolute, resolve, sep } from 'node:path'
import type { RunContext, RunFailure } from './adapter.ts'
import type { ArtifactLine } from './command-line.ts'

const maxBytes = 100 * 1024 * 1024

/** Answers the failure instead of throwing it: the program is still running. */
export async function saveArtifactFile(line: ArtifactLine, folder: string, context: RunContext): Promise<RunFailure | undefined> {
  try {
    const data = await readInside(folder, line.path)
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
