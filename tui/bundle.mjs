// How the terminal program is bundled: a file with everything it needs starts in less than half the time of its parts. Ink is a file of
// its own, because the first screen does not wait for it.
import { readFileSync, realpathSync } from 'node:fs'
import { join } from 'node:path'

/** Options for esbuild; `outdir` gets dashboard.mjs, ink.mjs and tui.mjs, the command line. */
export function terminalBundle({ root, outdir }) {
  return {
    absWorkingDir: root,
    entryPoints: [
      { in: 'tui/open-dashboard.ts', out: 'dashboard' },
      { in: 'tui/components/app.tsx', out: 'ink' },
      { in: 'tui/main.ts', out: 'tui' },
    ],
    outdir,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    jsx: 'automatic',
    minify: true,
    legalComments: 'none',
    sourcemap: true,
    sourcesContent: false,
    logLevel: 'warning',
    // React's development build keeps a record of every frame it ever drew.
    define: { 'process.env.NODE_ENV': '"production"', 'process.env.DEV': '"false"' },
    banner: {
      js: "import { createRequire as createRequireOfBundle } from 'node:module'; const require = createRequireOfBundle(import.meta.url);",
    },
    plugins: [slimPackages(root)],
  }
}

/**
 * Ink measures, wraps and takes apart every text of every frame, which costs more than all else we do, and keeps all of it for ever.
 * Our texts are whole lines, as wide as the screen at most and harmless already: they go through as they are.
 */
const replaced = {
  'ink/build/output.js': `
    export default class Output {
      #lines
      constructor({ height }) {
        this.#lines = Array(height).fill('')
      }
      write(x, y, text) {
        if (x !== 0 || text.includes('\\n')) throw new Error('Only whole lines can be drawn')
        if (y < this.#lines.length) this.#lines[y] = text.trimEnd()
      }
      get() {
        return { output: this.#lines.join('\\n'), height: this.#lines.length }
      }
    }`,
  'ink/build/measure-text.js': 'export default () => ({ width: 1, height: 1 })',
  'ink/build/wrap-text.js': 'export default (text) => text',
  'ink/build/sanitize-ansi.js': 'export default (text) => text',
  'widest-line/index.js': 'export default () => 1',
  // Asks for developer tools nobody uses.
  'ink/build/devtools.js': '',
}

/** What is expensive to make, and needed for few texts. */
const changed = {
  // Its own way to load would bring fetch along.
  'yoga-layout/dist/binaries/yoga-wasm-base64-esm.js': [['"function"!=typeof fetch', 'true']],
  'string-width/index.js': [
    [
      'const segmenter = new Intl.Segmenter();',
      'let segments; const segmenter = { segment: (text) => (segments ??= new Intl.Segmenter()).segment(text) };',
    ],
    [
      String.raw`const rgiEmojiRegex = /^\p{RGI_Emoji}$/v;`,
      String.raw`let emoji; const rgiEmojiRegex = { test: (text) => /[\p{Extended_Pictographic}\p{Regional_Indicator}\u20e3]/u.test(text) && (emoji ??= new RegExp('^\\p{RGI_Emoji}$', 'v')).test(text) };`,
    ],
  ],
}

/** Fails loudly when a package is no longer what this was written for. */
function slimPackages(root) {
  const missing = new Set([...Object.keys(replaced), ...Object.keys(changed)])
  return {
    name: 'slim-packages',
    setup({ onLoad, onEnd }) {
      const load = (file, contentsOf) =>
        onLoad({ filter: exactly(root, file) }, ({ path }) => {
          missing.delete(file)
          return { contents: contentsOf(path) }
        })
      for (const [file, contents] of Object.entries(replaced)) load(file, () => contents)
      for (const [file, changes] of Object.entries(changed)) load(file, (path) => change(path, changes))
      onEnd(({ errors }) => {
        if (errors.length === 0 && missing.size > 0)
          throw new Error(`${[...missing].join(', ')} is not where tui/bundle.mjs expects it: a version has changed`)
      })
    },
  }
}

/** node_modules may be a link. */
const exactly = (root, file) => new RegExp(`^${realpathSync(join(root, 'node_modules', file)).replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')}$`)

function change(path, changes) {
  return changes.reduce(
    (text, [from, to]) => {
      if (!text.includes(from)) throw new Error(`${path} is not what tui/bundle.mjs expects: its version has changed`)
      return text.replace(from, () => to)
    },
    readFileSync(path, 'utf8'),
  )
}
