// capstan stop [--force]: ends what was started in the data folder.
import './check-node.mjs'
import { build } from './build.mjs'
import { ensureInstalled } from './install.mjs'

await ensureInstalled()
await build()
const { stopMembers } = await import('../../dist/stop-members.mjs')
process.exit(await stopMembers({ force: process.argv.includes('--force') }))
