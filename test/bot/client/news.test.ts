// The one WebSocket that news comes by, while the server is away: coming back again and again leaves nothing behind.
import { getEventListeners } from 'node:events'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { readNews } from '../../../bot/client/news.ts'
import { findFreePort } from '../../../server/launch/mongod-process.ts'

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
      url: `http://127.0.0.1:${await findFreePort(undefined)}`,
      token: () => 'no token',
      log: { warn: () => undefined } as never,
      types: [],
      readCursor: async () => {
        tries += 1
        return undefined
      },
      onNews: () => undefined,
      onGap: () => undefined,
    })
    await expect.poll(() => tries).toBe(4)
    const [its] = [...added].filter(([, times]) => times >= 3).map(([signal]) => signal)
    expect(its && getEventListeners(its, 'abort').length).toBeLessThanOrEqual(1)
    await reader.stop()
  })
})
