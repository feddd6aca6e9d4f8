// The one logger: JSON lines on standard output. Knows nothing of tasks or requests; callers make child loggers.
// Every finished line passes the scrubber, so that it does not matter how deep or in which form a secret got into it.
import { destination, type Logger, pino } from 'pino'
import { scrub } from './scrub.ts'

export type { Logger }

export interface LogSink {
  write(line: string): void
}

export function createLogger(level: string, sink: LogSink = destination(1)): Logger {
  return pino(
    {
      level,
      base: { pid: process.pid },
      timestamp: pino.stdTimeFunctions.isoTime,
      serializers: { err: pino.stdSerializers.err },
    },
    { write: (line: string) => sink.write(scrub(line)) },
  )
}

export const silentLogger: Logger = pino({ level: 'silent' })
