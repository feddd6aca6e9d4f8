// Whether a worker takes new work. People may want it to drain, and want it back; a worker that leaves drains for good.
import type { Logger } from '../log.ts'

export interface Draining {
  isOn(): boolean
  begin(): void
  /** Nothing ends it any more. */
  forGood(): void
  /** Not by what was asked before it began. */
  end(askedAt: number): void
}

export interface DrainingOptions {
  log: Logger
  loop: { pause(): void; resume(): void }
}

export function createDraining({ log, loop }: DrainingOptions): Draining {
  let since: number | undefined
  const begin = () => {
    if (since !== undefined) return
    since = performance.now()
    log.info('draining: nothing new is claimed')
    loop.pause()
  }
  return {
    isOn: () => since !== undefined,
    begin,
    forGood: () => {
      begin()
      since = Number.POSITIVE_INFINITY
    },
    end: (askedAt) => {
      if (since === undefined || askedAt < since) return
      since = undefined
      log.info('draining no more: new tasks are claimed')
      loop.resume()
    },
  }
}
