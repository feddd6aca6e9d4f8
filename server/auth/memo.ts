// Remembers what was read from the database for a moment, so that not every request asks again. Can be told to forget everything.

export const longestMs = 2_500
const mostEntries = 10_000

export interface Memo<T> {
  get(key: string): Promise<T>
  forget(): void
}

export function createMemo<T>(read: (key: string) => Promise<T>, now: () => number = () => performance.now()): Memo<T> {
  let known = new Map<string, { value: Promise<T>; readAt: number }>()
  return {
    get(key) {
      const entry = known.get(key)
      if (entry && now() - entry.readAt < longestMs) return entry.value
      if (known.size >= mostEntries) known = new Map()
      const value = read(key)
      const fresh = { value, readAt: now() }
      known.set(key, fresh)
      value.catch(() => known.get(key) === fresh && known.delete(key))
      return value
    },
    forget() {
      known = new Map()
    },
  }
}
