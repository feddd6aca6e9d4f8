// One at a time on an idle system: how long from the call of submit until the run begins.
import { setTimeout as pause } from 'node:timers/promises'
import { nowMs } from './clock.ts'

export interface Samples {
  samples: number
  /** Between one run and the next submission. */
  pauseMs: number
}

/** `submit` must let `began` be called when the run of what it submits begins. */
export async function sampleDelays(
  { samples, pauseMs }: Samples,
  submit: (n: number, began: () => void) => Promise<unknown>,
): Promise<number[]> {
  const delays: number[] = []
  for (let n = 1; n <= samples; n++) {
    const called = nowMs()
    const began = new Promise<number>((resolve, reject) => {
      submit(n, () => resolve(nowMs())).catch(reject)
    })
    delays.push((await began) - called)
    await pause(pauseMs)
  }
  return delays
}
