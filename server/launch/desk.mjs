// npm start where a person sits: everything starts in the background with its log in a file, and the dashboard opens on it. Quitting the
// dashboard stops what was started here.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createWriteStream, mkdirSync } from 'node:fs'
import { join, relative } from 'node:path'
import { root } from './install.mjs'

/** Ends the process. */
export async function openDesk() {
  loadEnvFile()
  const { openDashboardFrom, readConfig } = await import('../../dist/dashboard.mjs')
  const config = readConfig()
  mkdirSync(config.dataDir, { recursive: true, mode: 0o700 })
  const logFile = join(config.dataDir, 'server.log')
  const log = createWriteStream(logFile, { flags: 'a', mode: 0o600 })
  await once(log, 'open')
  process.stderr.write(`Starting Capstan; its log goes to ${shorten(logFile)}.\n`)
  const server = startInBackground(log)
  const stop = () => server.child.kill('SIGTERM')
  process.on('SIGINT', stop)
  process.on('SIGTERM', stop)
  if (await server.ready) {
    process.off('SIGINT', stop)
    process.off('SIGTERM', stop)
    await Promise.race([openDashboardFrom(config, { note: `log: ${shorten(logFile)}` }), server.ended])
    process.stderr.write('Stopping Capstan: running tasks get 30 seconds. Ctrl-C ends it at once.\n')
    process.on('SIGINT', stop)
    stop()
  }
  const code = await server.ended
  if (code !== 0) process.stderr.write(`The log is in ${shorten(logFile)}.\n`)
  process.exit(code)
}

/** In a group of its own, so that it hears of Ctrl-C from here alone. It ends by itself when this process is gone. */
function startInBackground(log) {
  const child = spawn(process.execPath, [join(root, 'server/launch/start.mjs')], { detached: true, stdio: ['ignore', 'pipe', 'pipe'] })
  child.stdout.pipe(log, { end: false })
  child.stderr.pipe(log, { end: false })
  const ended = once(child, 'exit').then(([code]) => code ?? 1)
  const ready = new Promise((resolve) => {
    // What the launcher has to say before it is ready, a person wants to see.
    child.stderr.on('data', function show(text) {
      if (!String(text).includes('Capstan is ready')) return void process.stderr.write(text)
      child.stderr.off('data', show)
      resolve(true)
    })
    void ended.then(() => resolve(false))
  })
  return { child, ended, ready }
}

function loadEnvFile() {
  try {
    process.loadEnvFile('.env')
  } catch {
    // There is none, or the server will say what is wrong with it.
  }
}

function shorten(path) {
  const below = relative(process.cwd(), path)
  return below === '' || below.startsWith('..') ? path : below
}
