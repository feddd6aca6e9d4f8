// What all requests have in common after they were acknowledged: done once however often they are delivered, and never met by silence.
import { type Asking, prepared } from '../asking.ts'
import { markup } from '../blocks/markup.ts'
import { renderProblem } from '../blocks/notice.ts'
import type { Person } from '../client/api.ts'
import { explain, MemoryAway } from '../explain.ts'
import type { Parts } from '../parts.ts'
import { createLanes } from './lanes.ts'

export interface Received {
  parts: Parts
  /** Slack's own ids of this delivery. */
  keys: readonly string[]
  asking: Asking
}

/** Acknowledgements come first: when much arrives at once, the work on it waits for its turn. */
const lanes = createLanes({ atOnce: 8, inTheRush: 1, crowd: { count: 5, holdMs: 500 } })

export async function receive(received: Received, work: () => Promise<void>): Promise<void> {
  await lanes(() => receiveNow(received, work))
}

async function receiveNow({ parts, keys, asking }: Received, work: () => Promise<void>): Promise<void> {
  const tell = (error: unknown) =>
    asking
      .say(prepared(explain(error, { log: parts.log, prefix: asking.prefix })))
      .catch((failure: unknown) => parts.log.error({ err: failure }, 'an answer did not get through'))
  // A connection to the database that hangs must not leave a person waiting; what was given up is not done later.
  const claim: { state: 'waiting' | 'begun' | 'given up' } = { state: 'waiting' }
  const patience = setTimeout(() => {
    if (claim.state !== 'waiting') return
    claim.state = 'given up'
    void tell(new MemoryAway())
  }, claimWithinMs)
  try {
    const first = await parts.seen.once(keys, async () => {
      if (claim.state === 'given up') return
      claim.state = 'begun'
      await work()
    })
    if (!first) parts.log.info({ keys }, 'delivered before')
  } catch (error) {
    if (claim.state !== 'given up') await tell(error)
  } finally {
    clearTimeout(patience)
  }
}

const claimWithinMs = 4000

/** The socket may be gone when it is acknowledged: Slack delivers again then, and it is known. */
export async function acknowledge(parts: Parts, ack: () => Promise<unknown>): Promise<void> {
  try {
    await ack()
  } catch (error) {
    parts.log.warn({ err: error }, 'an acknowledgement did not get through')
  }
}

export interface Place {
  person: Person
  /** The workspace it happened in. */
  team: string
  channel?: string | undefined
  direct: boolean
  /** Slack says that the channel is shared with another company. */
  external?: boolean
}

/** Why it is refused before anything is done; undefined when it is not. */
export function refusalFor({ config }: Pick<Parts, 'config'>, { person, team, channel, direct, external }: Place) {
  if (person.team !== team) return renderProblem(markup`Capstan works for people of this workspace; you are a guest of another one here.`)
  if (external) return renderProblem(markup`This channel is shared with another company, so Capstan does not work here.`)
  if (!direct && channel && config.channels.length > 0 && !config.channels.includes(channel)) {
    return renderProblem(markup`Capstan is not meant for this channel. Use one of those your admin has chosen, or write to me directly.`)
  }
  return undefined
}

export const tooOften = renderProblem(markup`That was a lot at once. Please wait a moment; nothing of this was done.`)
