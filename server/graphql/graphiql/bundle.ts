// The browser side of GraphiQL as two files, made from the installed packages and kept in a folder until those change.
// Nothing comes from the internet. Knows nothing of HTTP.
import { createHash, randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { gzipSync } from 'node:zlib'
import type { BuildOptions } from 'esbuild'

const root = packageRoot()
const own = (name: string) => join(root, 'server/graphql/graphiql', name)
const entry = own('page.js')
const noLint = own('no-lint.js')
const sources = [entry, noLint, own('page.css')]

export const bundleDir = join(root, 'dist/graphiql')

const packages = ['graphiql', 'react', 'react-dom', 'graphql', 'graphql-ws', 'esbuild']

const options: BuildOptions = {
  entryPoints: [entry],
  outdir: '/',
  bundle: true,
  minify: true,
  format: 'iife',
  target: 'es2022',
  loader: { '.woff2': 'dataurl', '.woff': 'dataurl', '.ttf': 'dataurl', '.svg': 'dataurl' },
  // Its lint takes every object or list in a custom scalar for an error; the server checks variables better.
  alias: { 'codemirror-graphql/esm/variables/lint.js': noLint },
  define: { 'process.env.NODE_ENV': '"production"', global: 'globalThis' },
  logLevel: 'silent',
}

export interface Bundle {
  /** Part of the file names: a new bundle never meets an old cache. */
  version: string
  /** Gzipped. */
  script: Buffer
  style: Buffer
}

export async function loadBundle(dir: string): Promise<Bundle> {
  const version = await versionOf()
  const paths = { script: join(dir, `${version}.js.gz`), style: join(dir, `${version}.css.gz`) }
  try {
    return { version, script: await readFile(paths.script), style: await readFile(paths.style) }
  } catch {
    const bundle = { version, ...(await build()) }
    await keep(dir, [
      [paths.script, bundle.script],
      [paths.style, bundle.style],
    ])
    return bundle
  }
}

/** This file may run from where it was written or from a compiled copy elsewhere in the package. */
function packageRoot(): string {
  let dir = import.meta.dirname
  while (!existsSync(join(dir, 'package.json')) && dir !== dirname(dir)) dir = dirname(dir)
  return dir
}

async function versionOf(): Promise<string> {
  const hash = createHash('sha256')
  for (const path of sources) hash.update(await readFile(path))
  const require = createRequire(import.meta.url)
  for (const name of packages) hash.update(await readFile(require.resolve(`${name}/package.json`)))
  return hash.digest('hex').slice(0, 16)
}

async function build(): Promise<{ script: Buffer; style: Buffer }> {
  const esbuild = await import('esbuild')
  try {
    const { outputFiles } = await esbuild.build({ ...options, write: false })
    const find = (extension: string) => gzipSync(outputFiles.find(({ path }) => path.endsWith(extension))?.contents ?? '')
    return { script: find('.js'), style: find('.css') }
  } finally {
    await esbuild.stop()
  }
}

/** A folder that cannot be written costs the next start a build, nothing more. */
async function keep(dir: string, files: readonly (readonly [string, Buffer])[]): Promise<void> {
  try {
    await mkdir(dir, { recursive: true })
    for (const [path, content] of files) {
      const draft = `${path}.${randomUUID()}`
      await writeFile(draft, content)
      await rename(draft, path)
    }
  } catch {
    return
  }
}
