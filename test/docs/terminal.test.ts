// The page about the dashboard follows the table of keys, and its captures are there and show nothing of the machine they come from.
import { execFile } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, it } from 'vitest'

const root = fileURLToPath(new URL('../..', import.meta.url))
const page = readFileSync(join(root, 'docs/terminal.md'), 'utf8')
const captures = readdirSync(join(root, 'docs/images')).filter((name) => name.startsWith('terminal-'))

it('docs/terminal.md has the keys of the table of keys', async () => {
  const { stderr } = await promisify(execFile)(process.execPath, ['docs/generate-terminal-captures.mjs', '--check'], { cwd: root })
  expect(stderr).toBe('')
})

it('docs/terminal.md shows every capture there is', () => {
  const shown = [...page.matchAll(/\]\(images\/(terminal-[\w-]+\.svg)\)/g)].map(([, name]) => name)
  expect(shown.toSorted()).toEqual(captures.toSorted())
})

it.each(captures)('%s is a screen of the dashboard without a name or a folder of a machine', (name) => {
  const text = readFileSync(join(root, 'docs/images', name), 'utf8')
    .replace(/<[^>]*>/g, '')
    .replaceAll('\u00a0', ' ')
  expect(text).toMatch(/capstan.*live/)
  expect(text).not.toMatch(/\/(tmp|home|root|Users|var|private)\//)
  // A worker is called after its host.
  expect([...text.matchAll(/([\w.-]+)-\d+-[0-9a-f]{6}\b/g)].map(([, host]) => host).filter((host) => host !== 'crew')).toEqual([])
})
