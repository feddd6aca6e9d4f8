// A person's quiet hours and day, by the clock on their wall. Pure.
import type { Settings } from '../blocks/home.ts'

/** Whether it is between the two, which may lie on two days. */
export function isQuiet({ quietFrom, quietTo, timeZone }: Partial<Settings>, at: Date): boolean {
  if (!quietFrom || !quietTo || quietFrom === quietTo) return false
  const now = clockIn(timeZone, at).time
  return quietFrom < quietTo ? now >= quietFrom && now < quietTo : now >= quietFrom || now < quietTo
}

/** `2026-03-02` and `09:05` there. */
export function clockIn(timeZone: string | undefined, at: Date): { day: string; time: string } {
  const text = at.toLocaleString('sv-SE', { timeZone: isTimeZone(timeZone) ? timeZone : 'UTC' })
  return { day: text.slice(0, 10), time: text.slice(11, 16) }
}

export function isTimeZone(name: string | undefined): name is string {
  if (!name) return false
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== ''
  } catch {
    return false
  }
}
