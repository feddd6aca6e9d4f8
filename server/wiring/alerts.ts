// Alerts and the counts they rest on: one server among all looks after them.
import { createAlertStore } from '../alerts/alert-store.ts'
import { usualThresholds } from '../alerts/rules.ts'
import { startWatch } from '../alerts/watch.ts'
import { createIdSource } from '../ids.ts'
import { startLeaderElection } from '../queue/leader.ts'
import type { Parts, Stop } from './parts.ts'

export function startAlerts({
  config,
  database,
  log,
  feed,
  registry,
}: Pick<Parts, 'config' | 'database' | 'log' | 'feed' | 'registry'>): Stop {
  const alerts = createAlertStore({ database, alertIds: createIdSource(database, 'A'), notify: config.alertTargets })
  const limits = { ...usualThresholds, ...config.alerts }
  return startLeaderElection({ database, log, name: 'alerts', lead: () => startWatch({ database, log, feed, registry, alerts, limits }) })
}
