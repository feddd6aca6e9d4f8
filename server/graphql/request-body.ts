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

/** One JSON object, with the operation or the id of a known one as text. */
export interface GraphqlBody {
  query: string
  [name: string]: unknown
}

/** A length that was not announced is counted. */
export async function readGraphqlBody(req: IncomingMessage): Promise<GraphqlBody> {
  return parseBody(await readBody(req))
}

export function readBody(req: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  let bytes = 0
  return new Promise((resolve, reject) => {
    req.on('data', (chunk: Buffer) => {
      bytes += chunk.length
      chunks.push(chunk)
      if (bytes <= maxBodyBytes) return
      // What is still to come is not read; the connection ends with the answer.
      req.pause().removeAllListeners('data')
      reject(tooLarge())
    })
    const gone = () => reject(Object.assign(new Error('the client has gone'), { code: 'ERR_STREAM_PREMATURE_CLOSE' }))
    req.once('end', () => {
      req.off('close', gone)
      resolve((chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks)).toString('utf8'))
    })
    req.once('error', reject)
    req.once('close', gone)
    if (req.destroyed) gone()
  })
}

function tooLarge(): Refusal {
  return new Refusal('TOO_LARGE', `Expected a body of at most ${maxBodyBytes} bytes.`, { headers: { connection: 'close' } })
}

function parseBody(text: string): GraphqlBody {
  const body = parseJson(text)
  if (isGraphqlBody(body)) return body
  throw new Refusal('VALIDATION_FAILED', 'Expected one JSON object with the operation as text under "query"; batches are not taken.')
}

function isGraphqlBody(body: unknown): body is GraphqlBody {
  return typeof body === 'object' && body !== null && !Array.isArray(body) && 'query' in body && typeof body.query === 'string'
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new Refusal('VALIDATION_FAILED', 'Expected a body that is valid JSON.')
  }
}
