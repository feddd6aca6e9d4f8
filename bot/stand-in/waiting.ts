// Waiting for what the stand-in is to show, past or to come, with a deadline whose message prints what there is.
import type { World } from './world.ts'

const patienceMs = 60_000

export interface Waiting<T> {
  find: () => T | undefined | false
  what: string
  withinMs?: number | undefined
  shown: () => unknown
}

export function waitUntil<T>(world: World, { find, what, withinMs = patienceMs, shown }: Waiting<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = world.onChange(look)
    const timer = setTimeout(() => {
      stop()
      reject(new Error(`${what} did not come within ${withinMs / 1000} s; there is: ${JSON.stringify(shown()).slice(-4000)}`))
    }, withinMs)
    function look(): void {
      const found = find()
      if (found === undefined || found === false) return
      stop()
      clearTimeout(timer)
      resolve(found)
    }
    look()
  })
}
