// Keeps the audit chain: one process among all copies what people caused from the event log into it, watches for attacks on the way,
// and cuts off what is older than a year. Everything it needs to go on after a restart is stored with the chain itself.
import { setTimeout as pause } from 'node:timers/promises'
import { appendEvents, installationWorkspace } from '../events/event-log.ts'
import type { Logger } from '../log.ts'
import { type Database, isDatabaseAway } from '../mongo.ts'
import { createAttackWatch } from './attack-watch.ts'
import { followAudited } from './audited-feed.ts'
import { auditKey, type Keys } from './chain.ts'
import { type ChainStore, createChainStore } from './chain-store.ts'

const dayMs = 24 * 3600_000
const keepMs = 365 * dayMs
const tidyEveryMs = 3600_000

export interface AuditorDeps {
  database: Database
  vault: Keys
  log: Logger
}

export interface Auditor {
  /** Begins to append; for one process at a time. Answers how to stop. */
  lead(): Promise<() => Promise<void>>
}

export function createAuditor({ database, vault, log }: AuditorDeps): Auditor {
  const chain = createChainStore(database, auditKey(vault))

  async function follow(signal: AbortSignal): Promise<void> {
    const watch = createAttackWatch((events) => appendEvents(database, events))
    for (let failures = 0; !signal.aborted; failures += 1) {
      try {
        const head = await chain.head()
        for await (const { events, ...how } of followAudited({ database, resume: head?.resume, since: head?.at, signal })) {
          const entries = await chain.append(events, how)
          failures = 0
          await watch(entries)
        }
      } catch (error) {
        if (signal.aborted) return
        const level = failures === 0 && !isDatabaseAway(error) ? 'warn' : 'debug'
        log[level]({ err: error }, 'the audit chain waits; trying again')
        await pause(Math.min(100 * 2 ** failures, 5000), undefined, { signal }).catch(() => undefined)
      }
    }
  }

  return {
    lead: async () => {
      const stopping = new AbortController()
      const following = follow(stopping.signal)
      const tidy = () => void tidyUp(database, chain, log).catch((error: unknown) => log.debug({ err: error }, 'audit chain not tidied'))
      tidy()
      const timer = setInterval(tidy, tidyEveryMs)
      return async () => {
        clearInterval(timer)
        stopping.abort()
        await following
      }
    },
  }
}

/** The head in the log of the process: who takes the log elsewhere can show later that nothing was taken off the end of the chain. */
async function tidyUp(database: Database, chain: ChainStore, log: Logger): Promise<void> {
  const removed = await chain.cut(new Date(Date.now() - keepMs))
  const head = await chain.head()
  if (!head) return
  log.info({ head: `${head.number}:${head.hash}` }, 'the audit chain ends here')
  if (removed === 0) return
  const payload = { removed, ...head.cut }
  const actor = { id: 'capstan', name: 'Capstan' }
  await appendEvents(database, [{ type: 'audit.cut', workspace: installationWorkspace, subject: 'audit', payload, actor }])
}
