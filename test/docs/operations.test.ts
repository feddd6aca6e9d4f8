// The operator's guide names every variable, every metric and every event there is.
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { environmentSchema } from '../../server/config.ts'
import { eventTypes } from '../../server/events/event-log.ts'

const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8')
const document = read('docs/operations.md')
const rows = (pattern: RegExp) => [...document.matchAll(pattern)].map(([, name]) => name!)

describe('docs/operations.md', () => {
  it('has a row for every environment variable, and no other', () => {
    expect(rows(/^\| `([A-Z][A-Z0-9_]+)` \|/gm).toSorted()).toEqual(Object.keys(environmentSchema.shape).toSorted())
  })

  it('has a row for every metric of ours, and no other', () => {
    const source = read('server/metrics/metrics.ts')
    const metrics = [...source.matchAll(/(?:name: |gauge\()'([a-z_]+)'/g)].map(([, name]) => name!)
    expect(metrics.length).toBeGreaterThan(10)
    expect(rows(/^\| `((?:capstan|agent)_[a-z_]+)` \|/gm).toSorted()).toEqual(metrics.toSorted())
  })

  it('names every type of event', () => {
    const named = new Set([...document.matchAll(/`([a-z_]+\.[a-z_]+)`/g)].map(([, name]) => name!))
    expect(eventTypes.filter((type) => !named.has(type))).toEqual([])
  })
})
