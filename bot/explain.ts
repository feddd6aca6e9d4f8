// What went wrong -> what the person is told: what was expected, what came, what to do. Says nothing of how the bot is made.
import { randomBytes } from 'node:crypto'
import { code, cut, joinMarkup, type Markup, markup, mention, nothing } from './blocks/markup.ts'
import { renderProblem } from './blocks/notice.ts'
import { ApiError, ServerAway } from './client/api-error.ts'
import type { Logger } from './log.ts'
import type { Rendered } from './outbox/card.ts'

/** Something the person can mend, in our own words. */
export class Misunderstood extends Error {
  readonly shown: Markup

  constructor(shown: Markup) {
    super(shown.text)
    this.shown = shown
  }
}

/** The bot's own database does not answer. */
export class MemoryAway extends Error {}

export interface Explaining {
  log: Logger
  prefix: string
}

export function explain(error: unknown, { log, prefix }: Explaining): Rendered {
  return renderProblem(wordsFor(error, { log, prefix }))
}

export function wordsFor(error: unknown, { log, prefix }: Explaining): Markup {
  if (error instanceof Misunderstood) return error.shown
  if (error instanceof ServerAway) {
    log.warn({ err: error }, 'the server is away')
    return markup`Capstan's server does not answer right now. Nothing was done; please try again in a minute.`
  }
  if (error instanceof ApiError) return wordsForRefusal(error, prefix)
  if (error instanceof MemoryAway || isDatabaseAway(error)) {
    log.warn({ err: error }, 'the database is away')
    return markup`My memory is not available right now. Nothing was done; please try again in a minute.`
  }
  const id = randomBytes(4).toString('hex')
  log.error({ err: error, id }, 'a request failed')
  return markup`Something went wrong on my side. If it stays so, tell your admin the number ${code(id)}.`
}

function wordsForRefusal(error: ApiError, prefix: string): Markup {
  switch (error.code) {
    case 'FORBIDDEN':
    case 'UNAUTHENTICATED':
      return markup`${namingPeople(error.message)}\nIf you have an account, ${code(`${prefix} link`)} tells Capstan that it is you; ${code(`${prefix} whoami`)} says who it takes you for.`
    case 'VALIDATION_FAILED': {
      const lines = error.violations.slice(0, 10).map(({ path, message }) => markup`\u2022 ${code(path, 80)} ${cut(message, 200)}`)
      return lines.length > 0 ? joinMarkup([markup`This does not fit:`, ...lines], '\n') : markup`${error.message}`
    }
    case 'RATE_LIMITED':
    case 'QUEUE_FULL':
      return markup`${error.message}${error.retryAfterSeconds ? markup` Try again in ${Math.ceil(error.retryAfterSeconds)} s.` : nothing}`
    default:
      return markup`${cut(error.message, 600)}`
  }
}

/** The server knows somebody who is not linked by their id in Slack alone. */
function namingPeople(text: string): Markup {
  const parts = text.split(/slack:\w+:([UW]\w+)/)
  return joinMarkup(parts.map((part, index) => (index % 2 ? mention(part) : part)))
}

const driverErrors = /^Mongo(Network|ServerSelection|NotConnected|Pool|Topology|WaitQueue|Expired|WriteConcern|ServerClosed)/
const socketCodes = new Set(['EPIPE', 'ECONNRESET', 'ECONNREFUSED', 'ETIMEDOUT'])

/** By the names the driver gives; now and then it hands on what the socket said. Whatever keeps us from the database is the same. */
export function isDatabaseAway(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  const { code } = error as NodeJS.ErrnoException
  return driverErrors.test(error.name) || (code !== undefined && socketCodes.has(code))
}
