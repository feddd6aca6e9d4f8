// The one logger: JSON lines on standard output. Knows nothing of tasks or requests; callers make child loggers.
// Every finished line passes the scrubber, so that it does not matter how deep or in which form a secret got into it.
import { destination, type Logger, pino } from 'pino'
import { scrub } from './scrub.ts'

export type { Logger }

export interface LogSink {
  write(line: string): void
}

export function createLogger(level: string, sink: LogSink = standardOutput()): Logger {
  return pino(
    {
      level,
      base: { pid: process.pid },
      timestamp: pino.stdTimeFunctions.isoTime,
      serializers: { err: describeError },
    },
    { write: (line: string) => sink.write(scrub(line)) },
  )
}

/** By its own name where it has one: the bundle numbers classes of which several have the same name. */
function describeError(error: Error): unknown {
  const described = pino.stdSerializers.err(error)
  return error instanceof Error && error.name !== 'Error' ? Object.assign(described, { type: error.name }) : described
}

/** Of the process. What is said within a moment goes out in one write: a write a line would cost a good part of a small request. */
let output: LogSink | undefined
const gatherMs = 20

function standardOutput(): LogSink {
  output ??= gathering(destination(1))
  return output
}

function gathering(sink: ReturnType<typeof destination>): LogSink {
  let said = ''
  const flush = () => {
    sink.write(said)
    said = ''
  }
  process.on('exit', () => {
    if (said) flush()
    sink.flushSync()
  })
  return {
    write(line) {
      if (!said) setTimeout(flush, gatherMs)
      said += line
    },
  }
}

export const silentLogger: Logger = pino({ level: 'silent' })
