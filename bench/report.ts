// The one table a run ends with, and the conditions under which it came about. Pure.
import type { Row, Unit } from './row.ts'

const head = ['measurement', 'figure', 'target', 'peer', 'ratio', 'note']

export function formatTable(rows: readonly Row[]): string {
  const lines = [head, ...rows.map(toCells)]
  const widths = head.map((_, column) => Math.max(...lines.map((cells) => (cells[column] ?? '').length)))
  // The last column is as wide as it likes.
  const format = (cells: readonly string[]) =>
    cells
      .map((cell, column) => (column < head.length - 1 ? cell.padEnd(widths[column] ?? 0) : cell))
      .join('  ')
      .trimEnd()
  const rule = widths
    .slice(0, -1)
    .map((width) => '-'.repeat(width))
    .join('  ')
  const [first = [], ...rest] = lines
  return [format(first), `${rule}  ----`, ...rest.map(format)].join('\n')
}

function toCells({ what, value, unit, target = '', peers = [], note = '' }: Row): string[] {
  return [
    what,
    formatFigure(value, unit),
    target,
    peers.map((peer) => `${peer.name} ${peer.value === undefined ? 'not installed' : formatFigure(peer.value, unit)}`).join(', '),
    peers.map((peer) => (peer.value === undefined ? '-' : formatFigure(value / peer.value, 'x'))).join(', '),
    note,
  ]
}

export function formatFigure(value: number, unit: Unit): string {
  if (!Number.isFinite(value)) return 'unknown'
  switch (unit) {
    case '/s':
      return `${Math.round(value).toLocaleString('en')}/s`
    case 'x':
      return `${value >= 100 ? Math.round(value) : Number(value.toPrecision(2))}x`
    case 'ms':
      return `${value.toFixed(1)} ms`
    case 's':
    case '%':
      return `${value.toFixed(2)} ${unit}`
    case 'count':
      return Math.round(value).toLocaleString('en')
    case 'MB':
      return `${Math.round(value)} MB`
  }
}
