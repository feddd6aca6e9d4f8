// The bot as a process: environment, signals, exit codes, and one sentence when it cannot start.
import { ConfigError, parseConfig } from './config.ts'
import { createLogger, type Logger } from './log.ts'
import { createManifest } from './manifest.ts'
import { startBot } from './start.ts'

async function main(): Promise<void> {
  if (process.argv.includes('--manifest')) return printManifest()
  const config = parseConfig(process.env)
  const log = createLogger(config.logLevel)
  const { stop } = await startBot({ config, log })
  stopOnSignal(log, stop)
  // Started by the server: it ends with it.
  process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'))
  process.channel?.unref()
}

/** For Slack's page "create an app from a manifest": HTTP when an address is given behind it, else Socket Mode. */
function printManifest(): void {
  const url = process.argv.find((argument) => /^https?:/.test(argument))
  process.stdout.write(`${JSON.stringify(createManifest({ url, oauth: process.argv.includes('--oauth') }), null, 2)}\n`)
}

function stopOnSignal(log: Logger, stop: () => Promise<void>): void {
  let stopping = false
  const onSignal = (signal: string) => {
    if (stopping) process.exit(1)
    stopping = true
    log.info({ signal }, 'stopping')
    stop().then(
      () => process.exit(0),
      (error: unknown) => {
        log.error({ err: error }, 'stopping failed')
        process.exit(1)
      },
    )
  }
  process.on('SIGTERM', onSignal)
  process.on('SIGINT', onSignal)
}

/** What an operator can act on is said in a sentence; only a defect deserves its stack. */
function explainStart(error: unknown): string {
  if (error instanceof ConfigError) return error.message
  const { code, name, message, stack, port } = error as NodeJS.ErrnoException & { port?: number }
  if (code === 'EADDRINUSE') return `Port ${port} is in use. Stop the other program or set BOT_PORT to a free port.`
  if (name?.startsWith('Mongo')) return 'No MongoDB answers at MONGODB_URL. Start the server first, and give the bot the same MONGODB_URL.'
  if (/slack_webapi|An API error/.test(`${code} ${message}`))
    return `Slack did not accept the bot: ${message}. docs/slack.md says which tokens it needs.`
  return stack ?? message ?? String(error)
}

main().catch((error: unknown) => {
  process.stderr.write(`${explainStart(error)}\n`)
  process.exit(1)
})
