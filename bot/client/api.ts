// Questions to the server over HTTP, with the bot's own token and for the person who asks. What that person may do, the server decides.
import { z } from 'zod'
import type { Operation } from '../generated/operations.ts'
import { ApiError, ServerAway } from './api-error.ts'

/** Whom Slack says a request is from. The server maps it to a user; the bot never does. */
export interface Person {
  team: string
  user: string
}

/** Where it was asked, for the audit log. */
export interface AskedAt {
  channel: string
  message?: string | undefined
}

export type Ask = <Data, Variables extends object>(operation: Operation<Data, Variables>, variables: Variables) => Promise<Data>

export interface Api {
  /** As the bot itself. */
  ask: Ask
  as(person: Person, at?: AskedAt): Ask
  /** The content of a file that a task made. */
  download(path: string, mostBytes: number): Promise<Buffer>
}

export interface ApiOptions {
  url: string
  /** Asked for anew each time: a local start may make it after the bot has begun. */
  token: () => string
  patienceMs?: number
}

/** With the person's own authority, or with none: an identity nobody linked gets what strangers get. */
export const identityOf = ({ team, user }: Person) => `slack:${team}:${user}`

const answerSchema = z.object({
  data: z.unknown().optional(),
  errors: z.array(z.object({ message: z.string(), extensions: z.record(z.string(), z.unknown()).optional() })).optional(),
})

const patience = 10_000

export function createApi({ url, token, patienceMs = patience }: ApiOptions): Api {
  const send = (path: string, init: RequestInit) =>
    fetch(new URL(path, url), { ...init, signal: AbortSignal.timeout(patienceMs) }).catch((error: unknown) => {
      throw new ServerAway(reasonOf(error))
    })

  async function ask(text: string, variables: object, acting: { [header: string]: string }): Promise<unknown> {
    const headers = { 'content-type': 'application/json', authorization: `Bearer ${token()}`, ...acting }
    const response = await send('/graphql', { method: 'POST', headers, body: JSON.stringify({ query: text, variables }) })
    const { data, errors = [] } = await readAnswer(response)
    const [first] = errors
    if (first) throw refusal(first)
    if (data === undefined || data === null) throw new ServerAway(`status ${response.status} without data`)
    return data
  }

  function asking(acting: { [header: string]: string }): Ask {
    return <Data>({ text }: Operation<Data, never>, variables: object) => ask(text, variables, acting) as Promise<Data>
  }

  async function download(path: string, mostBytes: number): Promise<Buffer> {
    // The path may be a whole URL: only its path is used, the token goes to our own server alone.
    const { pathname, search } = new URL(path, url)
    const response = await send(pathname + search, { headers: { authorization: `Bearer ${token()}` } })
    if (!response.ok) throw new ServerAway(`status ${response.status} for a file`)
    const content = Buffer.from(await response.arrayBuffer())
    if (content.length > mostBytes) throw new ApiError({ message: 'The file is too large', extensions: { code: 'TOO_LARGE' } })
    return content
  }

  return { ask: asking({}), as: (person, at) => asking(actingHeaders(person, at)), download }
}

function actingHeaders(person: Person, at: AskedAt | undefined): { [header: string]: string } {
  const place = at && ['slack', person.team, person.user, at.channel, at.message].filter(Boolean).join(':')
  return { 'x-capstan-acting-user': identityOf(person), ...(place && { 'x-capstan-place': place }) }
}

/** A server that cannot reach its database is away for us too. */
function refusal(error: { message: string; extensions?: { [name: string]: unknown } | undefined }): Error {
  return error.extensions?.['code'] === 'UNAVAILABLE' ? new ServerAway(error.message) : new ApiError(error)
}

async function readAnswer(response: Response): Promise<z.infer<typeof answerSchema>> {
  const parsed = answerSchema.safeParse(await response.json().catch(() => undefined))
  if (parsed.success) return parsed.data
  throw new ServerAway(`status ${response.status} and no GraphQL`)
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const { cause } = error
  if (cause instanceof Error && 'code' in cause && typeof cause.code === 'string') return cause.code
  return error.name === 'TimeoutError' ? 'no answer in time' : error.message
}
