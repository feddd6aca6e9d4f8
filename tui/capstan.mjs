#!/usr/bin/env node
// capstan, as people type it: installs and builds what is missing, then hands over to the program.
import '../server/launch/check-node.mjs'
import { build } from '../server/launch/build.mjs'
import { ensureInstalled } from '../server/launch/install.mjs'

await ensureInstalled()
await build()
await import('../dist/tui.mjs')
