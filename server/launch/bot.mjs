// npm run bot: the Slack bot alone, beside a server that runs already. `-- --manifest [url]` prints what Slack has to know of the app.
import './check-node.mjs'
import { build } from './build.mjs'
import { ensureInstalled } from './install.mjs'

await ensureInstalled()
await build()
try {
  process.loadEnvFile('.env')
} catch (error) {
  if (error.code !== 'ENOENT') throw error
}
await import('../../dist/bot.mjs')
