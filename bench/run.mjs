// npm run bench [-- names...]: builds the product and the benchmark, then runs the benchmark. Knows nothing of what is measured.
import '../server/launch/check-node.mjs'
import { spawnSync } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { build } from '../server/launch/build.mjs'
import { bundleSettings } from '../server/launch/bundle-settings.mjs'
import { ensureInstalled, root } from '../server/launch/install.mjs'

const [name, ...parts] = process.argv.slice(2)
// The terminal is measured in a pseudo-terminal, against a stand-in for the server.
if (name === 'terminal') {
  const { status } = spawnSync(process.execPath, [join(root, 'bench/terminal.mjs'), ...parts], { stdio: 'inherit' })
  process.exit(status ?? 1)
}

await ensureInstalled()
await build()
const { build: bundle } = await import('esbuild')
const processes = readdirSync(join(root, 'bench/processes')).flatMap((name) => (name.endsWith('.ts') ? `bench/processes/${name}` : []))
const settings = bundleSettings()
await bundle({
  ...settings,
  // Another queue to compare with, which finds its scripts beside itself.
  external: [...settings.external, 'bullmq', 'ioredis'],
  absWorkingDir: root,
  entryPoints: ['bench/main.ts', ...processes],
  outbase: 'bench',
  outdir: 'dist/bench',
})
process.setSourceMapsEnabled(true)
const { main } = await import('../dist/bench/main.mjs')
await main(process.argv.slice(2))
