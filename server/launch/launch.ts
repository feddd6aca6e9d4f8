// Starts Capstan on this machine and stays until it has ended: database, then server, and back in the reverse order.
// Whatever keeps it from starting is told in one sentence, never as a stack trace.
import { createServer } from 'node:net'
import { ConfigError, parseConfig } from '../config.ts'
import { formatPlaces, type Places, waitUntilReady } from './announce.ts'
import { keepBot, wantsBot } from './bot-process.ts'
import { followNpm } from './follow-npm.ts'
import { hasCode, LaunchError, toReason } from './launch-error.ts'
import { joinLocalDatabase } from './local-database.ts'
import { startServer } from './server-process.ts'
import { listenForStop } from './stop-signals.ts'

/** `args` are the server's own, `parent` is the process that started this one. Ends the process. */
export async function launch(args: string[], parent = process.ppid): Promise<void> {
  const stopping = new AbortController()
  let onStop = () => stopping.abort()
  let onForce: () => void = () => process.exit(1)
  listenForStop({ onStop: () => onStop(), onForce: () => onForce() })
  const onGone = () => {
    if (!stopping.signal.aborted) onStop()
  }
  followNpm({ pid: parent, env: process.env, onGone })
  try {
    loadEnvFile()
    const { host, port, dataDir, agentsDir } = parseConfig(process.env)
    const listens = !args.some((arg) => /^(--role=)?worker$/.test(arg))
    if (listens) await checkPortFree(host, port)
    const database = await joinLocalDatabase({ dataDir, env: process.env, report, signal: stopping.signal })
    try {
      stopping.signal.throwIfAborted()
      const server = startServer(args, { ...process.env, MONGODB_URL: database.url })
      onStop = () => {
        stopping.abort()
        server.drain()
      }
      onForce = () => server.force()
      void server.ended.finally(() => stopping.abort())
      const beside = listens ? announce({ host, port, dataDir, agentsDir, databaseUrl: database.url }, stopping.signal) : undefined
      process.exitCode = await server.ended
      await beside
    } finally {
      await database.leave()
    }
  } catch (error) {
    if (!stopping.signal.aborted || error instanceof LaunchError) report(toSentence(error))
    process.exitCode = 1
  }
  process.exit()
}

function report(line: string): void {
  process.stderr.write(`${line}\n`)
}

/** Says where everything is, and keeps the bot beside it when Slack is set up. */
async function announce(places: Places, signal: AbortSignal): Promise<void> {
  const url = await waitUntilReady(places, signal)
  if (url === undefined) return
  process.stderr.write(formatPlaces(url, places, process.stderr.isTTY))
  const { dataDir, databaseUrl } = places
  if (wantsBot(process.env)) await keepBot({ env: process.env, url, dataDir, databaseUrl, signal, report })
}

function toSentence(error: unknown): string {
  if (error instanceof LaunchError || error instanceof ConfigError) return error.message
  return `Capstan could not start: ${toReason(error)}.`
}

/** What is set already wins over the file. */
function loadEnvFile(): void {
  try {
    process.loadEnvFile('.env')
  } catch (error) {
    if (!hasCode(error, 'ENOENT')) throw new LaunchError(`The file .env cannot be read (${toReason(error)}): mend or remove it.`)
  }
}

/** Before anything is started, and before another program on that port could be mistaken for our server. */
function checkPortFree(host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', (error) => {
      if (hasCode(error, 'EADDRINUSE')) {
        reject(new LaunchError(`Port ${port} on ${host} is in use: stop the program that has it, or set PORT to another one.`))
      } else
        reject(
          new LaunchError(
            `Capstan cannot listen on ${host}, port ${port} (${toReason(error)}): set HOST and PORT to an address of this machine.`,
          ),
        )
    })
    probe.listen(port, host, () => probe.close(() => resolve()))
  })
}
