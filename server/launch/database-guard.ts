// Keeps the local database standing while somebody uses it: notices at once when it ends, has it started again, and never in a
// storm. Knows nothing of how a database is started, nor of who else guards the same one.
import { connect } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import { toReason } from './launch-error.ts'
import { keepsDying, pauseBeforeRestart, recentDeaths } from './pause-before-restart.ts'

export interface GuardOptions {
  port: number
  /** Resolves when it answers again: true when this call started it, false when somebody else had. */
  restart: (signal: AbortSignal) => Promise<boolean>
  report: (line: string) => void
  /** Before it is started again. */
  pause?: typeof pauseBeforeRestart
}

/** Returns the function that stops guarding; it resolves when nothing is under way any more. */
export function guardDatabase({ port, restart, report, pause = pauseBeforeRestart }: GuardOptions): () => Promise<void> {
  const stopping = new AbortController()
  const { signal } = stopping
  let deaths: number[] = []
  let toldStorm = false
  let failure: string | undefined

  async function guard(): Promise<void> {
    for (;;) {
      if (failure === undefined) await untilGone(port, signal)
      signal.throwIfAborted()
      const now = Date.now()
      deaths = [...recentDeaths(deaths, now), now]
      tellStorm(now)
      await wait(pause(deaths, now), undefined, { signal })
      failure = await tryRestart(now)
    }
  }

  /** Undefined when it stands again, else why not. */
  async function tryRestart(endedAt: number): Promise<string | undefined> {
    try {
      if (await restart(signal)) report(standsLine(Date.now() - endedAt))
      return undefined
    } catch (error) {
      signal.throwIfAborted()
      const reason = toReason(error)
      if (failure === undefined && !toldStorm) report(`MongoDB ended by itself and could not be started again yet: ${reason}`)
      return reason
    }
  }

  /** Once, not with every try. */
  function tellStorm(now: number): void {
    const storm = keepsDying(deaths, now)
    if (storm && !toldStorm) report(stormLine(deaths.length, failure))
    toldStorm = storm
  }

  const ended = guard().catch((error: unknown) => {
    if (!signal.aborted) report(`MongoDB is no longer looked after (${toReason(error)}): start Capstan again.`)
  })
  return () => {
    stopping.abort()
    return ended
  }
}

function standsLine(afterMs: number): string {
  return `MongoDB ended by itself and was started again within ${(afterMs / 1000).toFixed(1)} s; what was stored is there.`
}

function stormLine(deaths: number, failure: string | undefined): string {
  return (
    `MongoDB ended or did not start ${deaths} times within a minute${failure === undefined ? '' : `, last because: ${failure}`}\n` +
    'It is tried again every 10 s. Its log is mongod.log in the data folder; a full disk or too little memory are the usual causes.'
  )
}

/** A connection that is never used: the system closes it the moment the process on the other side ends, at no cost until then. */
function untilGone(port: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1', signal })
    socket.unref().resume()
    // Refused or broken off: 'close' follows.
    socket.on('error', () => {})
    socket.once('close', () => resolve())
  })
}
