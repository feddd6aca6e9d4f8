// How the dashboard is bundled: one file with everything it needs, which starts in less than half the time of its parts.
import { join } from 'node:path'

/** Options for esbuild; `outdir` gets dashboard.mjs. */
export function dashboardBundle({ root, outdir }) {
  return {
    absWorkingDir: root,
    entryPoints: [{ in: 'tui/open-dashboard.ts', out: 'dashboard' }],
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
    plugins: [slimInk(root)],
  }
}

/** Ink keeps every text it ever measured or wrapped, for ever: here it keeps the latest. And it asks for developer tools nobody uses. */
function slimInk(root) {
  return {
    name: 'slim-ink',
    setup({ onLoad, onResolve }) {
      onResolve({ filter: /^react-devtools-core$/ }, () => ({ path: 'react-devtools-core', namespace: 'nothing' }))
      onLoad({ filter: /.*/, namespace: 'nothing' }, () => ({ contents: 'export default { initialize() {}, connectToDevTools() {} }' }))
      // Its own way to load would bring fetch along.
      onLoad({ filter: /yoga-wasm-base64-esm\.js$/ }, async ({ path }) => {
        const { readFile } = await import('node:fs/promises')
        return { contents: (await readFile(path, 'utf8')).replace('"function"!=typeof fetch', 'true') }
      })
      const inInk = /[\\/]node_modules[\\/]ink[\\/]build[\\/](measure-text|wrap-text|output|render-node-to-output)\.js$/
      onLoad({ filter: inInk }, async ({ path }) => {
        const { readFile } = await import('node:fs/promises')
        return { contents: boundCaches(await readFile(path, 'utf8'), path), resolveDir: join(root, 'node_modules/ink/build') }
      })
    },
  }
}

const latest = `
class Latest {
  #fresh = new Map()
  #old = new Map()
  get(key) {
    const found = this.#fresh.get(key)
    if (found !== undefined) return found
    const old = this.#old.get(key)
    if (old !== undefined) this.set(key, old)
    return old
  }
  set(key, value) {
    if (this.#fresh.size >= 512) {
      this.#old = this.#fresh
      this.#fresh = new Map()
    }
    this.#fresh.set(key, value)
  }
}
`

/** Most lines are made of characters one column wide, and of colours. */
const quick = String.raw`
const narrow = /^[\x20-\x7e\u00a1-\u00ac\u00ae-\u02ff\u2010-\u2027\u2030-\u203a\u2500-\u25a9\u25b8-\u25b9\u25c7-\u25cf\u2713\u2717]*$/
function quickWidth(text) {
  const plain = text.replace(/\x1b\[[\d;]*m/g, '')
  return narrow.test(plain) ? plain.length : undefined
}
`

const changes = [
  ['const cache = new Map();', 'const cache = new Latest();'],
  ['const cache = {};', 'const cache = new Latest();'],
  ['cache[cacheKey];', 'cache.get(cacheKey);'],
  ['cache[cacheKey] = wrappedText;', 'cache.set(cacheKey, wrappedText);'],
  ['widestLine(text);', 'quickWidth(text) ?? widths.get(text) ?? remember(text, widestLine(text));'],
  ['widths = new Map();', 'widths = widths;'],
  ['blockWidths = new Map();', 'blockWidths = blockWidths;'],
  ['styledChars = new Map();', 'styledChars = styledChars;'],
]

/** Fails loudly when Ink is no longer what this was written for. */
function boundCaches(source, path) {
  const changed = changes.reduce((text, [from, to]) => text.replace(from, to), source)
  if (changed === source) throw new Error(`${path} is not what tui/bundle.mjs expects: the version of ink has changed`)
  return `${latest}${quick}const widths = new Latest(), remember = (text, width) => (widths.set(text, width), width), blockWidths = new Latest(), styledChars = new Latest();\n${changed}`
}
