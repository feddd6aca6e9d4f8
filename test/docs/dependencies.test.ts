// Every package the product depends on has its reason written down, and nothing else has.
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'

const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8')
const manifest: Record<string, Record<string, string>> = JSON.parse(read('package.json'))
const document = read('docs/dependencies.md')

/** The rows of the table under a heading: package and reason. */
function readTable(heading: string): [string, string][] {
  const section = document.split(/^## /m).find((part) => part.startsWith(heading)) ?? ''
  return [...section.matchAll(/^\| `([^`]+)` \| (.*) \|$/gm)].map(([, name, reason]) => [name!, reason!.trim()])
}

describe.each([
  ['dependencies', 'At run time'],
  ['devDependencies', 'While developing'],
])('%s in package.json', (kind, heading) => {
  const rows = readTable(heading)

  it('are all explained in docs/dependencies.md, and no others', () => {
    expect(rows.map(([name]) => name).toSorted()).toEqual(Object.keys(manifest[kind] ?? {}).toSorted())
  })

  it('each have a reason', () => {
    expect(rows.filter(([, reason]) => reason.length < 10)).toEqual([])
  })
})

describe('package-lock.json', () => {
  type Locked = { optionalDependencies?: Record<string, string> }
  const { packages }: { packages: Record<string, Locked> } = JSON.parse(read('package-lock.json'))

  /** In the folder of the package itself or in one around it, as Node looks for it. */
  function isLocked(name: string, from: string): boolean {
    if (`${from && `${from}/`}node_modules/${name}` in packages) return true
    return from !== '' && isLocked(name, from.split('/node_modules/').slice(0, -1).join('/node_modules/'))
  }

  it('holds the packages of every platform, without which "npm ci" refuses', () => {
    const missing = Object.entries(packages).flatMap(([from, { optionalDependencies = {} }]) =>
      Object.keys(optionalDependencies).filter((name) => !isLocked(name, from)),
    )
    expect(missing).toEqual([])
  })
})
