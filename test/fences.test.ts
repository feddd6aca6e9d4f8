// Who may import whom: the ranks of the server's folders and the fences around programs and third-party packages.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { describe, expect, it } from 'vitest'

const root = join(import.meta.dirname, '..')

/** Low to high. A part imports from lower ranks and its own. Other files of server/ rank with mongo.ts, other folders with the workflows. */
const ranks = [
  ['config.ts', 'did-you-mean.ts', 'errors.ts', 'log.ts', 'scrub.ts'],
  ['mongo.ts'],
  ['events', 'auth', 'vault', 'outbound'],
  ['agents', 'queue', 'audit'],
  ['requests', 'budgets'],
  ['tasks'],
  ['workflows', 'planning', 'workers', 'notifications', 'alerts'],
  ['schedules'],
  ['graphql'],
  ['wiring'],
  ['main.ts', 'start.ts', 'launch'],
]

/** The bot has a small memory of its own. */
const botStores = /^bot\/store\//

const stores = /^server\/(mongo\.ts|launch\/|queue\/|.*(store|collections|feed|-log|append)\.ts$)/

/** Where each package may be imported, and nowhere else. */
const packages: { name: string; package: RegExp; allowed: RegExp }[] = [
  { name: 'Agenda', package: /^(agenda|@agendajs\/.*)$/, allowed: /^(server\/queue|test|bench)\// },
  { name: 'the MongoDB driver', package: /^mongodb$/, allowed: new RegExp(`${stores.source}|${botStores.source}|^(test|bench)/`) },
  { name: 'Yoga', package: /^(graphql-yoga|@graphql-yoga\/.*|@escape\.tech\/graphql-armor)$/, allowed: /^(server\/graphql|test|bench)\// },
  { name: 'GraphQL', package: /^(graphql|graphql-ws)$/, allowed: /^(server\/graphql|bot|tui|test|bench)\// },
  { name: 'the model SDKs', package: /^@ai-sdk\//, allowed: /^(server\/agents\/model|test|bench)\// },
  { name: 'MCP', package: /^@modelcontextprotocol\//, allowed: /^(server\/agents\/tools|test|bench)\// },
  { name: 'Slack', package: /^@slack\/.*$/, allowed: /^(bot|test)\// },
  { name: 'Ink', package: /^(ink|ink-.*|react)$/, allowed: /^(tui|test)\// },
]

const files = ['server', 'bot', 'tui'].flatMap((folder) => listSources(folder))
const imports = files.flatMap((file) => readImports(file).map((target) => ({ file, target })))

function listSources(folder: string): string[] {
  if (!existsSync(join(root, folder))) return []
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name))
    .map((name) => `${folder}/${name}`)
}

/** Targets inside the repository as paths from its root, packages by the name they are imported under. */
function readImports(file: string): string[] {
  const text = readFileSync(join(root, file), 'utf8')
  const specifiers = [...text.matchAll(/(?:^|\n)(?:import|export)\s[^'"]*?['"]([^'"]+)['"]|import\(\s*['"]([^'"]+)['"]\s*\)/g)]
  return specifiers
    .map(([, statement, call]) => statement ?? call ?? '')
    .map((name) => (name.startsWith('.') ? resolveFrom(file, name) : name))
}

function resolveFrom(file: string, name: string): string {
  return relative(root, join(root, dirname(file), name))
}

/** `server/tasks/submit.ts` is of the part `tasks`. */
const partOf = (path: string) => path.split('/')[1] ?? ''

function rankOf(part: string): number {
  const rank = ranks.findIndex((parts) => parts.includes(part))
  if (rank >= 0) return rank
  return part.endsWith('.ts') ? 1 : ranks.findIndex((parts) => parts.includes('workflows'))
}

describe('imports', () => {
  it('are found', () => {
    expect(imports).toContainEqual({ file: 'server/launch/launch.ts', target: 'server/config.ts' })
    expect(imports).toContainEqual({ file: 'server/launch/mongod-process.ts', target: 'mongodb' })
  })

  it('go down the ranks of the server, never up', () => {
    const upward = imports.filter(
      ({ file, target }) => file.startsWith('server/') && target.startsWith('server/') && rankOf(partOf(target)) > rankOf(partOf(file)),
    )
    expect(upward).toEqual([])
  })

  it('do not lead into the launcher, which only starts what others built', () => {
    const inward = imports.filter(({ file, target }) => target.startsWith('server/launch/') && !file.startsWith('server/launch/'))
    expect(inward).toEqual([])
  })

  it('do not cross from one program into another', () => {
    const programs = /^(server|bot|tui)\//
    const across = imports.filter(({ file, target }) => programs.test(target) && target.match(programs)?.[1] !== file.match(programs)?.[1])
    expect(across).toEqual([])
  })

  it.each(packages)('of $name stay behind their fence', ({ package: name, allowed }) => {
    const outside = imports.filter(({ file, target }) => name.test(packageOf(target)) && !allowed.test(file))
    expect(outside).toEqual([])
  })
})

/** `graphql/error/index.js` is of the package `graphql`. */
function packageOf(target: string): string {
  const parts = target.split('/')
  return parts.slice(0, target.startsWith('@') ? 2 : 1).join('/')
}
