// Under which conditions the figures came about: a figure without them means nothing.
import { readFileSync } from 'node:fs'
import { cpus, loadavg, totalmem } from 'node:os'
import type { Rig } from './rig/rig.ts'
import { payloadNote } from './rig/sample-task.ts'

export function describeConditions({ quick, runs, mongod }: Rig, loadBefore: string): string {
  const [cpu] = cpus()
  const gigabytes = Math.round(totalmem() / 1024 ** 3)
  return [
    `machine     ${cpus().length} cores (${cpu?.model.trim() ?? 'unknown'}), ${gigabytes} GB, load average before: ${loadBefore}`,
    `software    Node ${process.version}, MongoDB ${mongod.version} as a one-node replica set on this machine, Agenda ${versionOf('agenda')}, BullMQ ${versionOf('bullmq')}`,
    `durability  MongoDB w:majority with journal; Redis appendonly, fsync always`,
    `payload     ${payloadNote}, sealed by Capstan (AES-256-GCM), plain for the others`,
    'processes   that drain or pick up have run other tasks before, Capstan and BullMQ alike, unless the row says otherwise',
    `runs        ${runs === 1 ? 'one each' : `the median of ${runs} where rates and latencies over HTTP are concerned, else one`}${quick ? ', quick: small sizes, the figures mean little' : ''}`,
    'ratio       figure divided by the peer',
  ].join('\n')
}

export function loadNow(): string {
  return loadavg()
    .map((load) => load.toFixed(2))
    .join(' ')
}

function versionOf(name: string): string {
  try {
    const url = new URL(`../../node_modules/${name}/package.json`, import.meta.url)
    return String((JSON.parse(readFileSync(url, 'utf8')) as { version: unknown }).version)
  } catch {
    return 'not installed'
  }
}
