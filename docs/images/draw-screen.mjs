// The screen of a terminal emulator -> SVG: cells with their colours. Knows cells as @xterm/headless keeps them, and no program.
import { hostname } from 'node:os'

const cell = { width: 8.43, height: 17, left: 16, top: 50, ascent: 13 }
const usual = { text: '#c9d1d9', background: '#16181d' }
/** Whatever is not letters, lines or blocks may come from another font: it gets a place of its own. */
const alone = /[^\u0020-\u007e\u00b7\u2500-\u259f]/

/** `line` answers a line of the emulator's buffer. */
export function drawScreen({ line, columns, rows, label }) {
  const [wide, high] = [Math.round(columns * cell.width + 2 * cell.left), rows * cell.height + cell.top + 4]
  const body = Array.from({ length: rows }, (_, row) => drawRow(runsOf(line(row), columns), cell.top + row * cell.height)).filter(Boolean)
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${wide} ${high}" role="img" aria-label="${label}">
<rect width="${wide}" height="${high}" rx="10" fill="${usual.background}"/>
<circle cx="24" cy="20" r="6" fill="#e0645c"/><circle cx="44" cy="20" r="6" fill="#e0b04c"/><circle cx="64" cy="20" r="6" fill="#5fb257"/>
<g font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace" font-size="14" fill="${usual.text}">
${body.join('\n')}
</g>
</svg>
`
}

/** Neighbours that look the same. */
function runsOf(line, columns) {
  const runs = []
  for (let at = 0; at < columns; at += 1) {
    const found = line.getCell(at)
    if (found.getWidth() === 0) continue
    const text = found.getChars() || ' '
    const run = { at, text, cells: found.getWidth(), alone: alone.test(text), ...styleOf(found) }
    const last = runs.at(-1)
    if (last && looksLike(last, run)) Object.assign(last, { text: last.text + text, cells: last.cells + 1 })
    else runs.push(run)
  }
  return runs
}

const looksLike = (one, other) => !one.alone && !other.alone && ['fill', 'back', 'bold', 'faint'].every((name) => one[name] === other[name])

/** For programs that were told that all colours can be had: nothing comes from a palette. */
function styleOf(found) {
  const text = found.isFgRGB() ? hex(found.getFgColor()) : usual.text
  const background = found.isBgRGB() ? hex(found.getBgColor()) : usual.background
  const [fill, back] = found.isInverse() ? [background, text] : [text, background]
  return { fill, back, bold: found.isBold() > 0, faint: found.isDim() > 0 }
}

const hex = (value) => `#${value.toString(16).padStart(6, '0')}`

function drawRow(runs, y) {
  return [...backgrounds(runs).map((run) => drawBackground(run, y)), ...runs.map((run) => drawText(trimmed(run), y))].join('')
}

/** Neighbours in one piece: a seam would be seen. */
function backgrounds(runs) {
  const pieces = []
  for (const { at, cells, back } of runs.filter((run) => run.back !== usual.background)) {
    const last = pieces.at(-1)
    if (last?.back === back && last.at + last.cells === at) last.cells += cells
    else pieces.push({ at, cells, back })
  }
  return pieces
}

const place = (at) => (cell.left + at * cell.width).toFixed(1)
const width = (cells) => (cells * cell.width).toFixed(1)

function drawBackground({ at, cells, back }, y) {
  return `<rect x="${place(at)}" y="${y - cell.ascent}" width="${width(cells)}" height="${cell.height}" fill="${back}"/>`
}

/** Without blanks around it, and without the name of the machine it ran on. */
function trimmed(run) {
  const text = run.text.replaceAll(hostname(), 'crew')
  const cells = run.cells - (run.text.length - text.length)
  const before = text.length - text.trimStart().length
  return { ...run, text: text.trim(), at: run.at + before, cells: cells - (text.length - text.trim().length) }
}

function drawText({ at, text, cells, fill, bold, faint }, y) {
  if (text === '') return ''
  const look = `${fill === usual.text ? '' : ` fill="${fill}"`}${bold ? ' font-weight="bold"' : ''}${faint ? ' opacity="0.6"' : ''}`
  const length = cells > 1 ? ` textLength="${width(cells)}" lengthAdjust="spacingAndGlyphs"` : ''
  return `<text x="${place(at)}" y="${y}"${length}${look}>${escapeXml(text)}</text>`
}

const escapeXml = (text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll(' ', '\u00a0')
