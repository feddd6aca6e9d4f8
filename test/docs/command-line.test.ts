// The reference of the command line follows the table of commands.
import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, it } from 'vitest'

const root = fileURLToPath(new URL('../..', import.meta.url))

it('docs/command-line.md is what the generator makes of the table of commands', async () => {
  const { stderr } = await promisify(execFile)(process.execPath, ['docs/generate-command-line.mjs', '--check'], { cwd: root })
  expect(stderr).toBe('')
})
