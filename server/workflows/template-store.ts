// Templates: those in files that come with the product, and those people saved, every version of them.
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parse } from 'yaml'
import type { Json } from '../agents/adapter.ts'
import type { Viewer } from '../auth/viewer.ts'
import { CapstanError } from '../errors.ts'
import { appendEvents, by } from '../events/event-log.ts'
import { type Database, isDuplicateKey } from '../mongo.ts'
import type { Person } from '../queue/task.ts'
import { toBytes } from '../tasks/log-store.ts'
import type { Vault } from '../tasks/vault.ts'
import type { Template } from './template.ts'

export interface TemplateDoc {
  _id: string
  workspace: string
  name: string
  version: number
  title: string
  description: string
  /** Sealed. */
  definition: Uint8Array
  createdAt: Date
  createdBy: Person
}

export interface Templates {
  find(workspace: string, name: string, version?: number | null | undefined): Promise<Template | undefined>
  /** The latest version of each, by name. */
  list(workspace: string): Promise<Template[]>
  save(
    viewer: Viewer,
    template: { name: string; title: string; description: string; definition: Json; requestId?: string | undefined },
  ): Promise<Template>
}

export function templatePlace(id: string): string {
  return `${id}.definition`
}

export async function createTemplates({ database, vault, dir }: { database: Database; vault: Vault; dir: string }): Promise<Templates> {
  const builtIn = await readFiles(dir)
  const saved = database.collection<TemplateDoc>('workflow_templates')

  function toTemplate(doc: TemplateDoc, versions: number[]): Template {
    const { _id, name, version, title, description, createdAt, createdBy } = doc
    const definition = vault.open(toBytes(doc.definition), templatePlace(_id))
    return { name, version, versions, title, description, builtIn: false, definition, createdAt, createdBy }
  }

  async function versionsOf(workspace: string, name: string): Promise<number[]> {
    const rows = await saved.find({ workspace, name }, { sort: { version: 1 }, projection: { version: 1 } }).toArray()
    return [...(builtIn.has(name) ? [1] : []), ...rows.map(({ version }) => version)]
  }

  return {
    find: async (workspace, name, version) => {
      const versions = await versionsOf(workspace, name)
      const wanted = version ?? versions.at(-1)
      if (wanted === undefined || !versions.includes(wanted)) return undefined
      const file = builtIn.get(name)
      if (file && wanted === 1) return { ...file, versions }
      const doc = await saved.findOne({ workspace, name, version: wanted })
      return doc ? toTemplate(doc, versions) : undefined
    },
    list: async (workspace) => {
      const rows = await saved.find({ workspace }, { sort: { name: 1, version: 1 } }).toArray()
      const latest = new Map<string, Template>([...builtIn].map(([name, file]) => [name, file]))
      for (const row of rows) latest.set(row.name, toTemplate(row, [...(latest.get(row.name)?.versions ?? []), row.version]))
      return [...latest.values()].sort((a, b) => a.name.localeCompare(b.name))
    },
    save: async (viewer, { name, title, description, definition, requestId }) => {
      const { workspace } = viewer
      const versions = await versionsOf(workspace, name)
      const version = (versions.at(-1) ?? 0) + 1
      const _id = `${workspace}:${name}:${version}`
      const doc: TemplateDoc = {
        _id,
        workspace,
        name,
        version,
        title,
        description,
        definition: vault.seal(definition, templatePlace(_id)),
        createdAt: new Date(),
        createdBy: { id: viewer.id, name: viewer.name },
      }
      try {
        await database.transaction(async (session) => {
          await saved.insertOne(doc, { session })
          const event = {
            type: 'workflow.template_saved' as const,
            workspace,
            subject: name,
            payload: { version, title },
            requestId,
            ...by(viewer),
          }
          await appendEvents(database, [event], session)
        })
      } catch (error) {
        if (isDuplicateKey(error))
          throw new CapstanError('CONFLICT', `${name}: somebody saved version ${version} in this moment; look at it and save again.`)
        throw error
      }
      return toTemplate(doc, [...versions, version])
    },
  }
}

async function readFiles(dir: string): Promise<Map<string, Template>> {
  const files = (await readdir(dir)).filter((name) => name.endsWith('.yaml')).sort()
  const templates = await Promise.all(
    files.map(async (file): Promise<[string, Template]> => {
      const definition = parse(await readFile(join(dir, file), 'utf8')) as {
        title?: string
        description?: string
        [key: string]: Json | undefined
      }
      const name = file.slice(0, -'.yaml'.length)
      const { title = name, description = '' } = definition
      return [name, { name, version: 1, versions: [1], title, description, builtIn: true, definition: definition as Json }]
    }),
  )
  return new Map(templates)
}
