// The verbs on templates: save a version, and say what differs between two.
import type { Json } from '../agents/adapter.ts'
import { namePattern } from '../agents/agent-file-schema.ts'
import { demand } from '../auth/policy.ts'
import type { Viewer } from '../auth/viewer.ts'
import { CapstanError, type Violation, validationFailed } from '../errors.ts'
import { checkWorkflow } from './start.ts'
import type { Template } from './template.ts'
import type { Workflows } from './workflows.ts'

export interface SaveInput {
  name: string
  title?: string | null | undefined
  description?: string | null | undefined
  definition: unknown
  requestId?: string | undefined
}

export async function saveTemplate(workflows: Workflows, viewer: Viewer, input: SaveInput): Promise<Template> {
  demand(viewer, 'submit', { workspace: viewer.workspace })
  const { name, definition, requestId } = input
  const { plan, value, violations } = await checkWorkflow(workflows, viewer.workspace, definition)
  const own: Violation[] = [
    ...(namePattern.test(name) && name.length <= 80
      ? []
      : [{ path: 'name', message: 'expected lower-case words with dashes, at most 80 characters' }]),
    ...((input.title?.length ?? 0) > 200 ? [{ path: 'title', message: 'expected at most 200 characters' }] : []),
    ...((input.description?.length ?? 0) > 2000 ? [{ path: 'description', message: 'expected at most 2000 characters' }] : []),
  ]
  if (own.length + violations.length > 0) throw validationFailed([...own, ...violations])
  const title = input.title?.trim() || plan.name || name
  return workflows.deps.templates.save(viewer, {
    name,
    title,
    description: input.description ?? plan.description,
    definition: value,
    requestId,
  })
}

export interface Difference {
  path: string
  from: Json
  to: Json
}

export async function diffTemplates(
  { deps }: Workflows,
  workspace: string,
  { name, from, to }: { name: string; from: number; to: number },
): Promise<Difference[]> {
  const [older, newer] = await Promise.all([deps.templates.find(workspace, name, from), deps.templates.find(workspace, name, to)])
  if (!older || !newer)
    throw new CapstanError('NOT_FOUND', `There is no version ${older ? to : from} of the template "${name.slice(0, 60)}".`)
  return differences(byId(older.definition), byId(newer.definition), '')
}

/** Steps are compared by their ids, wherever they stand in the list. */
function byId(value: Json): Json {
  if (Array.isArray(value)) {
    const ids = value.map((item) =>
      item !== null && typeof item === 'object' && !Array.isArray(item) ? (item['id'] ?? item['step_id']) : undefined,
    )
    const named = value.length > 0 && ids.every((id) => typeof id === 'string') && new Set(ids).size === ids.length
    if (named) return Object.fromEntries(value.map((item, index) => [String(ids[index]), byId(item)]))
    return value.map(byId)
  }
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, byId(item)]))
}

function differences(from: Json | undefined, to: Json | undefined, path: string): Difference[] {
  if (JSON.stringify(from) === JSON.stringify(to)) return []
  if (isObject(from) && isObject(to)) {
    const keys = [...new Set([...Object.keys(from), ...Object.keys(to)])]
    return keys.flatMap((key) => differences(from[key], to[key], path ? `${path}.${key}` : key))
  }
  return [{ path, from: from ?? null, to: to ?? null }]
}

function isObject(value: Json | undefined): value is { [key: string]: Json } {
  return value !== null && typeof value === 'object' && !Array.isArray(value)
}
