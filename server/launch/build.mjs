// Bundles the programs into dist/ when their sources changed. Knows the entry points, not what is behind them.
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { terminalBundle } from '../../tui/bundle.mjs'
import { bundleSettings } from './bundle-settings.mjs'
import './check-node.mjs'
import { ensureInstalled, root } from './install.mjs'

const entries = [
  { in: 'server/main.ts', out: 'main' },
  { in: 'server/launch/launch.ts', out: 'launch' },
  { in: 'server/launch/follow-parent.ts', out: 'follow-parent' },
  { in: 'server/launch/stop-members.ts', out: 'stop-members' },
  { in: 'server/launch/check-agent.ts', out: 'check-agent' },
  { in: 'server/agents/supervised/core-program.ts', out: 'core-agent' },
  { in: 'bot/main.ts', out: 'bot' },
]
const sources = ['server', 'bot', 'tui', 'schema.graphql', 'package-lock.json']
const stamp = join(root, 'dist', '.sources')

/** Ends the process with a sentence when the sources do not compile. */
export async function build() {
  const fingerprint = fingerprintSources()
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === fingerprint) return
  const { build: bundle, stop } = await import('esbuild')
  const scratch = join(root, 'dist', `.building-${process.pid}`)
  try {
    await bundle(bundleOptions(scratch))
    await bundle(terminalBundle({ root, outdir: scratch }))
    publish(scratch)
    writeFileSync(stamp, fingerprint)
  } catch (error) {
    if (!error.errors) throw error
    process.stderr.write('The sources do not compile, the reasons are above: mend them and start again.\n')
    process.exit(1)
  } finally {
    // Else its process stays for as long as this one.
    await stop()
    rmSync(scratch, { recursive: true, force: true })
  }
}

function bundleOptions(outdir) {
  return {
    ...bundleSettings(),
    absWorkingDir: root,
    entryPoints: entries.filter((entry) => existsSync(join(root, entry.in))),
    outdir,
  }
}

/** File by file under their final names, so that a program started meanwhile never reads half a file. */
function publish(scratch) {
  for (const file of readdirSync(scratch)) renameSync(join(scratch, file), join(dirname(stamp), file))
}

function fingerprintSources() {
  const hash = createHash('sha256')
  const visit = (path) => {
    const stat = statSync(path)
    if (stat.isDirectory()) for (const name of readdirSync(path).sort()) visit(join(path, name))
    else hash.update(`${path} ${stat.size} ${stat.mtimeMs}\n`)
  }
  for (const source of sources) if (existsSync(join(root, source))) visit(join(root, source))
  mkdirSync(dirname(stamp), { recursive: true })
  return hash.digest('hex')
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await ensureInstalled()
  await build()
}
