// Every measurement there is, in the order in which they run.
import { agentLoading } from './agents.ts'
import { backlog } from './backlog.ts'
import { checks } from './checks.ts'
import { drainMeasurement } from './drain.ts'
import { idle } from './idle.ts'
import { latency } from './latency.ts'
import { memory } from './memory.ts'
import { million } from './million.ts'
import { modelOverhead, modelStreams } from './model.ts'
import { pickUp } from './pick-up.ts'
import { processRoundTrip } from './process-round-trip.ts'
import { restart } from './restart.ts'
import type { Measurement } from './row.ts'
import { schedules } from './schedules.ts'
import { slack } from './slack.ts'
import { soak } from './soak.ts'
import { submission } from './submission.ts'
import { takeover } from './takeover.ts'
import { tenThousand } from './ten-thousand.ts'
import { workflows } from './workflows.ts'

export const measurements: readonly Measurement[] = [
  latency,
  checks,
  agentLoading,
  idle,
  restart,
  drainMeasurement,
  submission,
  pickUp,
  tenThousand,
  backlog,
  takeover,
  slack,
  schedules,
  workflows,
  memory,
  modelOverhead,
  modelStreams,
  processRoundTrip,
  million,
  soak,
]
