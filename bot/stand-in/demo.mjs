// npm run slack:demo: installs and builds what is missing, as npm start does, then hands over to demo.ts.
import '../../server/launch/check-node.mjs'
import { join } from 'node:path'
import { build } from '../../server/launch/build.mjs'
import { bundleSettings } from '../../server/launch/bundle-settings.mjs'
import { ensureInstalled, root } from '../../server/launch/install.mjs'

await ensureInstalled()
await build()
const { build: bundle, stop: stopEsbuild } = await import('esbuild')
const outfile = join(root, 'dist', 'slack-demo.mjs')
await bundle({ ...bundleSettings(), entryPoints: [join(root, 'bot', 'stand-in', 'demo.ts')], outfile })
await stopEsbuild()

const { startDemo } = await import(outfile)
const report = (line) => process.stderr.write(`${line}\n`)
const port = Number(process.env['SLACK_DEMO_PORT'] || 4200)
let stop = async () => {}
let stopping = false
for (const signal of ['SIGINT', 'SIGTERM']) {
  process.on(signal, () => {
    if (stopping) process.exit(1)
    stopping = true
    report('Stopping')
    void stop().then(() => process.exit(0))
  })
}
try {
  stop = await startDemo({ root, port, env: process.env, report })
} catch (error) {
  const inUse = error.code === 'EADDRINUSE'
  report(inUse ? `Port ${port} is in use: stop the program that has it, or set SLACK_DEMO_PORT to another one.` : error.message)
  process.exit(1)
}
