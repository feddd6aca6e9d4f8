// capstan agent check <file or name> [--parameters <json>] [--no-run], capstan agent new <name> --kind <kind>.
import './check-node.mjs'
import { parseArgs } from 'node:util'
import { build } from './build.mjs'
import { ensureInstalled } from './install.mjs'

await ensureInstalled()
await build()
const { checkAgent, newAgent } = await import('../../dist/check-agent.mjs')
const options = {
  parameters: { type: 'string' },
  kind: { type: 'string', default: 'model' },
  'no-run': { type: 'boolean', default: false },
}
const { values, positionals } = parseArgs({ options, allowPositionals: true })
const [verb, target = ''] = positionals
const out = (line) => process.stdout.write(`${line}\n`)
const code =
  verb === 'new'
    ? newAgent({ name: target, kind: values.kind, env: process.env, out })
    : await checkAgent({ target, parameters: values.parameters, run: !values['no-run'], env: process.env, out })
process.exit(code)
