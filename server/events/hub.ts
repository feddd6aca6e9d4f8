// In-memory fan-out of one feed to many readers, each with its own bounded queue: a slow reader costs only itself.
// A ring of the last items lets a reader start after a cursor, with no gap and no duplicate. Knows nothing of events.
// Cursors are opaque: compared for equality, never for order.

export interface HubItem<T> {
  cursor: string
  value: T
}

export type HubDelivery<T> =
  | { kind: 'event'; cursor: string; value: T }
  /** Items were lost after `cursor` (read on from there elsewhere): `dropped` of them, 0 when nobody can know how many. */
  | { kind: 'lagged'; cursor: string | undefined; dropped: number }

export interface HubSubscription<T> {
  /** Start after this cursor (exclusive). One that left the ring gives a `lagged` item first: ask `has` beforehand. */
  after?: string | undefined
  filter: (value: T) => boolean
  maxQueue: number
  signal?: AbortSignal | undefined
}

export interface Hub<T> {
  publish(item: HubItem<T>): void
  subscribe(options: HubSubscription<T>): AsyncIterableIterator<HubDelivery<T>>
  /** The newest cursor, and the oldest that can still be replayed after. */
  head(): string | undefined
  oldest(): string | undefined
  has(cursor: string): boolean
  readonly size: number
  readonly subscribers: number
}

export function createHub<T>({ ringSize }: { ringSize: number }): Hub<T> {
  // Insertion order of a Map is the ring's order, and looking up a cursor in it costs nothing.
  const ring = new Map<string, T>()
  const readers = new Set<Reader<T>>()
  let head: string | undefined

  function publish({ cursor, value }: HubItem<T>): void {
    if (ring.has(cursor)) return
    ring.set(cursor, value)
    head = cursor
    if (ring.size > ringSize) ring.delete(firstKey(ring) ?? cursor)
    for (const reader of readers) reader.offer(cursor, value)
  }

  function subscribe(options: HubSubscription<T>): AsyncIterableIterator<HubDelivery<T>> {
    const reader = createReader<T>(options, () => readers.delete(reader))
    if (options.signal?.aborted) return reader.iterator
    readers.add(reader)
    if (options.after !== undefined) replay(reader, options.after)
    return reader.iterator
  }

  /** Same tick as joining `readers`: nothing can be published in between. */
  function replay(reader: Reader<T>, after: string): void {
    let reached = !ring.has(after)
    if (reached) reader.lose()
    for (const [cursor, value] of ring) {
      if (reached) reader.offer(cursor, value)
      else reached = cursor === after
    }
  }

  return {
    publish,
    subscribe,
    head: () => head,
    oldest: () => firstKey(ring),
    has: (cursor) => ring.has(cursor),
    get size() {
      return ring.size
    },
    get subscribers() {
      return readers.size
    },
  }
}

interface Reader<T> {
  offer(cursor: string, value: T): void
  /** Marks a loss whose extent is unknown, before the first item. */
  lose(): void
  iterator: AsyncIterableIterator<HubDelivery<T>>
}

function createReader<T>({ after, filter, maxQueue, signal }: HubSubscription<T>, leave: () => void): Reader<T> {
  const limit = Math.max(1, maxQueue)
  const queue = new Map<string, T>()
  const waiting: ((result: IteratorResult<HubDelivery<T>>) => void)[] = []
  let lagged: { dropped: number } | undefined
  let delivered = after
  let open = !signal?.aborted

  function take(): HubDelivery<T> | undefined {
    if (lagged) {
      const mark = { kind: 'lagged' as const, cursor: delivered, dropped: lagged.dropped }
      lagged = undefined
      return mark
    }
    for (const [cursor, value] of queue) {
      queue.delete(cursor)
      delivered = cursor
      return { kind: 'event', cursor, value }
    }
    return undefined
  }

  function offer(cursor: string, value: T): void {
    if (!open || !filter(value)) return
    queue.set(cursor, value)
    if (queue.size > limit) {
      queue.delete(firstKey(queue) ?? cursor)
      lagged = { dropped: (lagged?.dropped ?? 0) + 1 }
    }
    hand()
  }

  function hand(): void {
    while (waiting.length > 0) {
      const delivery = take()
      if (!delivery) return
      waiting.shift()?.({ value: delivery, done: false })
    }
  }

  function close(): void {
    if (!open) return
    open = false
    signal?.removeEventListener('abort', close)
    leave()
    queue.clear()
    lagged = undefined
    for (const wake of waiting.splice(0)) wake({ value: undefined, done: true })
  }

  signal?.addEventListener('abort', close, { once: true })

  const iterator: AsyncIterableIterator<HubDelivery<T>> = {
    [Symbol.asyncIterator]: () => iterator,
    next() {
      const delivery = open ? take() : undefined
      if (delivery) return Promise.resolve({ value: delivery, done: false })
      if (!open) return Promise.resolve({ value: undefined, done: true })
      return new Promise((resolve) => waiting.push(resolve))
    },
    return() {
      close()
      return Promise.resolve({ value: undefined, done: true })
    },
    throw(error: unknown) {
      close()
      return Promise.reject(error)
    },
  }

  function lose(): void {
    lagged = { dropped: 0 }
  }

  return { offer, iterator, lose }
}

function firstKey(map: ReadonlyMap<string, unknown>): string | undefined {
  return map.keys().next().value
}
