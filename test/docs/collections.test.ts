// The table of collections in the documents has a row for each one the engine creates.
import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'

const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8')

it('docs/architecture.md has a row for every collection, and no other', () => {
  const section =
    read('docs/architecture.md')
      .split(/^## /m)
      .find((part) => part.startsWith('Collections')) ?? ''
  const rows = [...section.matchAll(/^\| `([^`]+)` \|/gm)].map(([, name]) => name!)
  const created = [...read('server/queue/collections.ts').matchAll(/^ {2}'?([a-z_.]+)'?: \[/gm)].map(([, name]) => name!)
  expect(created.length).toBeGreaterThan(10)
  expect(rows.toSorted()).toEqual(created.toSorted())
})
