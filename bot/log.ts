// The bot's log: JSON lines on standard output, and Bolt's words in the same log. Bodies and tokens never reach it.
import type { Logger as BoltLogger, LogLevel } from '@slack/bolt'
import { type Logger, pino } from 'pino'

export type { Logger }

const tokens = /\bx(?:ox[a-z]|app)-[A-Za-z0-9-]+/g

export function createLogger(level: string): Logger {
  return pino({
    level,
    base: { pid: process.pid, program: 'bot' },
    timestamp: pino.stdTimeFunctions.isoTime,
    serializers: { err: describeError },
  })
}

/** Errors of Slack's libraries carry the request they failed on; the log gets their words alone. */
function describeError(error: unknown): unknown {
  if (!(error instanceof Error)) return hideTokens(String(error))
  const { code } = error as { code?: unknown }
  return { type: error.name, message: hideTokens(error.message), ...(code !== undefined && { code }), stack: hideTokens(error.stack ?? '') }
}

const hideTokens = (text: string) => text.replace(tokens, 'x***')

/** Bolt and its clients log through this; what they call info is detail to us. */
export function toBoltLogger(log: Logger): BoltLogger {
  const say =
    (level: 'debug' | 'warn' | 'error') =>
    (...words: unknown[]) =>
      log[level](hideTokens(words.map((word) => (word instanceof Error ? word.message : String(word))).join(' ')))
  return {
    debug: () => undefined,
    info: say('debug'),
    warn: say('warn'),
    error: say('error'),
    setLevel: () => undefined,
    getLevel: () => 'info' as LogLevel,
    setName: () => undefined,
  }
}
