// Moments, spans, sizes and states as a person reads them in a line of text. Pure.

export function age(iso: string | null | undefined, now: Date): string {
  if (!iso) return ''
  const seconds = (now.getTime() - Date.parse(iso)) / 1000
  return seconds < 0 ? `in ${span(-seconds)}` : span(seconds)
}

export function span(seconds: number): string {
  if (seconds < 1) return `${Math.round(seconds * 1000)}ms`
  if (seconds < 10) return `${seconds.toFixed(1)}s`
  if (seconds < 60) return `${Math.round(seconds)}s`
  const minutes = Math.floor(seconds / 60)
  if (minutes < 60) return `${minutes}m${two(seconds % 60)}s`
  const hours = Math.floor(minutes / 60)
  return hours < 48 ? `${hours}h${two(minutes % 60)}m` : `${Math.floor(hours / 24)}d`
}

function two(value: number): string {
  return String(Math.floor(value)).padStart(2, '0')
}

export function seconds(value: number | null | undefined): string {
  return value === null || value === undefined ? '' : span(value)
}

export function percent(share: number): string {
  return `${Math.round(share * 100)}%`
}

export function bytes(size: number): string {
  if (size < 1024) return `${size} B`
  return size < 1024 ** 2 ? `${(size / 1024).toFixed(1)} KB` : `${(size / 1024 ** 2).toFixed(1)} MB`
}

export function moment(iso: string | null | undefined): string {
  return iso
    ? iso
        .replace('T', ' ')
        .replace(/(:\d\d)(\.\d+)?(Z|[+-]\d\d:\d\d)$/, '$1 $3')
        .replace(' Z', ' UTC')
    : ''
}

export function clock(iso: string): string {
  return new Date(iso).toTimeString().slice(0, 8)
}

const colors: { readonly [state: string]: number } = {
  SUCCEEDED: 32,
  APPROVED: 32,
  ANSWERED: 32,
  ACTIVE: 32,
  RUNNING: 36,
  OPEN: 33,
  WAITING: 33,
  RETRYING: 33,
  PAUSED: 33,
  DRAINING: 33,
  FAILED: 31,
  REJECTED: 31,
  LOST: 31,
  CRITICAL: 31,
  EXPIRED: 31,
  CANCELLED: 90,
  SKIPPED: 90,
}

export function stateColor(text: string): number | undefined {
  return colors[text]
}

export function json(value: unknown): string {
  return JSON.stringify(value, null, 2)
}

export type Fact = readonly [name: string, value: string | number | null | undefined]

/** Lines of `name  value`, empty values left out. */
export function facts(pairs: readonly Fact[]): string[] {
  const shown = pairs.filter(([, value]) => value !== null && value !== undefined && value !== '')
  const width = Math.max(0, ...shown.map(([name]) => name.length))
  return shown.map(([name, value]) => `${name.padEnd(width)}  ${value}`)
}

export function indent(text: string): string {
  return text.replace(/^/gm, '  ')
}
