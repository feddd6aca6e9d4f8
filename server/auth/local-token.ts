// The token of a local start: kept in credentials.json so that nothing asks for a login on one's own machine.
// Knows nothing of HTTP; the transports hand it the bearer they were given.
import { createHash, randomBytes, randomUUID, timingSafeEqual } from 'node:crypto'
import { link, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'

const lookEveryMs = 5000

const credentialsSchema = z.object({ url: z.string(), token: z.string().min(32), role: z.literal('admin') })

type Credentials = z.infer<typeof credentialsSchema>

/** Keeps the token of an earlier start and refreshes the url; makes both on the first start. */
export async function ensureCredentials({ dataDir, url }: { dataDir: string; url: string }): Promise<{ token: string }> {
  await mkdir(dataDir, { recursive: true, mode: 0o700 })
  const path = join(dataDir, 'credentials.json')
  const kept = await readCredentials(path)
  const credentials: Credentials = { url, token: kept?.token ?? randomBytes(32).toString('base64url'), role: 'admin' }
  if (kept) {
    // A second server beside one that runs must not lead everybody away from it.
    if (kept.url === url || !(await answers(kept.url))) await place(path, credentials, rename)
    return { token: kept.token }
  }
  const winner = await createOnce(path, credentials)
  return { token: winner.token }
}

/** Of two servers the file names one; when that one has ended, the other takes its place. Returns the function that stops looking. */
export function keepCredentials({ dataDir, url, everyMs = lookEveryMs }: { dataDir: string; url: string; everyMs?: number }): () => void {
  const path = join(dataDir, 'credentials.json')
  const look = async () => {
    const kept = await readCredentials(path)
    if (!kept || kept.url === url || (await answers(kept.url))) return
    if (!stopped) await place(path, { ...kept, url }, rename)
  }
  let stopped = false
  let timer: NodeJS.Timeout | undefined
  // The folder may be full or not there any more: this server works all the same.
  const run = () => void look().then(again, again)
  const again = () => {
    if (!stopped) timer = setTimeout(run, everyMs).unref()
  }
  again()
  return () => {
    stopped = true
    clearTimeout(timer)
  }
}

async function answers(url: string): Promise<boolean> {
  try {
    return (await fetch(new URL('/healthz', url), { signal: AbortSignal.timeout(500) })).ok
  } catch {
    return false
  }
}

/** Two first starts at once must agree on one token: the hard link lets exactly one of them win. */
async function createOnce(path: string, credentials: Credentials): Promise<Credentials> {
  try {
    await place(path, credentials, link)
    return credentials
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
  }
  const theirs = await readCredentials(path)
  if (theirs) return theirs
  await place(path, credentials, rename)
  return credentials
}

function place(path: string, credentials: Credentials, put: (from: string, to: string) => Promise<void>): Promise<void> {
  return placeFile(path, `${JSON.stringify(credentials, null, 2)}\n`, put)
}

/** For its owner's eyes only. Written whole under another name first, so that a reader never meets half a file. */
export async function placeFile(path: string, text: string, put: (from: string, to: string) => Promise<void> = rename): Promise<void> {
  const draft = `${path}.${randomUUID()}`
  try {
    await writeFile(draft, text, { mode: 0o600, flag: 'wx' })
    await put(draft, path)
  } finally {
    await rm(draft, { force: true })
  }
}

async function readCredentials(path: string): Promise<Credentials | undefined> {
  try {
    return credentialsSchema.safeParse(JSON.parse(await readFile(path, 'utf8'))).data
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw error
  }
}

/** Compares digests in constant time and always looks at every token, so that timing tells nothing. Only what fitted is remembered. */
export function createTokenCheck(tokens: readonly string[]): (bearer: string) => boolean {
  const known = tokens.map(sha256)
  const fitting = new Set<string>()
  return (bearer) => {
    if (fitting.has(bearer)) return true
    const given = sha256(bearer)
    const fits = known.map((digest) => timingSafeEqual(digest, given)).includes(true)
    if (fits) fitting.add(bearer)
    return fits
  }
}

function sha256(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}
