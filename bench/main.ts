// The benchmark: which measurements run, one after the other, and the table at the end. It measures; it never judges.
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { describeConditions, loadNow } from './conditions.ts'
import { measurements } from './measurements.ts'
import { summarizeProfiles } from './profile.ts'
import { formatTable } from './report.ts'
import { createRig, type Rig, type RigOptions } from './rig/rig.ts'
import type { Measurement, Row } from './row.ts'

const usage = `npm run bench -- [names...] [--quick] [--full] [--profile]
npm run bench -- terminal [parts...]: the terminal program, in a real pseudo-terminal
Other queues are measured beside it: Agenda always, BullMQ where redis-server is on the PATH, Celery where python3 has it too.
  names      ${measurements.map(({ name }) => name).join(' ')}; all but the long ones when left out
  --quick    small sizes: shows that everything works
  --full     the long ones too (${measurements
    .filter(({ long }) => long)
    .map(({ name }) => name)
    .join(' ')})
  --minutes  how long the soak lasts: 10 when left out
  --profile  takes CPU profiles of the worker processes and shows where they spent their time
`

export async function main(args: string[]): Promise<void> {
  const interrupted = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => interrupted.abort())
  try {
    const { chosen, ...options } = readArguments(args)
    const loadBefore = loadNow()
    const rig = await createRig(options)
    interrupted.signal.addEventListener('abort', () => void rig.stop())
    try {
      const rows = await measure(rig, chosen, interrupted.signal)
      process.stdout.write(`\n${formatTable(rows)}\n\n${describeConditions(rig, loadBefore)}\n`)
      if (options.profileDir) process.stdout.write(`\n${summarizeProfiles(options.profileDir)}\n`)
    } finally {
      await rig.stop()
    }
  } catch (error) {
    // What is under way fails when its processes are ended.
    if (!interrupted.signal.aborted) process.stderr.write(`${error instanceof UsageError ? error.message : (error as Error).stack}\n`)
    process.exitCode = 1
  }
  // A measurement that was interrupted may still hold connections.
  process.exit()
}

async function measure(rig: Rig, chosen: readonly Measurement[], signal: AbortSignal): Promise<Row[]> {
  const rows: Row[] = []
  for (const { name, run } of chosen) {
    signal.throwIfAborted()
    process.stderr.write(`${name} ...`)
    const began = performance.now()
    rows.push(...(await run(rig)))
    process.stderr.write(` ${((performance.now() - began) / 1000).toFixed(1)} s\n`)
  }
  return rows
}

class UsageError extends Error {}

function readArguments(args: string[]): RigOptions & { chosen: Measurement[] } {
  const { values, positionals } = parse(args)
  const unknown = positionals.filter((given) => !measurements.some(({ name }) => name === given))
  if (unknown.length > 0 || values.help) throw new UsageError(`${unknown.length > 0 ? `Unknown: ${unknown.join(', ')}.\n` : ''}${usage}`)
  const chosen = measurements.filter(({ name, long }) => (positionals.length > 0 ? positionals.includes(name) : values.full || !long))
  const minutes = Number(values.minutes ?? (values.quick ? 0.3 : 10))
  if (!(minutes > 0)) throw new UsageError(`--minutes: expected a number above 0, got ${values.minutes}.\n${usage}`)
  const profileDir = values.profile ? mkdtempSync(join(tmpdir(), 'capstan-profiles-')) : undefined
  return { chosen, quick: values.quick, minutes, profileDir }
}

function parse(args: string[]) {
  const flag = { type: 'boolean', default: false } as const
  try {
    const minutes = { type: 'string' } as const
    return parseArgs({ args, allowPositionals: true, options: { quick: flag, full: flag, profile: flag, help: flag, minutes } })
  } catch (error) {
    throw new UsageError(`${(error as Error).message}\n${usage}`)
  }
}
