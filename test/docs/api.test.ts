// The API reference follows schema.graphql and the list of errors.
import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'
import { errorCodes } from '../../server/errors.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const reference = readFileSync(`${root}/docs/api.md`, 'utf8')

describe('docs/api.md', () => {
  it('is what the generator makes of schema.graphql', async () => {
    await promisify(execFile)(process.execPath, ['docs/generate-api.mjs', '--check'], { cwd: root })
  })

  it('lists every error code', () => {
    expect([...reference.matchAll(/^\| `([A-Z_]+)` \| \d{3} \|/gm)].map(([, code]) => code)).toEqual([...errorCodes])
  })

  it('has a heading for every link inside it', () => {
    const anchors = new Set([...reference.matchAll(/^#+ (.*)$/gm)].map(([, title]) => title!.toLowerCase().replaceAll(' ', '-')))
    const links = [...reference.matchAll(/\]\(#([^)]+)\)/g)].map(([, target]) => target!)
    expect(links.filter((target) => !anchors.has(target))).toEqual([])
  })
})
