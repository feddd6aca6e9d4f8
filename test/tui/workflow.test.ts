import { describe, expect, it } from 'vitest'
import type { ViewLine } from '../../tui/pages/view.ts'
import { textOf } from '../../tui/text/lines.ts'
import { glyphsOf } from '../../tui/theme.ts'
import { graphLines } from '../../tui/workflow/graph-lines.ts'
import { criticalPath, ranksOf } from '../../tui/workflow/step.ts'
import { timelineLines } from '../../tui/workflow/timeline-lines.ts'
import { treeLines } from '../../tui/workflow/tree-lines.ts'
import { ago, now, step } from './support/states.ts'

const steps = [
  step('fetch', { status: 'SUCCEEDED', startedAt: ago(60), finishedAt: ago(57) }),
  step('parse', { status: 'SUCCEEDED', dependsOn: ['fetch'], startedAt: ago(57), finishedAt: ago(46) }),
  step('issues', { status: 'RUNNING', dependsOn: ['fetch'], startedAt: ago(40) }),
  step('merge', { dependsOn: ['parse', 'issues'] }),
]

const look = (more: object = {}) => ({ around: { now, glyphs: glyphsOf(true) }, columns: 100, selected: 0, critical: false, ...more })
const shown = (lines: readonly ViewLine[]) => lines.map(({ line }) => textOf(line).trimEnd())

describe('a workflow run', () => {
  it('is a graph from left to right, with every step and every line between them', () => {
    expect(shown(graphLines(steps, look()))).toEqual([
      '  ✓ fetch 3.0s ──┬─→✓ parse 11s ───┬─→· merge',
      '                 └─→▸ issues 40s ──┘',
    ])
  })

  it('draws a line past the steps it does not end at, and none for what is waited for anyway', () => {
    const launch = [
      step('post'),
      step('picture', { dependsOn: ['post'] }),
      step('links', { dependsOn: ['post'] }),
      step('approve', { dependsOn: ['post', 'picture'] }),
      step('publish', { dependsOn: ['approve', 'links'] }),
    ]
    expect(shown(graphLines(launch, look()))).toEqual([
      '  · post ──┬─→· picture ────→· approve ──┬─→· publish',
      '           └─→· links ───────────────────┘',
    ])
  })

  it('is drawn in ASCII where there is nothing else', () => {
    const text = shown(graphLines(steps, look({ around: { now, glyphs: glyphsOf(false) } }))).join('\n')
    // biome-ignore lint/suspicious/noControlCharactersInRegex: ASCII begins there.
    expect(text).toMatch(/^[\u0000-\u007f]*$/)
    expect(text).toContain('+ fetch')
  })

  it('is a tree where the graph would be too wide', () => {
    expect(shown(graphLines(steps, look({ columns: 30 })))).toEqual(shown(treeLines(steps, look({ columns: 30 }))))
  })

  it('draws many steps of one for-each as one node', () => {
    const items = Array.from({ length: 40 }, (_, index) =>
      step(`map[${index}]`, { parent: 'map', status: index < 31 ? 'SUCCEEDED' : 'RUNNING' }),
    )
    const text = shown(
      graphLines([step('list'), step('map', { dependsOn: ['list'] }), ...items, step('end', { dependsOn: ['map'] })], look()),
    ).join('\n')
    expect(text).toContain('map ×40 ✓31 ▸9')
    expect(text).not.toContain('map[3]')
  })

  it('is a timeline with a bar for each step that began', () => {
    const lines = shown(timelineLines(steps, look()))
    expect(lines[0]).toMatch(/✓ fetch +█/)
    expect(lines[3]).not.toContain('█')
    expect(lines.at(-1)).toContain('0s')
  })

  it('knows the chain of steps that took longest', () => {
    expect([...criticalPath(steps, now)]).toEqual(['issues', 'fetch'])
  })

  it('is drawn all the same when steps wait for each other in a circle', () => {
    const circle = [step('a', { dependsOn: ['b'] }), step('b', { dependsOn: ['a'] })]
    expect(ranksOf(circle).size).toBe(2)
    expect(shown(graphLines(circle, look())).join('')).toContain('a')
  })
})
