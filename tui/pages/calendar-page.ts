// When schedules will run in the next seven days: one row an hour, one column a day, and the nearest runs by name.
import type { Surroundings } from '../resources/resource.ts'
import { layoutOf } from '../state/layout.ts'
import type { State } from '../state/state.ts'
import { formatMoment, formatUntil, weekdays } from '../text/format.ts'
import { blank, plain } from '../text/lines.ts'
import { toWidth } from '../text/width.ts'
import type { Line } from '../theme.ts'

const dayMs = 24 * 3600_000
const days = 7

export function calendarBody({ upcoming, size, overlay, route }: State, { now }: Surroundings): Line[] {
  if (!upcoming) return [plain('  reading ...', 'dim')]
  if (upcoming.length === 0) return [plain('  Nothing is planned for the next seven days. n makes a schedule.', 'dim')]
  const { columns } = layoutOf({ size, overlay, route })
  const first = new Date(now)
  first.setHours(0, 0, 0, 0)
  const width = Math.max(6, Math.min(14, Math.floor((columns - 8) / days)))
  const dates = Array.from({ length: days }, (_, index) => new Date(first.getTime() + index * dayMs))
  const head: Line = [
    { text: '       ' },
    ...dates.map((date, index) => ({
      text: toWidth(`${weekdays[date.getDay()]} ${date.getDate()}`, width),
      tone: index === 0 ? ('accent' as const) : ('dim' as const),
      bold: index === 0,
    })),
  ]
  const cells = countByHour(upcoming, first)
  const hours = Array.from({ length: 24 }, (_, hour) => hour).filter((hour) => dates.some((_, day) => cells.has(`${day} ${hour}`)))
  const rows = hours.map(
    (hour): Line => [
      { text: ` ${String(hour).padStart(2, '0')}:00 `, tone: 'dim' },
      ...dates.map((_, day) => ({ text: toWidth(cellText(cells.get(`${day} ${hour}`) ?? []), width), tone: 'info' as const })),
    ],
  )
  const next = upcoming
    .slice(0, 20)
    .map(
      ({ at, schedule }): Line => [
        { text: ` ${formatMoment(at).padEnd(18)}` },
        { text: formatUntil(at, now).padEnd(9), tone: 'info' },
        { text: schedule.id.padEnd(7), tone: 'accent' },
        { text: schedule.name },
      ],
    )
  return [head, ...rows, blank, plain(' Next', 'title'), ...next]
}

function countByHour(upcoming: NonNullable<State['upcoming']>, first: Date): Map<string, string[]> {
  const cells = new Map<string, string[]>()
  for (const { at, schedule } of upcoming) {
    const date = new Date(at)
    const day = Math.floor((date.getTime() - first.getTime()) / dayMs)
    if (day < 0 || day >= days) continue
    const key = `${day} ${date.getHours()}`
    cells.set(key, [...(cells.get(key) ?? []), schedule.name])
  }
  return cells
}

function cellText(names: readonly string[]): string {
  const different = [...new Set(names)]
  if (different.length === 0) return ''
  return names.length > 1 ? `${names.length}× ${different[0]}` : (different[0] ?? '')
}
