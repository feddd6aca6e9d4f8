// npm run slack:demo: the product with its bot, and a browser page in place of Slack. Starts them in order, stops them in reverse.
// Everything lies in a folder of its own that is emptied at every start, because the stand-in remembers nothing either.
import { mkdir, readFile, rm } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { createServiceKey, linkPeople, type Product } from './demo-people.ts'
import { type StartedProcess, startProcess, waitFor } from './demo-processes.ts'
import { servePage } from './page-server.ts'
import { createSlackStandIn, type StandInWithPage } from './stand-in.ts'
import type { Credentials } from './test-api.ts'

export interface DemoOptions {
  /** Of the repository. */
  root: string
  /** Of the page. */
  port: number
  env: NodeJS.ProcessEnv
  report: (line: string) => void
}

const people = [
  { id: 'U0ANN', name: 'ann', realName: 'Ann', role: 'admin', timeZone: 'Europe/Berlin' },
  { id: 'U0BEN', name: 'ben', realName: 'Ben', role: 'user', timeZone: 'America/New_York' },
  { id: 'U0EVE', name: 'eve', realName: 'Eve', role: 'viewer', timeZone: 'Australia/Sydney' },
]
const roles = Object.fromEntries(people.map(({ name, role }) => [name, role]))
const channels = [
  { id: 'C0TEAM', name: 'team' },
  { id: 'C0ALERTS', name: 'alerts' },
  { id: 'C0SRE', name: 'sre', isPrivate: true, members: ['ann'] },
]

/** Resolves to the stop. Throws when a part does not start. */
export async function startDemo(options: DemoOptions): Promise<() => Promise<void>> {
  const { root, report } = options
  const folder = join(resolve(root, options.env['CAPSTAN_DATA_DIR'] || '.capstan'), 'demo')
  const standIn = await createSlackStandIn({ port: options.port, mode: 'socket', people, channels, team: { id: 'T0DEMO', name: 'Demo' } })
  servePage(standIn, { folder: join(root, 'bot', 'stand-in', 'page'), roles })
  const started: StartedProcess[] = []
  const stop = async () => {
    for (const process of started.reverse()) await process.stop()
    await standIn.close()
  }
  try {
    await rm(folder, { recursive: true, force: true })
    await mkdir(folder, { recursive: true, mode: 0o700 })
    const product = await startProduct({ ...options, folder, standIn, started })
    await linkPeople(standIn, product, people)
    report(
      `\nA local stand-in for Slack\n\n  Page   ${standIn.url}/\n  Try    /capstan help\n  Logs   ${folder}\n\n  Ctrl-C stops everything.\n`,
    )
    return stop
  } catch (error) {
    await stop()
    throw error
  }
}

interface Starting extends DemoOptions {
  folder: string
  standIn: StandInWithPage
  started: StartedProcess[]
}

/** The way npm start takes; then the bot, on the same database. */
async function startProduct({ root, env, folder, standIn, started, report }: Starting): Promise<Product> {
  const common = { ...env, CAPSTAN_DATA_DIR: folder, MONGODB_URL: '', ...slackVariables(standIn.credentials, standIn.apiUrl) }
  report('Starting the product')
  // Enough for notifications; without the others it starts no bot of its own.
  const server = { ...common, PORT: '0', SLACK_APP_TOKEN: '', SLACK_SIGNING_SECRET: '' }
  const product = startProcess({ name: 'server', args: [join(root, 'server', 'launch', 'start.mjs')], root, env: server, folder })
  started.push(product)
  const { apiUrl, token, database } = await waitFor(() => findProduct(folder), product)
  report('Starting the bot')
  const bot = {
    ...common,
    BOT_PORT: '0',
    MONGODB_URL: database,
    CAPSTAN_URL: apiUrl,
    CAPSTAN_TOKEN: await createServiceKey({ apiUrl, token }),
  }
  const botProcess = startProcess({ name: 'bot', args: [join(root, 'dist', 'bot.mjs')], root, env: bot, folder })
  started.push(botProcess)
  await Promise.race([standIn.connected(), botProcess.ended.then((reason) => Promise.reject(new Error(reason)))])
  return { apiUrl, token }
}

/** Where the product is and how to speak to it, once it answers: its files are there before its port is open. */
async function findProduct(folder: string): Promise<{ apiUrl: string; token: string; database: string } | undefined> {
  const read = async (name: string) => JSON.parse(await readFile(join(folder, name), 'utf8')) as { url: string; token: string }
  const { url: apiUrl, token } = await read('credentials.json')
  const { url: database } = await read('database.json')
  const { ok } = await fetch(`${apiUrl}/readyz`)
  return ok ? { apiUrl, token, database } : undefined
}

/** Only the stand-in is to be talked to, whatever is set for a real workspace. */
function slackVariables({ botToken, appToken, signingSecret }: Credentials, apiUrl: string) {
  return {
    SLACK_BOT_TOKEN: botToken,
    SLACK_APP_TOKEN: appToken,
    SLACK_SIGNING_SECRET: signingSecret,
    SLACK_API_URL: apiUrl,
    SLACK_CLIENT_ID: '',
    SLACK_CLIENT_SECRET: '',
  }
}
