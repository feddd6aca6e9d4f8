// Reads keys from a terminal in raw mode. Knows how long to wait for the rest of a split escape sequence, and nothing of what keys do.
import { createInputDecoder, type InputEvent } from './input-decoder.ts'

export interface InputSource {
  setRawMode?(on: boolean): unknown
  setEncoding(encoding: 'utf8'): unknown
  on(event: 'data' | 'end', listener: (chunk: string) => void): unknown
  off(event: 'data' | 'end', listener: (chunk: string) => void): unknown
  resume(): unknown
  pause(): unknown
}

export interface InputReader {
  start(): void
  /** Hands the terminal's input back, for an editor or the shell. */
  stop(): void
}

export interface InputReaderOptions {
  source: InputSource
  /** How long an escape may stand alone before it is the key; sequences arrive in pieces over slow lines. */
  escapeMs: number
  onEvent(event: InputEvent): void
  /** The terminal is gone. */
  onEnd(): void
}

export function createInputReader({ source, escapeMs, onEvent, onEnd }: InputReaderOptions): InputReader {
  const decoder = createInputDecoder()
  let timer: NodeJS.Timeout | undefined
  function read(chunk: string): void {
    clearTimeout(timer)
    for (const event of decoder.feed(chunk)) onEvent(event)
    if (decoder.pending) timer = setTimeout(flush, escapeMs)
  }
  function flush(): void {
    for (const event of decoder.flush()) onEvent(event)
  }
  return {
    start() {
      source.setEncoding('utf8')
      source.setRawMode?.(true)
      source.on('data', read)
      source.on('end', onEnd)
      source.resume()
    },
    stop() {
      clearTimeout(timer)
      source.off('data', read)
      source.off('end', onEnd)
      try {
        source.setRawMode?.(false)
      } catch {
        // The terminal is gone.
      }
      source.pause()
    },
  }
}
