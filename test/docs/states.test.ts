// The state diagram in the documents and the transition table in the code say the same.
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { finalStatuses, taskStatuses, transitions } from '../../server/queue/task.ts'

const document = readFileSync(new URL('../../docs/architecture.md', import.meta.url), 'utf8')
const diagram = /```mermaid\nstateDiagram-v2\n([\s\S]*?)```/.exec(document)?.[1] ?? ''

/** Each arrow as "FROM --> TO", without its words; [*] is the outside. */
const arrows = [...diagram.matchAll(/^\s*(\S+) --> ([^\s:]+)/gm)].map(([, from, to]) => ({ from: from!, to: to! }))
const format = ({ from, to }: { from: string; to: string }) => `${from} --> ${to}`

describe('the state diagram in docs/architecture.md', () => {
  it('has an arrow for every transition of a task, and no other', () => {
    const table = taskStatuses.flatMap((from) => transitions[from].map((to) => format({ from, to })))
    const drawn = arrows.filter(({ from, to }) => from !== '[*]' && to !== '[*]').map(format)
    expect(drawn.toSorted()).toEqual(table.toSorted())
  })

  it('leads out of the diagram from the final states only', () => {
    const out = arrows.filter(({ to }) => to === '[*]').map(({ from }) => from)
    expect(out.toSorted()).toEqual([...finalStatuses].toSorted())
  })

  it('leads in to the states a new task may have', () => {
    const into = arrows.filter(({ from }) => from === '[*]').map(({ to }) => to)
    expect(into.toSorted()).toEqual(['BLOCKED', 'QUEUED', 'SCHEDULED', 'WAITING'])
  })
})
