// Seconds-scale work that one process does for all.
import { createIdSource } from '../ids.ts'
import { liftWaiting } from '../queue/aging.ts'
import { warnOfDeadlines } from '../queue/deadlines.ts'
import { createEnqueue } from '../queue/enqueue.ts'
import { fileForgotten } from '../queue/filing.ts'
import { createHousekeeping } from '../queue/housekeeping.ts'
import { createRecovery } from '../tasks/dead-letters/recovery.ts'
import { createWaitingRules } from '../tasks/quiet-hours.ts'
import { createRetention } from '../tasks/retention.ts'
import type { Parts, Stop } from './parts.ts'

const recoverySeconds = 5

export async function startHousekeeping({ database, log, registry, vault, workspaces, artifacts, policies }: Parts): Promise<Stop> {
  const enqueue = createEnqueue({ database, queueLimit: policies.queueLimit, onStored: () => undefined })
  const recovery = createRecovery(
    { database, log, registry, vault, workspaces, enqueue, taskIds: createIdSource(database, 'T') },
    recoverySeconds,
  )
  const rules = createWaitingRules(database)
  const retention = createRetention({ database, artifacts, shortestKeepMs: policies.shortestKeepMs })
  const housekeeping = createHousekeeping({
    database,
    log,
    jobs: [
      { name: 'recover after outages', everySeconds: recoverySeconds, run: (now) => recovery.tick(now) },
      { name: 'apply hours', everySeconds: 5, run: (now) => rules.apply(now) },
      { name: 'warn of deadlines', everySeconds: 5, run: (now) => warnOfDeadlines(database, now) },
      { name: 'lift waiting tasks', everySeconds: 20, run: (now) => liftWaiting(database, now) },
      { name: 'file forgotten tasks', everySeconds: 60, run: () => fileForgotten(database) },
      { name: 'remove expired tasks', everySeconds: 60, run: (now) => retention.sweep(now) },
    ],
  })
  return housekeeping.start()
}
