// What a schedule starts: checked when it is saved, as far as that can be known then, and kept sealed. Knows nothing of when it starts.
import type { Json } from '../agents/adapter.ts'
import type { Viewer } from '../auth/viewer.ts'
import { CapstanError, type Violation } from '../errors.ts'
import { sealPlace } from '../queue/task.ts'
import { toBytes } from '../tasks/log-store.ts'
import type { SubmissionInput } from '../tasks/submission.ts'
import { prepareTasks, type SubmitDeps } from '../tasks/submit.ts'
import type { ScheduleDoc, ScheduleTarget } from './schedule.ts'

export type JsonObject = { [key: string]: Json }

export interface PostInput {
  channel: string
  text: string
}

export interface TargetInput {
  task?: object | null | undefined
  workflow?: object | null | undefined
  post?: PostInput | null | undefined
}

/** The part of the workflows that schedules need. */
export interface WorkflowStarter {
  /** Throws what is wrong with the input. */
  check(viewer: Viewer, input: JsonObject): Promise<void>
  /** The run's id; the same key gives the same run. */
  start(request: { viewer: Viewer; origin: string; schedule: string }, input: JsonObject & { idempotencyKey: string }): Promise<string>
  /** Which of these runs have not ended. */
  openAmong(ids: readonly string[]): Promise<string[]>
  cancel(viewer: Viewer, order: { id: string; reason: string }): Promise<void>
}

export type TargetDeps = SubmitDeps & { workflows?: WorkflowStarter | undefined }

export interface Target {
  kind: ScheduleTarget['kind']
  name: string | undefined
  input: JsonObject
}

const mostPostLength = 4000
/** What a schedule decides itself. */
const reserved = ['runAt', 'deadline', 'dependsOn', 'onDependencyFailure', 'idempotencyKey'] as const
const kinds = { task: 'TASK', workflow: 'WORKFLOW', post: 'POST' } as const

/**
 * Undefined when none is given, or when `violations` says what is wrong. What is not about the form, such as UNKNOWN_AGENT, is thrown
 * when nothing else is wrong.
 */
export async function readTarget(
  deps: TargetDeps,
  viewer: Viewer,
  { given, violations }: { given: TargetInput; violations: Violation[] },
): Promise<Target | undefined> {
  const named = (['task', 'workflow', 'post'] as const).filter((kind) => given[kind])
  const [way] = named
  if (!way) return undefined
  if (named.length > 1) {
    violations.push({ path: named[1] ?? way, message: `expected exactly one of task, workflow and post, got ${named.join(' and ')}` })
    return undefined
  }
  const input = toJson(given[way])
  const before = violations.length
  violations.push(...reservedFields(way, input))
  await under(way, violations, () => check[way](deps, viewer, input))
  if (violations.length > before) return undefined
  const name = way === 'task' ? input['agent'] : way === 'workflow' ? input['template'] : input['channel']
  return { kind: kinds[way], name: typeof name === 'string' ? name : undefined, input }
}

const check = {
  /** Whether the agent is switched off today says nothing about the day it runs. */
  task: async (deps: TargetDeps, viewer: Viewer, input: JsonObject) => {
    const taskIds = { take: async (count: number) => Array.from({ length: count }, () => 'T-1') }
    const plain = Object.fromEntries(Object.entries(input).filter(([key]) => !reserved.some((name) => name === key)))
    await prepareTasks({ ...deps, taskIds, offReason: () => undefined }, { viewer, origin: 'schedule' }, [plain as SubmissionInput])
  },
  workflow: async ({ workflows }: TargetDeps, viewer: Viewer, input: JsonObject) => {
    if (!workflows) throw new CapstanError('ILLEGAL_STATE', 'This server starts no workflows.')
    await workflows.check(viewer, input)
  },
  post: async ({ refuseTarget }: TargetDeps, _viewer: Viewer, { channel, text }: JsonObject) => {
    const violations: Violation[] = []
    if (!/^([CDGUW][A-Z0-9]{5,20}|#[^\s#@<>,]{1,80})$/.test(String(channel)))
      violations.push({ path: 'channel', message: 'expected a channel such as C0123456789 or #releases' })
    else {
      const message = refuseTarget?.({ kind: 'SLACK', address: String(channel), on: [] })
      if (message) violations.push({ path: 'channel', message })
    }
    const length = String(text).trim().length
    if (length === 0 || length > mostPostLength)
      violations.push({ path: 'text', message: `expected 1 to ${mostPostLength} characters, got ${length}` })
    if (violations.length > 0) throw new CapstanError('VALIDATION_FAILED', 'The post is not valid.', { violations })
  },
}

function reservedFields(way: keyof typeof kinds, input: JsonObject): Violation[] {
  return reserved
    .filter((name) => way !== 'post' && input[name] !== undefined)
    .map((name) => ({ path: `${way}.${name}`, message: 'expected nothing here: the schedule decides this for every run' }))
}

/** Names the place: what is wrong inside is wrong under the target's own name. */
async function under(way: string, violations: Violation[], work: () => Promise<void>): Promise<void> {
  try {
    await work()
  } catch (error) {
    if (!(error instanceof CapstanError)) throw error
    if (error.code !== 'VALIDATION_FAILED' && (violations.length === 0 || error.code === 'FORBIDDEN'))
      throw new CapstanError(error.code, `${way}: ${error.message}`, error.details)
    const inside = error.details.violations ?? [{ path: '', message: error.message }]
    violations.push(...inside.map(({ path, message }) => ({ path: path ? `${way}.${path}` : way, message })))
  }
}

/** Without what was left empty. */
function toJson(value: unknown): JsonObject {
  const input = JSON.parse(JSON.stringify(value)) as JsonObject
  return Object.fromEntries(Object.entries(input).filter(([, item]) => item !== null))
}

export function sealTarget({ vault }: Pick<SubmitDeps, 'vault'>, id: string, { kind, name, input }: Target): ScheduleTarget {
  return { kind, ...(name && { name }), sealed: vault.seal(input, sealPlace(id, 'target')) }
}

export function openTarget({ vault }: Pick<SubmitDeps, 'vault'>, { _id, target }: Pick<ScheduleDoc, '_id' | 'target'>): JsonObject {
  return vault.open(toBytes(target.sealed), sealPlace(_id, 'target')) as JsonObject
}
