// What the steps of runs have under way outside: their tasks, requests, other runs and events, as they are now.

import type { EventRow } from '../events/event-log.ts'
import type { Database } from '../mongo.ts'
import type { RequestDoc } from '../queue/request-doc.ts'
import type { TaskDoc } from '../queue/task.ts'
import { isStepFinal, type RunDoc, type StepState } from './run.ts'
import { runsOf } from './run-store.ts'

export type TaskRow = Pick<TaskDoc, '_id' | 'status' | 'result' | 'error' | 'request'>
export type ChildRow = Pick<RunDoc, '_id' | 'status' | 'error'>

export interface Outside {
  tasks: Map<string, TaskRow>
  requests: Map<string, RequestDoc>
  runs: Map<string, ChildRow>
  /** By workspace and topic, oldest first. */
  events: Map<string, EventRow[]>
  /** Results that were loaded because a step reads them; by run. */
  results: Map<string, unknown>
}

const eventsPerTopic = 100

/** `ended`: tasks whose end is known here already. */
export async function readOutside(
  database: Database,
  runs: readonly RunDoc[],
  ended: ReadonlyMap<string, TaskRow> = new Map(),
): Promise<Outside> {
  const under = runs.flatMap(({ steps }) => steps.filter(({ status }) => status !== 'PENDING' && !isStepFinal(status)))
  const ids = (key: 'task' | 'request' | 'run') => under.flatMap((step) => step[key] ?? [])
  const parents = runs.flatMap(({ parent }) => (parent ? [parent.run] : []))
  const [tasks, requests, children, events] = await Promise.all([
    readTasks(
      database,
      ids('task').filter((id) => !ended.has(id)),
    ),
    readRequests(database, ids('request')),
    readRuns(database, [...ids('run'), ...parents]),
    readEvents(database, runs),
  ])
  return { tasks: new Map([...ended, ...tasks]), requests, runs: children, events, results: new Map() }
}

export async function readTasks(database: Database, ids: readonly string[]): Promise<Map<string, TaskRow>> {
  if (ids.length === 0) return new Map()
  const projection = { status: 1, result: 1, error: 1, request: 1 } as const
  const rows = await database
    .collection<TaskDoc>('tasks')
    .find({ _id: { $in: [...ids] } }, { projection })
    .toArray()
  return new Map(rows.map((row) => [row._id, row]))
}

async function readRequests(database: Database, ids: readonly string[]): Promise<Map<string, RequestDoc>> {
  if (ids.length === 0) return new Map()
  const rows = await database
    .collection<RequestDoc>('requests')
    .find({ _id: { $in: [...ids] } })
    .toArray()
  return new Map(rows.map((row) => [row._id, row]))
}

async function readRuns(database: Database, ids: readonly string[]): Promise<Map<string, ChildRow>> {
  if (ids.length === 0) return new Map()
  const rows = await runsOf(database)
    .find({ _id: { $in: [...ids] } }, { projection: { status: 1, error: 1 } })
    .toArray()
  return new Map(rows.map((row) => [row._id, row]))
}

/** Only what was published since the step began to wait. */
async function readEvents(database: Database, runs: readonly RunDoc[]): Promise<Map<string, EventRow[]>> {
  const waits = runs.flatMap(({ workspace, steps }) => steps.filter(isWaitingForEvent).map((step) => ({ workspace, step })))
  const found = new Map<string, EventRow[]>()
  for (const { workspace, step } of waits) {
    const key = eventKey(workspace, step.topic ?? '')
    if (found.has(key)) continue
    const since = new Date(
      Math.min(
        ...waits.filter((wait) => eventKey(wait.workspace, wait.step.topic ?? '') === key).map((wait) => Number(wait.step.startedAt)),
      ),
    )
    const rows = await database
      .collection<EventRow>('events')
      .find(
        { subject: step.topic ?? '', type: 'event.published', workspace, at: { $gte: since } },
        { sort: { _id: -1 }, limit: eventsPerTopic },
      )
      .toArray()
    found.set(key, rows.reverse())
  }
  return found
}

function isWaitingForEvent({ status, topic, error }: StepState): boolean {
  return status === 'WAITING' && topic !== undefined && !error
}

export function eventKey(workspace: string, topic: string): string {
  return `${workspace} ${topic}`
}
