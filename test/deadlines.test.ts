// Tests wait for states, and as long as a slow machine takes: one with a short deadline fails when nobody looks.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript'
import { expect, it } from 'vitest'

const leastMs = 20_000
const folder = import.meta.dirname
const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'))

/** Waits whose deadline is short, or Vitest's own of one second. Polls are patient by test/vitest.config.ts. */
function hastyWaits(text: string): string[] {
  const source = ts.createSourceFile('test.ts', text, ts.ScriptTarget.Latest)
  const found: string[] = []
  const look = (node: ts.Node): void => {
    if (ts.isCallExpression(node)) {
      const name = node.expression.getText(source)
      const bare = name === 'vi.waitFor' && node.arguments.length < 2
      const waits = name === 'vi.waitFor' || name.endsWith('.poll')
      const [, given = ''] = /\btimeout: ([\d_]+)/.exec(waits ? (node.arguments[1]?.getText(source) ?? '') : '') ?? []
      if (bare || (given !== '' && Number(given.replaceAll('_', '')) < leastMs)) found.push(node.getText(source))
    }
    ts.forEachChild(node, look)
  }
  look(source)
  return found
}

it('no test waits with a deadline that a slow machine would miss', () => {
  const waiting = files
    .map((file) => ({ file, text: readFileSync(join(folder, file), 'utf8') }))
    .filter(({ text }) => /waitFor|poll\(/.test(text))
  expect(waiting.length).toBeGreaterThan(10)
  expect(waiting.flatMap(({ file, text }) => hastyWaits(text).map((wait) => `${file}: ${wait}`))).toEqual([])
})
