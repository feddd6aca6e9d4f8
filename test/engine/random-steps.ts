// The random lives of tasks: what people, workers and the clock do, drawn from a seed. Plays nothing.
import fc from 'fast-check'

export const minuteMs = 60_000
export const hourMs = 60 * minuteMs
const steps = 40

export type Ending = 'success' | 'transient' | 'permanent'
export type Step =
  | { do: 'submit'; agent: number; priority: number; urgency: number; deadline: boolean; soon: boolean; after: number; policy: number }
  | { do: 'finish'; pick: number; how: Ending }
  | { do: 'cancel'; pick: number }
  | { do: 'retry'; pick: number; reset: boolean }
  | { do: 'reprioritize'; pick: number; priority: number }
  | { do: 'switch'; agent: number; on: boolean; drain: boolean }
  | { do: 'expire'; worker: number }
  | { do: 'calm' }
  | { do: 'time'; byMs: number; leasesToo: boolean }

const pick = fc.nat(1000)
const submission = fc.record({
  do: fc.constant('submit' as const),
  agent: fc.nat(2),
  priority: fc.nat(3),
  urgency: fc.nat(9),
  deadline: fc.boolean(),
  soon: fc.boolean(),
  after: fc.nat(3000),
  policy: fc.nat(2),
})
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 8, arbitrary: submission },
  {
    weight: 7,
    arbitrary: fc.record({ do: fc.constant('finish' as const), pick, how: fc.constantFrom<Ending>('success', 'transient', 'permanent') }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('cancel' as const), pick }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('retry' as const), pick, reset: fc.boolean() }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('reprioritize' as const), pick, priority: fc.nat(3) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('switch' as const), agent: fc.nat(2), on: fc.boolean(), drain: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('expire' as const), worker: fc.nat(1) }) },
  { weight: 5, arbitrary: fc.constant({ do: 'calm' as const }) },
)

/** Played between the others, and drawn apart from them: lives that once found a defect stay what they were. */
const moves = fc.array(
  fc.record({
    at: fc.nat(steps - 1),
    move: fc.record({
      do: fc.constant('time' as const),
      byMs: fc.constantFrom(100, 400, 2 * minuteMs, 11 * minuteMs, hourMs, 13 * hourMs, 25 * hourMs),
      // As when the machine has slept: most of the time workers go on renewing.
      leasesToo: fc.nat(5).map((drawn) => drawn === 0),
    }),
  }),
  { minLength: 8, maxLength: 8 },
)

export interface Life {
  life: readonly Step[]
  /** Moves of the clock, and after which step each comes. */
  between: readonly { at: number; move: Step }[]
}

export function drawLife(seed: number, { timeMoves }: { timeMoves: boolean }): Life {
  const [life = []] = fc.sample(fc.array(step, { minLength: steps, maxLength: steps }), { seed, numRuns: 1 })
  const [between = []] = timeMoves ? fc.sample(moves, { seed, numRuns: 1 }) : []
  return { life, between }
}
