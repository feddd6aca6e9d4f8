// The terminal program, bundled as it ships, in a folder of its own that is removed with the last test.
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { build } from 'esbuild'
import { afterAll, beforeAll } from 'vitest'

const root = join(import.meta.dirname, '..', '..', '..')

/** To be called at the top of a test file: answers the path of the program. */
export function builtTerminal(): string {
  const outdir = join(root, 'dist', `.test-tui-${process.pid}`)
  beforeAll(async () => {
    const { terminalBundle }: { terminalBundle: (options: { root: string; outdir: string }) => object } = await import(
      join(root, 'tui/bundle.mjs')
    )
    await build(terminalBundle({ root, outdir }))
  }, 60_000)
  afterAll(() => rm(outdir, { recursive: true, force: true }))
  return join(outdir, 'tui.mjs')
}
