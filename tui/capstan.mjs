#!/usr/bin/env node
// capstan, as people type it: installs and builds what is missing, then hands over to the program.
import '../server/launch/check-node.mjs'
import { build } from '../server/launch/build.mjs'
import { ensureInstalled } from '../server/launch/install.mjs'

await ensureInstalled()
await build()
// The dashboard alone is up in half the time that the commands take to load.
const words = process.argv.slice(2)
const person = process.stdin.isTTY && process.stdout.isTTY
const dashboard = person && words.every((word, index) => index > 0 || /^--(url|token|workspace|view|ascii|screen)/.test(word))
if (!dashboard || !(await opens())) await import('../dist/tui.mjs')

async function opens() {
  const { openDashboardFor } = await import('../dist/dashboard.mjs')
  try {
    return await openDashboardFor(words)
  } catch (error) {
    if (error.name !== 'NoTerminal') throw error
    process.stderr.write(`${error.message}\n`)
    process.exit(2)
  }
}
