// npm start: everything on one machine. Installs and builds what is missing, then hands over to the launcher.
import './check-node.mjs'
import { build } from './build.mjs'
import { ensureInstalled } from './install.mjs'

const parent = process.ppid
await ensureInstalled()
await build()
if (process.stdin.isTTY && process.stdout.isTTY) await (await import('./desk.mjs')).openDesk()
const { launch } = await import('../../dist/launch.mjs')
await launch(['--role', 'all'], parent)
