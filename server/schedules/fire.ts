// Fires what is due: decides what of it runs, starts that for the schedule's owner through the ordinary verbs, and writes it down. What
// cannot start is a run that failed, never an error of ours. Knows nothing of clocks and timers.
import { CapstanError } from '../errors.ts'
import { isDatabaseAway, isDuplicateKey } from '../mongo.ts'
import { type Ahead, aheadKey, nothingAhead } from './ahead.ts'
import { type Due, dueMoments, graceMs } from './due-moments.ts'
import { type DueSchedule, endTurn, type Firing, findDue, MovedOn, runsAmong, takeTurn, writeFirings } from './firing-store.ts'
import { toRun, toRunEvent } from './run-record.ts'
import { runId } from './schedule.ts'
import { type FireDeps, prepareRuns, rememberOwners, stillOpen } from './start-runs.ts'
import { mostAtOnce } from './work-ahead.ts'

/** Stored together. The tasks of a first part would run while the next is being stored, and make it late. */
const runsAtOnce = mostAtOnce
/** A transaction that is begun anew this often is too large for what else the database has to do. */
const mostTries = 3

/** How many schedules were fired here; none while another server has the turn: sharing it out would cost more than it gains. */
export async function fireDue(deps: FireDeps, now: Date, ahead: Ahead = nothingAhead): Promise<number> {
  const { database, server } = deps
  if (!(await takeTurn(database, server))) return 0
  try {
    return await fireAll({ ...deps, ahead }, await findDue(database, now, mostAtOnce), now)
  } finally {
    await endTurn(database, server).catch(() => undefined)
  }
}

interface DueTurn {
  schedule: DueSchedule
  due: Due
}

async function fireAll(deps: FireDeps, schedules: readonly DueSchedule[], now: Date): Promise<number> {
  const memo = { ...deps, ownerOf: rememberOwners(deps.ownerOf) }
  const turns = schedules.map((schedule) => ({ schedule, due: dueNow(deps, schedule, now) }))
  let fired = 0
  for (const [index, part] of inParts(turns).entries()) {
    if (index > 0 && !(await takeTurn(deps.database, deps.server))) break
    fired += await store(deps, await prepare(memo, part, now))
  }
  return fired
}

function inParts(turns: readonly DueTurn[]): DueTurn[][] {
  const parts: DueTurn[][] = []
  let room = 0
  for (const turn of turns) {
    if (room <= 0) {
      parts.push([])
      room = runsAtOnce
    }
    parts.at(-1)?.push(turn)
    room -= turn.due.run.length + turn.due.missed.length
  }
  return parts
}

function dueNow({ ahead }: FireDeps, schedule: DueSchedule, now: Date): Due {
  const due = ahead?.get(aheadKey(schedule))?.due
  const isStill = due && (!due.next || due.next > now) && now.getTime() - schedule.nextAt.getTime() <= graceMs
  return isStill ? due : dueMoments(schedule, now)
}

async function prepare(deps: FireDeps, turns: readonly DueTurn[], now: Date): Promise<Firing[]> {
  const ids = turns.flatMap(({ schedule, due: { run, missed } }) => [...run, ...missed].map((at) => runId(schedule._id, at)))
  const schedules = turns.map(({ schedule }) => schedule)
  const [known, open] = await Promise.all([runsAmong(deps.database, ids), stillOpen(deps, schedules)])
  return Promise.all(turns.map((turn) => toFiring(deps, turn, { known, open, now })))
}

async function toFiring(
  deps: FireDeps,
  { schedule, due: { more, next, ...due } }: DueTurn,
  { known, open, now }: { known: ReadonlySet<string>; open: ReadonlySet<string>; now: Date },
): Promise<Firing> {
  const { _id: subject, workspace, name, nextAt: at } = schedule
  const isNew = (dueAt: Date) => !known.has(runId(subject, dueAt))
  const run = due.run.filter(isNew)
  const missed = due.missed.filter(isNew)
  const firing = await prepareRuns(deps, schedule, { moments: run, open, now })
  const reason = run.length > 0 ? 'no server was up; a later run makes up for it' : 'no server was up'
  const [first] = missed
  return {
    ...firing,
    due: { at, next },
    runs: [...missed.map((dueAt) => toRun(schedule, { dueAt, now, manual: false }, { status: 'MISSED', reason })), ...firing.runs],
    events: [
      ...(first
        ? [{ type: 'schedule.missed' as const, workspace, subject, payload: { name, count: missed.length, more, since: first } }]
        : []),
      ...firing.events,
      ...(next ? [] : [{ type: 'schedule.ended' as const, workspace, subject, payload: { name } }]),
    ],
  }
}

/** All in one transaction; when that cannot be, each half by itself, down to the one that stands in the way. How many were stored. */
async function store(deps: FireDeps, firings: readonly Firing[]): Promise<number> {
  const [first] = firings
  if (!first) return 0
  if (firings.length === 1) return storeAlone(deps, first)
  try {
    await storeTogether(deps, firings)
    return firings.length
  } catch (error) {
    if (isDatabaseAway(error)) throw error
  }
  const middle = firings.length >> 1
  return (await store(deps, firings.slice(0, middle))) + (await store(deps, firings.slice(middle)))
}

async function storeTogether({ database, enqueue }: FireDeps, firings: readonly Firing[]): Promise<void> {
  let tries = 0
  await enqueue.submit({
    tasks: firings.flatMap(({ tasks }) => tasks),
    events: firings.flatMap(({ taskEvents }) => taskEvents),
    keys: [],
    also: async (session) => {
      if (++tries > mostTries && firings.length > 1) throw new Error('too many schedules at once')
      await writeFirings(database, firings, session)
    },
  })
}

async function storeAlone(deps: FireDeps, firing: Firing): Promise<number> {
  const schedule = firing.schedule._id
  try {
    await storeTurn(deps, firing)
    return 1
  } catch (error) {
    if (isDatabaseAway(error)) throw error
    if (error instanceof MovedOn || isDuplicateKey(error)) deps.log.debug({ schedule }, 'the schedule was fired or changed elsewhere')
    else deps.log.error({ err: error, schedule }, 'a schedule could not be fired; trying again')
    return 0
  }
}

/** One turn; a refusal, such as a full queue, makes its runs failed ones. Answers what was stored. */
export async function storeTurn(deps: FireDeps, firing: Firing): Promise<Firing> {
  try {
    await storeTogether(deps, [firing])
    return firing
  } catch (error) {
    if (!(error instanceof CapstanError)) throw error
    const failed = refused(firing, error)
    await storeTogether(deps, [failed])
    return failed
  }
}

function refused(firing: Firing, { code, message }: CapstanError): Firing {
  const runs = firing.runs.map((run) => {
    if (run.status !== 'STARTED') return run
    const { task, workflow, ...rest } = run
    return { ...rest, status: 'FAILED' as const, reason: message }
  })
  const failed = runs.filter(({ status }) => status === 'FAILED')
  const events = firing.events.filter(({ type }) => type !== 'schedule.fired' && type !== 'schedule.failed')
  return {
    ...firing,
    runs,
    tasks: [],
    taskEvents: [],
    announcements: [],
    started: [],
    events: [...events, ...failed.map((run) => toRunEvent(firing.schedule, run, code))],
  }
}
