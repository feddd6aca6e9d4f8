// From the command line to the dashboard, which is a file of its own so that commands do not load what they do not need.
import { dirname, join } from 'node:path'
import { findCredentials } from './client/credentials.ts'
import { openSessions } from './client/session.ts'
import type { ExitCode } from './commands/exit-codes.ts'
import { exitCodes } from './commands/exit-codes.ts'
import type { GlobalOptions } from './commands/program.ts'
import type { Config } from './config.ts'

type Dashboard = typeof import('./dashboard.ts')

export async function openDashboardFrom(config: Config, options: GlobalOptions): Promise<ExitCode> {
  const sessions = openSessions(join(dirname(config.settingsFile), 'sessions.json'))
  const explicit = options.token ?? config.token
  const { url, token } = findCredentials({ url: options.url ?? config.url, token: explicit, dataDir: config.dataDir })
  const { openDashboard }: Dashboard = await import(new URL('./dashboard.mjs', import.meta.url).href)
  await openDashboard({
    url,
    token: () => (explicit === undefined && sessions.has(url) ? sessions.tokenFor(url) : token),
    workspace: options.workspace,
    config,
    view: options.view,
    ascii: options.ascii,
    screenReader: options.screenReader,
  })
  return exitCodes.done
}
