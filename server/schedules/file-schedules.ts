// Schedules that agent files bring along become schedules of the operator once; whoever changes or deletes one has the last word.
import type { AgentRegistry } from '../agents/registry.ts'
import type { Viewer } from '../auth/viewer.ts'
import { CapstanError } from '../errors.ts'
import type { Logger } from '../log.ts'
import { isDuplicateKey } from '../mongo.ts'
import { createSchedule, type ScheduleDeps } from './change-schedule.ts'

interface MarkDoc {
  _id: string
  /** As in every counter: how many were given out. */
  last: number
}

type FileScheduleDeps = ScheduleDeps & { registry: AgentRegistry; log: Logger }

/** How many were made. */
export async function makeFileSchedules(deps: FileScheduleDeps, operator: Viewer): Promise<number> {
  const wanted = deps.registry
    .list()
    .flatMap(({ config }) =>
      config.schedules.map((schedule, index) => ({ agent: config.name, schedule, mark: `schedule of ${config.name} ${index + 1}` })),
    )
  let made = 0
  for (const { agent, schedule, mark } of wanted) {
    if (!(await isFirst(deps, mark))) continue
    const { cron, timezone, enabled, parameters = {} } = schedule
    const input = { name: `${agent}, from its file`, cron, timezone, enabled, task: { agent, parameters } }
    try {
      await createSchedule(deps, operator, { input })
      made += 1
    } catch (error) {
      if (!(error instanceof CapstanError)) throw error
      deps.log.warn({ agent, error: error.message }, 'a schedule in an agent file cannot be made')
    }
  }
  return made
}

async function isFirst({ database }: FileScheduleDeps, mark: string): Promise<boolean> {
  const marks = database.collection<MarkDoc>('counters')
  if (await marks.findOne({ _id: mark }, { projection: { _id: 1 } })) return false
  try {
    await marks.insertOne({ _id: mark, last: 1 })
    return true
  } catch (error) {
    if (isDuplicateKey(error)) return false
    throw error
  }
}
