// npm run bot: the Slack bot alone, for a server that runs already.
import '../server/launch/check-node.mjs'
import { build } from '../server/launch/build.mjs'
import { ensureInstalled } from '../server/launch/install.mjs'

await ensureInstalled()
await build()
try {
  process.loadEnvFile('.env')
} catch (error) {
  if (error.code !== 'ENOENT') throw error
}
await import('../dist/bot.mjs')
