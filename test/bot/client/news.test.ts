// The one WebSocket that news comes by, while the server is away: coming back again and again leaves nothing behind.
import { getEventListeners } from 'node:events'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { readNews } from '../../../bot/client/news.ts'
import { findFreePort } from '../../../server/launch/mongod-process.ts'

const quiet = { log: { warn: () => undefined } as never, types: [], onNews: () => undefined, onGap: () => undefined }

afterEach(() => {
  vi.restoreAllMocks()
})

describe('news of a server that is away', () => {
  it('leave no listener behind, however often the connection is tried again', async () => {
    const added = new Map<AbortSignal, number>()
    const { addEventListener } = EventTarget.prototype
    vi.spyOn(EventTarget.prototype, 'addEventListener').mockImplementation(function (this: EventTarget, ...given) {
      if (this instanceof AbortSignal) added.set(this, (added.get(this) ?? 0) + 1)
      addEventListener.apply(this, given)
    })
    let tries = 0
    const reader = readNews({
      ...quiet,
      url: `http://127.0.0.1:${await findFreePort(undefined)}`,
      token: () => 'no token',
      readCursor: async () => {
        tries += 1
        return undefined
      },
    })
    await expect.poll(() => tries).toBe(4)
    const [its] = [...added].filter(([, times]) => times >= 3).map(([signal]) => signal)
    expect(its && getEventListeners(its, 'abort').length).toBeLessThanOrEqual(1)
    await reader.stop()
  })

  it('end quietly in the middle of a try', async () => {
    const ended = new Promise<void>((resolve, reject) => {
      const reader = readNews({
        ...quiet,
        url: 'http://127.0.0.1:9',
        // Asked for when the connection begins: in a moment it is on its way, and not refused yet.
        token: () => {
          queueMicrotask(() => void reader.stop().then(resolve, reject))
          return 'no token'
        },
        readCursor: async () => undefined,
      })
    })
    await expect(ended).resolves.toBeUndefined()
  })
})
