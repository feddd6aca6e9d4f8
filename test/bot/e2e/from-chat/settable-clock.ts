// A clock for the bot that shows what it is told to, and tells when the bot has looked at it since.
import type { Clock } from '../../../../bot/clock.ts'
import { eventually } from '../../rig.ts'

export interface SettableClock extends Clock {
  /** Shows it from now on, whoever looks. */
  show(iso: string): void
  /** Settles when the bot has looked at it: it does while somebody has a summary. */
  set(iso: string): Promise<void>
}

/** More than two looks take, which read it once for everybody with a summary and once for everything that waits. */
const enoughReads = 8

export function settableClock(): SettableClock {
  let shown: Date | undefined
  let reads = 0
  const show = (iso: string) => {
    shown = new Date(iso)
  }
  return {
    everyMs: 50,
    now: () => {
      reads += 1
      return shown ?? new Date()
    },
    show,
    set: async (iso) => {
      show(iso)
      const before = reads
      await eventually(() => reads >= before + enoughReads, 'a look at the clock')
    },
  }
}
