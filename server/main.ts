// The server as a process: arguments, signals, exit codes, and one sentence when it cannot start.
import { setTimeout as pause } from 'node:timers/promises'
import { parseRole } from './arguments.ts'
import { ConfigError, parseConfig, secretValues } from './config.ts'
import { CapstanError } from './errors.ts'
import { createLogger, type Logger } from './log.ts'
import { hideInLogs } from './scrub.ts'
import { type RunningServer, startServer } from './start.ts'

/** For telling that nothing speaks against the tasks that run here. */
const lastWordMs = 500

async function main(): Promise<void> {
  const role = parseRole(process.argv.slice(2))
  const config = parseConfig(process.env)
  hideInLogs(...secretValues(config))
  const log = createLogger(config.logLevel)
  const starting = startServer({ role, config, log })
  // From the first moment on: a worker is on the list before it is ready, and must not leave its row behind.
  const end = stopOnSignal(log, starting)
  const { drained } = await starting
  if (role !== 'worker') return
  // A worker process that has drained, or whose parent is gone, has nothing left to wait for; a server keeps its API.
  void drained.then(() => end('drained'))
  process.once('disconnect', () => end('its parent is gone'))
  process.channel?.unref()
}

/** Returns what a signal calls: it ends this process in an orderly way, and does nothing when that is under way. */
function stopOnSignal(log: Logger, starting: Promise<RunningServer>): (why: string) => void {
  let stopping = false
  let forced = false
  const stopAll = async () => (await starting).stop()
  const end = (why: string) => {
    if (stopping) return
    stopping = true
    log.info({ why }, 'stopping: running tasks may finish')
    stopAll().then(
      () => process.exit(0),
      (error: unknown) => {
        log.error({ err: error }, 'stopping failed')
        process.exit(1)
      },
    )
  }
  const onSignal = (signal: string) => {
    if (!stopping) return end(signal)
    if (forced) process.exit(1)
    forced = true
    const told = starting.then((server) => server.leave())
    void Promise.race([told, pause(lastWordMs)]).finally(() => {
      log.warn('stopping at once; running tasks are taken over by other workers')
      process.exit(1)
    })
  }
  process.on('SIGTERM', onSignal)
  process.on('SIGINT', onSignal)
  return end
}

/** What an operator can act on is said in a sentence; only a defect deserves its stack. */
function explain(error: unknown): string {
  if (error instanceof ConfigError || error instanceof CapstanError) return error.message
  const { code, port, message, stack } = error as NodeJS.ErrnoException & { port?: number }
  if (code === 'EADDRINUSE') return `Port ${port} is in use. Stop the other program or set PORT to a free port.`
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS') return `${message}. Check that this user may use it.`
  return stack ?? message ?? String(error)
}

main().catch((error: unknown) => {
  process.stderr.write(`${explain(error)}\n`)
  process.exit(1)
})
