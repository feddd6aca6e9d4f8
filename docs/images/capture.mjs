// Makes docs/images/first-minute.svg from a real run: starts Capstan on an empty data folder, types the commands below, draws what came.
// Knows the public commands and nothing of the server. Stops what it started.
import { execFile, spawn } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const root = fileURLToPath(new URL('../..', import.meta.url))
const target = new URL('first-minute.svg', import.meta.url)
const label = 'A terminal: Capstan starts, a task answers 3628800 and stands in the list'
const width = 104
const size = { char: 8.43, line: 20, left: 22, top: 58 }

/** Shown as they are typed; run so that they answer as on a terminal. */
const commands = ['npx capstan submit code-integrator description="Calculate factorial of 10" --wait', 'npx capstan list']

async function main() {
  const folder = await mkdtemp(join(tmpdir(), 'capstan-picture-'))
  const env = { ...process.env, CAPSTAN_DATA_DIR: join(folder, '.capstan') }
  // A process group of its own, so that it can be told what a terminal's Ctrl-C tells: all of it at once.
  const server = spawn('npx', ['capstan', 'up'], { cwd: root, env, detached: true })
  const ended = new Promise((resolve) => server.once('exit', resolve))
  try {
    const banner = await readBanner(server, folder)
    const lines = [{ prompt: true, text: 'npx capstan up' }, ...toLines(banner), { text: '' }]
    for (const command of commands) {
      lines.push(...command.split('\n').map((text, index) => ({ prompt: index === 0, typed: true, text })))
      lines.push(...toLines(await run(command, folder)), { text: '' })
    }
    await writeFile(target, draw(lines.slice(0, -1)))
  } finally {
    if (server.exitCode === null) process.kill(-server.pid, 'SIGINT')
    await ended
    await rm(folder, { recursive: true, force: true })
  }
}

/** What a person sees: the log on standard output is for machines. */
function readBanner(server, folder) {
  return new Promise((resolve, reject) => {
    let text = ''
    server.once('exit', (code) => reject(new Error(`capstan up ended with code ${code}: ${text}`)))
    server.stdout.resume()
    server.stderr.on('data', (chunk) => {
      text += chunk
      const banner = /Capstan is ready[\s\S]*stops everything\./.exec(text)?.[0]
      if (banner) resolve(`\n${banner.replaceAll(`${folder}/`, '')}`)
    })
  })
}

async function run(command, folder) {
  const env = { ...process.env, CAPSTAN_DATA_DIR: join(folder, '.capstan') }
  const { stdout } = await promisify(execFile)('bash', ['-c', `${command} --table`], { cwd: root, env })
  return stdout.trimEnd()
}

function toLines(text) {
  return text.split('\n').flatMap((line) => wrap(line).map((part) => ({ text: part })))
}

function wrap(line) {
  return line.length <= width ? [line] : [line.slice(0, width), ...wrap(`  ${line.slice(width)}`)]
}

function draw(lines) {
  const height = size.top + lines.length * size.line + 10
  const total = Math.round(size.left * 2 + (width + 2) * size.char)
  const rows = lines.map((line, index) => drawLine(line, size.top + index * size.line)).filter(Boolean)
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${total} ${height}" role="img" aria-label="${label}">
<rect width="${total}" height="${height}" rx="10" fill="#16181d"/>
<circle cx="24" cy="22" r="6" fill="#e0645c"/><circle cx="44" cy="22" r="6" fill="#e0b04c"/><circle cx="64" cy="22" r="6" fill="#5fb257"/>
<g font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace" font-size="14" fill="#c9d1d9">
${rows.join('\n')}
</g>
</svg>
`
}

function drawLine({ text, prompt, typed }, y) {
  const shown = prompt ? `<tspan fill="#5fb257">$</tspan> <tspan fill="#ffffff">${escapeXml(text)}</tspan>` : colour(text, typed)
  return text === '' ? '' : `<text x="${size.left}" y="${y}">${shown}</text>`
}

function colour(text, typed) {
  if (typed) return `<tspan fill="#ffffff">${escapeXml(text)}</tspan>`
  if (text === 'Capstan is ready') return `<tspan font-weight="bold" fill="#ffffff">${text}</tspan>`
  return escapeXml(text)
    .replace(/\b(SUCCEEDED|3628800)\b/g, '<tspan fill="#7ee787">$1</tspan>')
    .replace(/\b(RUNNING|QUEUED)\b/g, '<tspan fill="#79c0ff">$1</tspan>')
}

function escapeXml(text) {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('  ', '\u00a0\u00a0')
}

await main()
