// One HTTP POST of JSON to an address that the operator wrote into an agent's file. Redirects are not followed: a signed order is for
// nobody else. What comes packed is not unpacked: a small answer cannot become a large one. Tells how it went as a value; what the answer
// means is for others to say.
import type { Readable } from 'node:stream'
import { errors, request } from 'undici'
import { parseRetryAfter } from '../../retry-after.ts'
import type { RunFailure } from '../adapter.ts'
import { failure } from '../failure.ts'
import type { Masker } from '../secrets.ts'

export interface Posting {
  url: string
  headers: Readonly<Record<string, string>>
  body: string
  /** What is quoted of an answer is cut from what is masked. */
  mask: Masker
  signal: AbortSignal
}

export interface Reply {
  status: number
  contentType: string
  body: Readable & { dump(): Promise<void> }
}

const quotedChars = 300

export async function post({ url, headers, body, mask, signal }: Posting): Promise<Reply | RunFailure> {
  try {
    const answer = await request(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'user-agent': 'Capstan', 'accept-encoding': 'identity', ...headers },
      body,
      signal,
    })
    const { statusCode: status } = answer
    const packed = packedAs(answer.headers['content-encoding'])
    if (packed) answer.body.on('error', () => undefined).destroy()
    const succeeded = status >= 200 && status < 300
    if (succeeded && packed)
      return failure('MALFORMED_OUTPUT', 'PERMANENT', `${url} answered packed as ${packed}; send it plain, as accept-encoding asks.`)
    if (succeeded) return { status, contentType: String(answer.headers['content-type'] ?? ''), body: answer.body }
    const text = packed ? '' : ((await readText(answer.body, quotedChars * 4).catch(() => '')) ?? '')
    return refusal(url, status, { text: mask(text), retryAfterMs: parseRetryAfter(answer.headers['retry-after']) })
  } catch (error) {
    return describeThrown(url, error, signal)
  }
}

function packedAs(encoding: string | string[] | undefined): string | undefined {
  const name = String(encoding ?? 'identity').trim()
  return /^(identity)?$/i.test(name) ? undefined : name.slice(0, 40)
}

/** Undefined when there is more than that. */
export async function readText(body: Readable, maxBytes: number): Promise<string | undefined> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of body as AsyncIterable<Buffer>) {
    bytes += chunk.length
    if (bytes > maxBytes) {
      body.destroy()
      return undefined
    }
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

function refusal(url: string, status: number, { text, retryAfterMs }: { text: string; retryAfterMs: number | undefined }): RunFailure {
  const said = text.trim() === '' ? '' : `: ${text.trim().slice(0, quotedChars)}`
  const patience = retryAfterMs === undefined ? {} : { retryAfterMs }
  if (status === 429) return { ...failure('REMOTE_BUSY', 'RATE_LIMITED', `${url} asked for patience (429)${said}`), ...patience }
  const passing = status >= 500 || status === 408 || status === 425
  const hint = status >= 300 && status < 400 ? '; redirects are not followed, give the final address' : ''
  const message = `${url} answered ${status}${hint}${said}`
  return { ...failure(passing ? 'REMOTE_FAILED' : 'REMOTE_REFUSED', passing ? 'TRANSIENT' : 'PERMANENT', message), ...patience }
}

export function describeThrown(url: string, error: unknown, signal: AbortSignal): RunFailure {
  if (signal.aborted) return failure('ABORTED', 'CANCELLED', 'The run was aborted and its request with it.')
  if (error instanceof errors.UndiciError || (error instanceof Error && 'code' in error)) {
    const reason = error.message || String((error as NodeJS.ErrnoException).code)
    return failure('REMOTE_UNREACHABLE', 'TRANSIENT', `${url} cannot be reached: ${reason}`)
  }
  throw error
}
