// The root of encryption and signing: from the environment, or on a local start from a file that only its owner can read.
import { randomBytes } from 'node:crypto'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { CapstanError } from '../errors.ts'

export interface SecretKeyOptions {
  configured: string | undefined
  dataDir: string
  /** Only a start on one's own machine may make up a key. */
  local: boolean
}

export async function loadSecretKey({ configured, dataDir, local }: SecretKeyOptions): Promise<string> {
  if (configured) return configured
  if (!local) {
    throw new CapstanError(
      'UNAVAILABLE',
      'CAPSTAN_SECRET_KEY is not set. Outside a local start it must be given: 32 or more random characters, the same for every server of this database.',
    )
  }
  const file = join(dataDir, 'secret.key')
  const known = await readFile(file, 'utf8').catch(ignoreMissing)
  if (known) return known.trim()
  await mkdir(dataDir, { recursive: true })
  // Two servers may start at the same time: the first file stays, the other reads it.
  await writeFile(file, `${randomBytes(32).toString('base64url')}\n`, { mode: 0o600, flag: 'wx' }).catch(ignoreExisting)
  return (await readFile(file, 'utf8')).trim()
}

function ignoreMissing(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT') throw error
}

function ignoreExisting(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EEXIST') throw error
}
