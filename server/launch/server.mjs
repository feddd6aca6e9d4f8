// npm run server -- --role all|api|worker: one server on the database that is already there, or on one of its own.
import './check-node.mjs'
import { build } from './build.mjs'
import { ensureInstalled } from './install.mjs'

const parent = process.ppid
await ensureInstalled()
await build()
const { launch } = await import('../../dist/launch.mjs')
await launch(process.argv.slice(2), parent)
