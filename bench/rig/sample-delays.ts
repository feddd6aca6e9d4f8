// One at a time on an idle system: how long from the call of submit until the run begins.
import { setTimeout as pause } from 'node:timers/promises'
import { nowMs } from './clock.ts'

export interface Samples {
  samples: number
  /** So many are submitted and run before: the code is compiled then, as in any process that has worked for some seconds. */
  before: number
  /** Between one run and the next submission. */
  pauseMs: number
}

/** `submit` must let `began` be called when the run of what it submits begins, or later with the moment in which it did. */
export async function sampleDelays(
  { samples, before, pauseMs }: Samples,
  submit: (n: number, began: (at?: number) => void) => Promise<unknown>,
): Promise<number[]> {
  const delays: number[] = []
  for (let n = 1; n <= before + samples; n++) {
    const called = nowMs()
    const began = new Promise<number>((resolve, reject) => {
      submit(n, (at = nowMs()) => resolve(at)).catch(reject)
    })
    const delay = (await began) - called
    if (n > before) delays.push(delay)
    await pause(pauseMs)
  }
  return delays
}
