// Brings node_modules in line with package-lock.json. Knows nothing of what is installed, and depends on Node.js alone.
import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = fileURLToPath(new URL('../..', import.meta.url))

/** Installs when a package of the lock file is missing or has another version; `dev` asks for the tools of the tests too. */
export async function ensureInstalled({ dev = false } = {}) {
  const missing = missingPackages(dev)
  if (missing === 0) return
  await npmInstall(missing)
  if (missingPackages(dev) > 0) fail('npm install ended well but packages are still missing: delete node_modules and start again.')
}

/** npm leaves its own account of what it installed, as its last step: an interrupted install has none. */
function missingPackages(dev) {
  const wanted = readPackages('package-lock.json')
  if (!wanted) fail('There is no readable package-lock.json: Capstan must be started from a complete copy of its repository.')
  const present = readPackages(join('node_modules', '.package-lock.json')) || {}
  return Object.entries(wanted).filter(([path, entry]) => {
    if (path === '' || entry.optional || entry.peer || ((entry.dev || entry.devOptional) && !dev)) return false
    return !present[path] || present[path].version !== entry.version
  }).length
}

function readPackages(file) {
  try {
    return JSON.parse(readFileSync(join(root, file), 'utf8')).packages
  } catch {
    return undefined
  }
}

function npmInstall(count) {
  const began = Date.now()
  const tell = () => process.stderr.write(`Installing ${count} packages with npm, ${Math.round((Date.now() - began) / 1000)} s\n`)
  tell()
  const ticking = setInterval(tell, 2000)
  return new Promise((resolve) => {
    // Not `npm ci`: it begins by deleting what is there.
    const args = ['install', '--no-save', '--ignore-scripts', '--include=dev', '--no-fund', '--no-audit', '--loglevel=error']
    const npm = spawn('npm', args, { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] })
    npm.on('error', (error) => fail(`npm could not be run (${error.message}): install npm 10 or newer and start again.`))
    npm.on('exit', (code) => {
      clearInterval(ticking)
      if (code !== 0)
        fail(`npm install ended with code ${code}, its reason is above: check the network and the registry, then start again.`)
      process.stderr.write(`Installed ${count} packages in ${Math.round((Date.now() - began) / 1000)} s\n`)
      resolve()
    })
  })
}

function fail(sentence) {
  process.stderr.write(`${sentence}\n`)
  process.exit(1)
}
