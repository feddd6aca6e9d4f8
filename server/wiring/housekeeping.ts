// Seconds-scale work that one process does for all.
import { createAuditor } from '../audit/auditor.ts'
import { createIdSource } from '../ids.ts'
import { liftWaiting } from '../queue/aging.ts'
import { warnOfDeadlines } from '../queue/deadlines.ts'
import { createEnqueue } from '../queue/enqueue.ts'
import { createHousekeeping } from '../queue/housekeeping.ts'
import { createRecovery } from '../tasks/dead-letters/recovery.ts'
import { createWaitingRules } from '../tasks/quiet-hours.ts'
import { rerouteWaiting } from '../tasks/reroute-store.ts'
import { createResealer } from '../tasks/reseal-store.ts'
import { createRetention } from '../tasks/retention.ts'
import { sealedCollections } from '../tasks/sealed-fields.ts'
import { sealedWorkflows } from '../workflows/sealed-runs.ts'
import type { Workflows } from '../workflows/workflows.ts'
import type { Parts, Stop } from './parts.ts'

const recoverySeconds = 5
const tidySeconds = 60
const dayMs = 24 * 3600_000

export async function startHousekeeping({
  config,
  database,
  log,
  registry,
  vault,
  workspaces,
  artifacts,
  policies,
  workflows,
}: Parts & { workflows: Pick<Workflows, 'sweep'> }): Promise<Stop> {
  const { queueLimit } = policies
  const enqueue = createEnqueue({ database, queueLimit, workspaceQueueLimit: workspaces.queueLimit, onStored: () => undefined })
  const recovery = createRecovery(
    { database, log, registry, vault, workspaces, enqueue, taskIds: createIdSource(database, 'T') },
    recoverySeconds,
  )
  const rules = createWaitingRules(database)
  const resealer = createResealer({ database, vault, log, places: [...sealedCollections, ...sealedWorkflows] })
  const eventsKeepMs = config.eventsDays * dayMs
  const retention = createRetention({ database, artifacts, shortestKeepMs: policies.shortestKeepMs, eventsKeepMs })
  const housekeeping = createHousekeeping({
    database,
    log,
    alongside: [createAuditor({ database, vault, log }).lead],
    jobs: [
      {
        name: 'look after what waits',
        everySeconds: recoverySeconds,
        run: (now) =>
          each([
            () => rules.apply(now),
            () => warnOfDeadlines(database, now),
            () => recovery.tick(now),
            () => resealer.tick(),
            () => workflows.sweep(),
            () => rerouteWaiting({ database, registry, vault }),
          ]),
      },
      {
        name: 'tidy up',
        everySeconds: tidySeconds,
        run: (now) => each([() => liftWaiting(database, now), () => retention.sweep(now)]),
      },
    ],
  })
  return housekeeping.start()
}

/** One after the other; one that fails does not keep the rest from being done, and is told in the end. */
async function each(duties: readonly (() => Promise<unknown>)[]): Promise<void> {
  const failures: unknown[] = []
  for (const duty of duties) await duty().catch((error: unknown) => failures.push(error))
  if (failures.length > 0) throw failures[0]
}
