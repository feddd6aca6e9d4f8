// Tells the watcher what is being written, piece by piece, at a pace a person can follow. Stops at once when told to.
import { setTimeout as sleep } from 'node:timers/promises'
import type { Json, RunContext } from '../adapter.ts'

/** The pause after each piece; a short result takes about a third of a second, a long one about one and a half. */
export const standardPauseMs = 60
const maxPieces = 20
const charactersPerPiece = 400

export async function streamResult(result: { [key: string]: Json }, context: RunContext, pauseMs: number): Promise<void> {
  const parts = Object.entries(result)
    .map(([name, value]) => ({ step: stepName(name), text: readable(value) }))
    .filter(({ text }) => text !== '')
  const size = Math.max(charactersPerPiece, Math.ceil(parts.reduce((sum, { text }) => sum + text.length, 0) / maxPieces))
  const pieces = parts.flatMap(({ step, text }) =>
    split(text, size).map((partial, index) => ({ step, partial: index === 0 ? `\n${partial}` : partial })),
  )
  for (const [index, piece] of pieces.entries()) {
    context.progress({ ...piece, fraction: Math.min(0.98, 0.1 + (0.88 * (index + 1)) / pieces.length) })
    await pause(pauseMs, context.signal)
  }
}

/** Throws the signal's reason when it is aborted. */
export async function pause(ms: number, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted()
  if (ms > 0) await sleep(ms, undefined, { signal })
}

function stepName(name: string): string {
  return `Writing the ${name.replaceAll('_', ' ')}`
}

/** What a person would read of it; figures and switches are left to the result. */
function readable(value: Json): string {
  if (typeof value === 'string') return value
  if (Array.isArray(value))
    return value
      .map(readable)
      .filter((text) => text !== '')
      .join('\n')
  if (value === null || typeof value !== 'object') return ''
  return Object.values(value)
    .map(readable)
    .filter((text) => text !== '')
    .join(' · ')
}

function split(text: string, size: number): string[] {
  return text.match(new RegExp(`[\\s\\S]{1,${size}}(?=\\s|$)|[\\s\\S]{1,${size}}`, 'g')) ?? []
}
