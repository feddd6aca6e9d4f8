// Times of day in plain words: 9, 9:30, 9am, noon, several of them. Pure.
export interface Times {
  minute: number
  hours: number[]
}

const named: Readonly<Record<string, string>> = { noon: '12:00', midday: '12:00', midnight: '0:00' }

/** Those that share their minute together, because one cron expression can say them. */
export function readTimes(text: string): Times[] | undefined {
  const hoursAt = new Map<number, Set<number>>()
  for (const each of text.split(/,? and (?:at )?|, ?/)) {
    const time = readTime(each)
    if (!time) return undefined
    hoursAt.set(time.minute, (hoursAt.get(time.minute) ?? new Set()).add(time.hour))
  }
  return [...hoursAt].map(([minute, hours]) => ({ minute, hours: [...hours].sort((a, b) => a - b) })).sort((a, b) => a.minute - b.minute)
}

function readTime(text: string): { hour: number; minute: number } | undefined {
  const [, hourText, minuteText = '0', half] =
    /^(\d{1,2})(?:[:.](\d{2}))? ?(?:o'clock)?(am|pm|a\.m\.|p\.m\.)?$/.exec(
      Object.hasOwn(named, text.trim()) ? (named[text.trim()] ?? '') : text.trim(),
    ) ?? []
  if (hourText === undefined) return undefined
  const hour = half ? (Number(hourText) % 12) + (half.startsWith('p') ? 12 : 0) : Number(hourText)
  const minute = Number(minuteText)
  const isTime = hour < 24 && minute < 60 && (!half || (Number(hourText) >= 1 && Number(hourText) <= 12))
  return isTime ? { hour, minute } : undefined
}
