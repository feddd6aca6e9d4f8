// What was already handled: events, triggers and submissions that Slack sends again. A key is claimed once in fifteen minutes.
// Work that failed or died gives its keys back, because a second delivery may be the only one that gets through.
import { isDuplicateKey, type Store } from './mongo-store.ts'

export interface Seen {
  /** True when the key was there before. */
  seen(key: string): Promise<boolean>
  /** Does the work unless one of the keys was done, or is being done, before. Answers whether it was done here. */
  once(keys: readonly string[], work: () => Promise<void>): Promise<boolean>
}

interface SeenRow {
  _id: string
  done: boolean
  /** Whoever works on it for longer has died. */
  until: Date
  expireAt: Date
}

/** Slack's last retry comes after about six minutes. */
const keptForMs = 15 * 60_000
const worksForMs = 60_000

export async function createSeen(store: Store): Promise<Seen> {
  const rows = store.collection<SeenRow>('bot_seen')
  await store.prepare('bot_seen', [{ key: { expireAt: 1 }, name: 'expiry', expireAfterSeconds: 0 }])

  async function claim(key: string, done: boolean): Promise<boolean> {
    const now = Date.now()
    const row = { done, until: new Date(now + worksForMs), expireAt: new Date(now + keptForMs) }
    try {
      // Matches an abandoned claim or nothing; a living one makes the upsert collide with it.
      await rows.updateOne({ _id: key, done: false, until: { $lte: new Date(now) } }, { $set: row }, { upsert: true })
      return true
    } catch (error) {
      if (isDuplicateKey(error)) return false
      throw error
    }
  }

  async function claimAll(keys: readonly string[]): Promise<boolean> {
    const claimed: string[] = []
    for (const key of keys) {
      if (await claim(key, false)) claimed.push(key)
      else {
        await rows.deleteMany({ _id: { $in: claimed } })
        return false
      }
    }
    return true
  }

  return {
    seen: async (key) => !(await claim(key, true)),
    once: async (keys, work) => {
      if (!(await claimAll(keys))) return false
      try {
        await work()
      } catch (error) {
        await rows.deleteMany({ _id: { $in: [...keys] } })
        throw error
      }
      await rows.updateMany({ _id: { $in: [...keys] } }, { $set: { done: true } })
      return true
    },
  }
}

/** Slack has sent one message under several event ids. */
export function eventKeys(event: { team: string; eventId: string; channel?: string; ts?: string; type?: string }): string[] {
  const { team, eventId, channel, ts, type } = event
  return [`event:${eventId}`, ...(channel && ts ? [`message:${team}:${channel}:${ts}:${type ?? ''}`] : [])]
}
