// The Slack bot beside a local server: started once the server answers, with the token that was made for it, and again when it dies.
import { type ChildProcess, spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { pauseBeforeRestart, recentDeaths } from './pause-before-restart.ts'

const stopWithinMs = 10_000
/** How the bot says that its settings are wrong: another try would change nothing. */
const refusedCode = 1
const earlyMs = 5_000

export interface BotOptions {
  env: NodeJS.ProcessEnv
  /** Of the server's API. */
  url: string
  dataDir: string
  databaseUrl: string
  signal: AbortSignal
  report: (line: string) => void
}

/** Whether Slack is set up: who the bot is, and a way by which Slack reaches it. */
export function wantsBot(env: NodeJS.ProcessEnv): boolean {
  const identity = env['SLACK_BOT_TOKEN'] || (env['SLACK_CLIENT_ID'] && env['SLACK_CLIENT_SECRET'])
  return Boolean(identity && (env['SLACK_APP_TOKEN'] || env['SLACK_SIGNING_SECRET']))
}

/** Resolves when the signal has come and the bot has ended, or when it is given up. */
export async function keepBot(options: BotOptions): Promise<void> {
  const { signal, report } = options
  let deaths: number[] = []
  while (!signal.aborted) {
    const startedAt = Date.now()
    const code = await runOnce(options)
    if (signal.aborted) return
    if (code === refusedCode && Date.now() - startedAt < earlyMs) {
      return report('The Slack bot did not start; the reason is above. Everything else works: mend it and start again.')
    }
    deaths = [...recentDeaths(deaths, Date.now()), Date.now()]
    report(`The Slack bot ended with ${code ?? 'a signal'}; it is started again.`)
    await pause(pauseBeforeRestart(deaths, Date.now()), undefined, { signal }).catch(() => undefined)
  }
}

function runOnce({ env, url, dataDir, databaseUrl, signal }: BotOptions): Promise<number | null> {
  const token = env['CAPSTAN_TOKEN'] || readFileSync(join(dataDir, 'bot.token'), 'utf8').trim()
  const own = { MONGODB_URL: databaseUrl, CAPSTAN_URL: url, CAPSTAN_TOKEN: token, CAPSTAN_DATA_DIR: dataDir }
  const child = spawn(process.execPath, ['--enable-source-maps', fileURLToPath(new URL('./bot.mjs', import.meta.url))], {
    env: { ...env, ...own },
    // In a process group of its own, like the server: a terminal's Ctrl-C reaches the launcher alone.
    detached: true,
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  return new Promise((resolve) => {
    const stop = () => endGently(child)
    signal.addEventListener('abort', stop, { once: true })
    child.once('error', () => resolve(null))
    child.once('exit', (code) => {
      signal.removeEventListener('abort', stop)
      resolve(code)
    })
  })
}

function endGently(child: ChildProcess): void {
  child.kill('SIGTERM')
  const force = setTimeout(() => child.kill('SIGKILL'), stopWithinMs)
  child.once('exit', () => clearTimeout(force))
}
