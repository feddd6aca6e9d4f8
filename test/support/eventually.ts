// Asks again until the answer is as wanted, for changes that no event tells of. The deadline's message prints the last answer.
import { setTimeout as pause } from 'node:timers/promises'
import { patienceMs } from './patience.ts'

export async function eventually<T>(look: () => Promise<T>, holds: (value: T) => boolean, withinMs = patienceMs): Promise<T> {
  for (const began = Date.now(); ; ) {
    const value = await look()
    if (holds(value)) return value
    if (Date.now() - began > withinMs) throw new Error(`not as wanted within ${withinMs} ms: ${JSON.stringify(value)}`)
    await pause(50)
  }
}
