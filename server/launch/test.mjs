// npm test: installs what is missing, then runs all tests, or those that the arguments name.
import './check-node.mjs'
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { ensureInstalled, root } from './install.mjs'

await ensureInstalled({ dev: true })

const vitest = spawn(
  process.execPath,
  [join(root, 'node_modules', 'vitest', 'vitest.mjs'), 'run', '--config', 'test/vitest.config.ts', ...process.argv.slice(2)],
  { cwd: root, stdio: 'inherit' },
)
// Vitest gets a terminal's Ctrl-C itself; this process only outlives it, so that its end is the end.
process.on('SIGINT', () => {})
process.on('SIGTERM', () => vitest.kill('SIGTERM'))
vitest.on('exit', (code) => {
  process.exitCode = code === null ? 1 : code
})
