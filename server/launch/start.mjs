// npm start: everything on one machine. Installs and builds what is missing, then hands over to the launcher.
import './check-node.mjs'
import { build } from './build.mjs'
import { ensureInstalled } from './install.mjs'

const parent = process.ppid
await ensureInstalled()
await build()
const { launch } = await import('../../dist/launch.mjs')
await launch(['--role', 'all'], parent)
