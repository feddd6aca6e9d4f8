// Dates of the entries of a list: from the parameters where they name a day, else from next Monday on.
import type { Json } from '../adapter.ts'
import type { Place } from './material.ts'

const dayMs = 86_400_000
const stepDays: Readonly<Record<string, number>> = { daily: 1, weekly: 7, biweekly: 14, fortnightly: 14, monthly: 30 }

type Parameters = { [key: string]: Json }

export function entryDate(place: Pick<Place, 'index' | 'count'>, parameters: Parameters, today: Date): string {
  const start = firstDate(parameters, /start|launch|from|date|day|month|week/) ?? nextMonday(today)
  return new Date(start.getTime() + Math.floor(place.index * step(place.count, start, parameters)) * dayMs).toISOString().slice(0, 10)
}

function step(count: number, start: Date, parameters: Parameters): number {
  const end = firstDate(parameters, /end|until|deadline/)
  if (end && end > start) return (end.getTime() - start.getTime()) / dayMs / Math.max(1, count - 1)
  const { weeks, days, duration_days: duration, frequency } = parameters
  const range = typeof weeks === 'number' ? weeks * 7 : (days ?? duration)
  if (typeof range === 'number') return range / Math.max(1, count)
  if (typeof frequency === 'string' && stepDays[frequency]) return stepDays[frequency]
  return 'month' in parameters ? 28 / Math.max(1, count) : 2
}

function firstDate(parameters: Parameters, name: RegExp): Date | undefined {
  for (const [key, value] of Object.entries(parameters)) {
    if (!name.test(key) || typeof value !== 'string' || !/^\d{4}-\d{2}(-\d{2}|$)/.test(value)) continue
    const date = new Date(value.length === 7 ? `${value}-01` : value.slice(0, 10))
    if (!Number.isNaN(date.getTime())) return date
  }
  return undefined
}

function nextMonday(today: Date): Date {
  const midnight = new Date(today.toISOString().slice(0, 10))
  return new Date(midnight.getTime() + ((8 - midnight.getUTCDay()) % 7 || 7) * dayMs)
}
