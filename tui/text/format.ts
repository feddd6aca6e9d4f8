// Numbers, times and values as short text for people. Pure: `now` is always passed in.

const second = 1000
const minute = 60 * second
const hour = 60 * minute
const day = 24 * hour

/** 850ms, 4.2s, 2m10s, 3h05m, 2d4h. */
export function formatDuration(ms: number): string {
  if (!Number.isFinite(ms) || ms < 0) return '0s'
  if (ms < second) return `${Math.round(ms)}ms`
  if (ms < 10 * second) return `${(Math.floor(ms / 100) / 10).toFixed(1)}s`
  return formatSpan(ms)
}

/** The same without fractions of a second: for what is counted up on the screen. */
export function formatSpan(ms: number): string {
  if (!Number.isFinite(ms) || ms < 0) return '0s'
  if (ms < minute) return `${Math.floor(ms / second)}s`
  if (ms < hour) return `${Math.floor(ms / minute)}m${pad(Math.floor((ms % minute) / second))}s`
  if (ms < day) return `${Math.floor(ms / hour)}h${pad(Math.floor((ms % hour) / minute))}m`
  return `${Math.floor(ms / day)}d${Math.floor((ms % day) / hour)}h`
}

/** How long ago, coarse, so that a resting screen changes seldom: now, 40s, 12m, 3h, 2d. */
export function formatAge(at: string | null | undefined, now: number): string {
  if (!at) return ''
  const ms = now - Date.parse(at)
  if (ms < 5 * second) return 'now'
  if (ms < minute) return `${Math.floor(ms / (10 * second)) * 10 || 5}s`
  if (ms < hour) return `${Math.floor(ms / minute)}m`
  if (ms < day) return `${Math.floor(ms / hour)}h`
  return `${Math.floor(ms / day)}d`
}

/** `40s ago`, or `just now`. */
export function formatAgo(at: string, now: number): string {
  const age = formatAge(at, now)
  return age === 'now' ? 'just now' : `${age} ago`
}

/** `in 42s`, `in 3h`, or `now`. */
export function formatUntil(at: string, now: number): string {
  const ms = Date.parse(at) - now
  if (ms <= second) return 'now'
  if (ms < minute) return `in ${Math.ceil(ms / (5 * second)) * 5}s`
  if (ms < hour) return `in ${Math.round(ms / minute)}m`
  if (ms < 2 * day) return `in ${Math.round(ms / hour)}h`
  return `in ${Math.round(ms / day)}d`
}

export function formatCount(count: number, exact = true): string {
  // Not by locale: loading that takes longer than drawing a screen.
  return `${String(Math.round(count)).replace(/\B(?=(\d{3})+$)/g, ',')}${exact ? '' : '+'}`
}

export function formatPercent(share: number): string {
  const percent = share * 100
  return `${percent > 0 && percent < 10 && percent % 1 !== 0 ? percent.toFixed(1) : Math.round(percent)}%`
}

export function formatBytes(bytes: number): string {
  const units = ['B', 'KB', 'MB', 'GB']
  const power = Math.min(units.length - 1, bytes < 1 ? 0 : Math.floor(Math.log(bytes) / Math.log(1024)))
  const value = bytes / 1024 ** power
  return `${power > 0 && value < 10 ? value.toFixed(1) : Math.round(value)} ${units[power]}`
}

/** In the time zone of whoever looks: 12:04:05. */
export function formatClock(at: string | number): string {
  const date = new Date(at)
  return `${pad(date.getHours())}:${pad(date.getMinutes())}:${pad(date.getSeconds())}`
}

export function formatMinute(at: string | number): string {
  return formatClock(at).slice(0, 5)
}

/** Sat 21 Nov 18:04. */
export function formatMoment(at: string | number): string {
  const date = new Date(at)
  return `${weekdays[date.getDay()]} ${date.getDate()} ${months[date.getMonth()]} ${formatMinute(at)}`
}

export const weekdays = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'] as const
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const

export function formatJson(value: unknown): string {
  return value === undefined ? '' : JSON.stringify(value, undefined, 2)
}

/** JSON for reading: texts of several lines stand below their name, as they are. */
export function readableJson(value: unknown): string {
  return formatJson(value)
    .split('\n')
    .map((line) => {
      const found = /^(\s*)((?:"(?:[^"\\]|\\.)*": )?)("(?:[^"\\]|\\.)*\\n(?:[^"\\]|\\.)*")(,?)$/.exec(line)
      if (!found) return line
      const [, indent = '', name = '', text = '', comma = ''] = found
      const lines = (JSON.parse(text) as string).trimEnd().split('\n')
      return [`${indent}${name}"""`, ...lines.map((each) => `${indent}  ${each}`), `${indent}"""${comma}`].join('\n')
    })
    .join('\n')
}

/** CRITICAL -> critical, HALF_OPEN -> half open. */
export function toWords(constant: string): string {
  return constant.toLowerCase().replaceAll('_', ' ')
}

export function plural(count: number, one: string, many = `${one}s`): string {
  return `${formatCount(count)} ${count === 1 ? one : many}`
}

const pad = (value: number) => String(value).padStart(2, '0')
