// MongoDB from its maker, through mongodb-memory-server: its cache first, else a download that gives up soon without internet.
import { createRequire } from 'node:module'
import type { SearchContext } from './find-mongod.ts'
import { runCommand } from './run-command.ts'

const silenceMs = 20_000
const answer = 'mongod: '

// In a process of its own, because the package writes its progress to standard output and cannot be cancelled.
const program = `require(process.argv[1]).MongoBinary.getPath().then(
  (path) => console.log('${answer}' + path),
  (error) => { console.error(String(error.message).replace(/\\s+/g, ' ')); process.exit(1) })`

export async function downloadMongod({ env, report, signal }: SearchContext): Promise<string | undefined> {
  if (env['MONGOMS_RUNTIME_DOWNLOAD'] === 'false') return undefined
  const library = createRequire(import.meta.url).resolve('mongodb-memory-server-core')
  const output = await runCommand(process.execPath, ['-e', program, library], {
    // Without the last two the package checks neither certificates nor what it downloaded.
    env: { MONGOMS_MAX_RETRIES: '1', ...env, npm_config_strict_ssl: 'true', MONGOMS_MD5_CHECK: 'true' },
    silenceMs,
    signal,
    onLine: (line) => {
      if (!line.startsWith(answer)) report(line)
    },
  })
  return output
    .split('\n')
    .find((line) => line.startsWith(answer))
    ?.slice(answer.length)
}
