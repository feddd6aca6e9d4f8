// What a press of a button says: which thing, and what else the click needs. Who may do it, it cannot say.
import { z } from 'zod'
import type { Asking } from '../asking.ts'

const valueSchema = z
  .object({
    id: z.string().max(2000),
    do: z.string().max(100).optional(),
    rev: z.string().max(255).optional(),
    after: z.string().max(1000).optional(),
    step: z.string().max(255).optional(),
    count: z.number().optional(),
  })
  .strip()

export type PressValue = z.infer<typeof valueSchema>

export type PressHandler = (asking: Asking, value: PressValue) => Promise<void>

/** Undefined for what no button of ours can say. */
export function readValue(text: string | undefined): PressValue | undefined {
  try {
    return valueSchema.safeParse(JSON.parse(text ?? '')).data
  } catch {
    return undefined
  }
}
