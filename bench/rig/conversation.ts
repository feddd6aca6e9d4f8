// The child's end of the channel to the benchmark: options come in as one argument, messages go out.

export interface Message {
  kind: string
  [key: string]: unknown
}

export function readOptions<T>(): T {
  // A benchmark that was killed must not leave its processes behind.
  process.on('disconnect', () => process.exit(1))
  return JSON.parse(process.argv[2] ?? '{}') as T
}

export function tell(message: Message): void {
  process.send?.(message)
}

/** Resolves when the benchmark asks this process to end. */
export function untilAsked(): Promise<void> {
  return new Promise((resolve) => process.once('message', () => resolve()))
}
