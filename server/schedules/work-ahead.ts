// What is due in a moment, worked out before it is: then little more than storing is left to do. Nothing of it is stored or told, and what
// may be otherwise by then, such as whether the run before has ended, is not decided here.
import { setImmediate as nextTurn } from 'node:timers/promises'
import { prepareTasks } from '../tasks/submit.ts'
import { type Ahead, aheadKey, nothingAhead, type WorkedOut } from './ahead.ts'
import { dueMoments } from './due-moments.ts'
import { type DueSchedule, findDue, takeTurn } from './firing-store.ts'
import { type FireDeps, rememberOwners, taskOf } from './start-runs.ts'

/** So long before the first of them is due. */
export const aheadMs = 1500
/** No more of them are due at once in one transaction. */
export const mostAtOnce = 1000
/** Then others get their turn on this thread. */
const atOneGo = 50

/** Keeps the turn for this server until the moment has come; nothing while another one has it. What is known already is not done again. */
export async function workOutAhead(deps: FireDeps, now: Date, known: Ahead): Promise<Ahead> {
  if (!(await takeTurn(deps.database, deps.server))) return nothingAhead
  const memo = { ...deps, ownerOf: rememberOwners(deps.ownerOf) }
  const found = new Map<string, WorkedOut>()
  const schedules = await findDue(deps.database, new Date(now.getTime() + aheadMs), mostAtOnce)
  for (const [index, schedule] of schedules.entries()) {
    const key = aheadKey(schedule)
    found.set(key, known.get(key) ?? (await workOut(memo, schedule)))
    if (index % atOneGo === atOneGo - 1) await nextTurn()
  }
  return found
}

async function workOut(deps: FireDeps, schedule: DueSchedule): Promise<WorkedOut> {
  const { nextAt: at, createdBy, workspace } = schedule
  const due = dueMoments(schedule, at)
  const owner = schedule.target.kind === 'TASK' ? await deps.ownerOf(createdBy.id, workspace) : undefined
  if (!owner) return { due }
  try {
    const { workspaces } = deps
    // It comes in when it is due, and by the rules of that moment.
    const then = { ...deps, workspaces: { ...workspaces, startState: (task) => workspaces.startState(task, at) } } satisfies FireDeps
    const made = await prepareTasks(then, ...taskOf(deps, schedule, owner))
    return { due, role: owner.role, task: { ...made, tasks: made.tasks.map((task) => ({ ...task, createdAt: at })) } }
  } catch {
    // Whatever keeps it from starting is told when it is due.
    return { due }
  }
}
