// How every program of the project is bundled: one file with the packages it always uses, which loads in less than half the time of its
// parts and takes a quarter less memory. Knows nothing of the programs.
import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'

/** Found in node_modules while a program runs: what few programs ever load, and what reads files or native code beside itself. */
const leftOut = ['esbuild', '@ai-sdk/*', '@modelcontextprotocol/*', 'echarts', 'mathjs', '@resvg/*']

/** Options for esbuild. */
export function bundleSettings() {
  return {
    outExtension: { '.js': '.mjs' },
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    external: leftOut,
    // Some packages are written for require.
    banner: { js: `import { createRequire as requireOf } from 'node:module'\nconst require = requireOf(import.meta.url)` },
    plugins: [quietAgenda, calmDriver, shortSourceMap],
    minifyWhitespace: true,
    minifySyntax: true,
    legalComments: 'none',
    sourcemap: true,
    sourcesContent: false,
    jsx: 'automatic',
    logLevel: 'warning',
  }
}

/**
 * Agenda gets a debug library that says nothing: it makes a new logger at every step of every job, and making them costs a tenth of a
 * busy worker. Its errors reach our log through its 'error' event all the same.
 */
const quietAgenda = {
  name: 'quiet-agenda',
  setup({ onLoad, onResolve }) {
    onResolve({ filter: /^debug$/ }, ({ importer }) => {
      return /[/\\]node_modules[/\\](@agendajs[/\\][^/\\]+|agenda)[/\\]/.test(importer) ? { path: 'debug', namespace: 'quiet' } : undefined
    })
    onLoad({ filter: /.*/, namespace: 'quiet' }, () => ({
      contents: 'const quiet = Object.assign(() => undefined, { extend: () => quiet })\nexport default () => quiet',
    }))
  },
}

/**
 * The driver looks ten times a second whether its pool has too few connections, which ours never has, and has no option for it: a sixth
 * of a percent of a core for a server that is idle.
 */
const calmDriver = {
  name: 'calm-driver',
  setup({ onLoad }) {
    const often = 'options.minPoolSizeCheckFrequencyMS ?? 100,'
    onLoad({ filter: /[/\\]node_modules[/\\]mongodb[/\\]lib[/\\]cmap[/\\]connection_pool\.js$/ }, async ({ path }) => {
      const text = await readFile(path, 'utf8')
      if (!text.includes(often)) throw new Error(`${path} has changed: look how often it minds the size of its pool`)
      return withShortMap(path, text.replace(often, 'options.minPoolSizeCheckFrequencyMS ?? 10000,'))
    })
  },
}

/**
 * Stack traces name our own lines; of a package they name the file and the function. Node.js reads the map when a program starts and
 * keeps it: with every line of every package it would cost a tenth of a second and 4 MB.
 */
const shortSourceMap = {
  name: 'short-source-map',
  setup({ onLoad }) {
    onLoad({ filter: /[/\\]node_modules[/\\].*\.[cm]?js$/ }, async ({ path }) => withShortMap(path, await readFile(path, 'utf8')))
  },
}

function withShortMap(path, text) {
  const map = { version: 3, sources: [basename(path)], names: [], mappings: 'AAAA' }
  const encoded = Buffer.from(JSON.stringify(map)).toString('base64')
  const code = text.replace(/^\/\/# sourceMappingURL=.*$/gm, '')
  return { contents: `${code}\n//# sourceMappingURL=data:application/json;base64,${encoded}`, loader: 'js' }
}
