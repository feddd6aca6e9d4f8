// What a bundled program still tells of itself when something fails in it.
import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { build } from 'esbuild'
import { afterAll, expect, test } from 'vitest'
import { bundleSettings } from '../../../server/launch/bundle-settings.mjs'

const root = join(import.meta.dirname, '..', '..', '..')
const folder = mkdtempSync(join(tmpdir(), 'capstan-bundle-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const program = `import { parse } from 'yaml'

function readSettings(text: string): unknown {
  return parse(text, (key, value) => {
    if (key === 'bad') throw new Error('no')
    return value
  })
}

readSettings('bad: 1')
`

test('a program needs no packages beside it, and its stack traces name the lines of sources and the files of packages', async () => {
  const source = join(folder, 'program.ts')
  writeFileSync(source, program)
  await build({ ...bundleSettings(), absWorkingDir: root, nodePaths: [join(root, 'node_modules')], entryPoints: [source], outdir: folder })
  const failed = promisify(execFile)(process.execPath, ['--enable-source-maps', join(folder, 'program.mjs')])
  await expect(failed).rejects.toMatchObject({
    stderr: expect.stringMatching(
      /Error: no[\s\S]*program\.ts:5:[\s\S]*\/node_modules\/yaml\/dist\/public-api\.js:1:1[\s\S]*readSettings \(.*program\.ts:4:/,
    ),
  })
})
