// The terminal program: the command line, and the dashboard when no command is named.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { commands } from './commands/all.ts'
import { exitCodes } from './commands/exit-codes.ts'
import { packageRoot } from './commands/package-root.ts'
import { run } from './commands/program.ts'
import { createRealIo } from './commands/real-io.ts'
import { readConfig } from './config.ts'
import type { OpenOptions } from './open-dashboard.ts'

const { version } = JSON.parse(readFileSync(join(packageRoot(), 'package.json'), 'utf8')) as { version: string }
const config = readConfig()
// Whoever reads our output may have read enough.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? exitCodes.done : exitCodes.failed))

process.exitCode = await run(
  {
    commands,
    version,
    createIo: (options) => createRealIo(config, options),
    out: (text) => void process.stdout.write(text),
    err: (text) => void process.stderr.write(text),
    columns: process.stdout.columns || 100,
    ...(process.stdin.isTTY && process.stdout.isTTY && { openDashboard }),
  },
  process.argv.slice(2),
)

/** A file of its own beside this one, so that commands do not load it. */
async function openDashboard(options: OpenOptions): Promise<0> {
  const dashboard: typeof import('./open-dashboard.ts') = await import(new URL('./dashboard.mjs', import.meta.url).href)
  await dashboard.openDashboardFrom(config, options)
  return exitCodes.done
}
