// Reads the CPU profiles that workers left behind: which functions spent the time themselves.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

const shown = 15

interface Profile {
  nodes: { id: number; callFrame: { functionName: string; url: string; lineNumber: number } }[]
  samples: number[]
  timeDeltas: number[]
}

export function summarizeProfiles(folder: string): string {
  const selfMs = new Map<string, number>()
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.cpuprofile'))) {
    const { nodes, samples, timeDeltas } = JSON.parse(readFileSync(join(folder, file), 'utf8')) as Profile
    const names = new Map(nodes.map(({ id, callFrame }) => [id, nameOf(callFrame)]))
    samples.forEach((id, index) => {
      const name = names.get(id) ?? '(unknown)'
      selfMs.set(name, (selfMs.get(name) ?? 0) + (timeDeltas[index] ?? 0) / 1000)
    })
  }
  const busy = [...selfMs].filter(([name]) => !/^\((idle|root)\)/.test(name))
  const total = busy.reduce((sum, [, ms]) => sum + ms, 0)
  const top = busy.sort(([, a], [, b]) => b - a).slice(0, shown)
  const lines = top.map(
    ([name, ms]) => `${((100 * ms) / total).toFixed(1).padStart(5)} %  ${Math.round(ms).toString().padStart(6)} ms  ${name}`,
  )
  return [`self time in the workers, ${Math.round(total)} ms in all; the profiles are in ${folder}`, ...lines].join('\n')
}

function nameOf({ functionName, url, lineNumber }: Profile['nodes'][number]['callFrame']): string {
  const place = url.replace(/^.*\/node_modules\//, '').replace(/^file:.*\//, '')
  return `${functionName || '(anonymous)'}${place ? ` ${place}:${lineNumber + 1}` : ''}`
}
