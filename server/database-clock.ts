// The database's time as this process knows it: every heartbeat of the driver brings it along, so that nobody has to ask. Machines whose clocks
// differ agree on it.
/** While both agree to this, our own clock is the finer one. */
const slackMs = 250
/** Worth telling somebody. */
const toldMs = 1000
/** An answer that was read late looks like a clock that is behind: the best of some counts. */
const keptSamples = 5
/** What comes closer together was waiting for us to read it: it counts as one. */
const burstMs = 1000

export interface DatabaseClock {
  now(): Date
  /** Told how far this machine's clock is ahead of the database's when that is a second or more, and 0 when they agree again. */
  watchSkew(tell: (aheadMs: number) => void): () => void
}

export interface ClockSource {
  wallMs: () => number
  /** Runs evenly, whoever sets the clock. */
  steadyMs: () => number
}

const machine: ClockSource = { wallMs: () => Date.now(), steadyMs: () => performance.now() }

/** Of the driver, as far as we listen to it. */
interface Heartbeats {
  on(event: 'serverHeartbeatSucceeded', listener: (heartbeat: { reply: { [key: string]: unknown }; duration: number }) => void): unknown
}

interface Sample {
  /** The database's clock when our steady one was zero; too small by the time the answer took. */
  base: number
  /** There and back: an answer on its way looks like a clock of ours that is ahead. */
  tripMs: number
}

export function createDatabaseClock(client: Heartbeats, { wallMs, steadyMs }: ClockSource = machine): DatabaseClock {
  const tellers = new Set<(aheadMs: number) => void>()
  let samples: Sample[] = []
  let sampledAt = Number.NEGATIVE_INFINITY
  let wasAhead = 0

  /** How far the wall clock is ahead; zero when that is nothing to speak of. */
  function aheadMs(): number {
    const best = latest(samples)
    if (!best) return 0
    const ahead = wallMs() - steadyMs() - best.base
    return ahead > slackMs + best.tripMs || ahead < -slackMs ? ahead : 0
  }

  client.on('serverHeartbeatSucceeded', ({ reply, duration }) => {
    const { isWritablePrimary, ismaster, localTime } = reply
    if (!(isWritablePrimary || ismaster) || !(localTime instanceof Date)) return
    const at = steadyMs()
    const sample = { base: localTime.getTime() - at, tripMs: duration }
    const waiting = at - sampledAt < burstMs ? samples.splice(-1) : []
    samples = [...samples.slice(1 - keptSamples), latest([...waiting, sample]) ?? sample]
    sampledAt = at
    const ahead = Math.round(aheadMs())
    const isNews = wasAhead === 0 ? Math.abs(ahead) >= toldMs : ahead === 0 || Math.abs(ahead - wasAhead) > Math.abs(wasAhead) / 2
    if (!isNews) return
    wasAhead = ahead
    for (const tell of tellers) tell(ahead)
  })

  return {
    now: () => new Date(wallMs() - aheadMs()),
    watchSkew: (tell) => {
      tellers.add(tell)
      if (wasAhead !== 0) tell(wasAhead)
      return () => tellers.delete(tell)
    },
  }
}

function latest(samples: readonly Sample[]): Sample | undefined {
  return samples.reduce<Sample | undefined>((best, sample) => (best && best.base >= sample.base ? best : sample), undefined)
}
