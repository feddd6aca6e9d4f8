// The files of one task: read and written inside its own folder and nowhere else. Whatever a path says, a link included, it leads
// to a place in the folder or is refused.
import { constants } from 'node:fs'
import { mkdir, open, realpath } from 'node:fs/promises'
import { dirname, isAbsolute, join, normalize, sep } from 'node:path'

const maxFileBytes = 5 * 1024 * 1024
const maxFiles = 50
const maxPathChars = 200

export interface WrittenFile {
  path: string
  data: Buffer
}

export interface TaskFolder {
  read(path: string): Promise<string>
  /** Answers the size of the file. */
  write(path: string, text: string, options?: { append?: boolean }): Promise<number>
  /** What was written and is still there. */
  written(): Promise<WrittenFile[]>
}

export function createTaskFolder(folder: string): TaskFolder {
  const paths = new Set<string>()

  async function write(given: string, text: string, { append = false }: { append?: boolean } = {}): Promise<number> {
    const path = plainPath(given)
    if (!paths.has(path) && paths.size >= maxFiles) throw new Error(`expected at most ${maxFiles} files, got one more: "${path}"`)
    const root = await realpath(folder)
    await makeParent(root, path)
    const { O_CREAT, O_WRONLY, O_APPEND, O_TRUNC, O_NOFOLLOW } = constants
    // The last part of the path is not followed when it is a link: what is opened lies in the folder that was checked.
    const file = await open(join(root, path), O_CREAT | O_WRONLY | O_NOFOLLOW | (append ? O_APPEND : O_TRUNC), 0o600).catch(
      refuseLink(path),
    )
    try {
      const size = (await file.stat()).size + Buffer.byteLength(text)
      if (size > maxFileBytes) throw new Error(`"${path}": expected at most ${maxFileBytes} bytes, got ${size}`)
      await file.writeFile(text)
      paths.add(path)
      return size
    } finally {
      await file.close()
    }
  }

  return {
    read: async (given) => (await readBytes(folder, plainPath(given))).toString('utf8'),
    write,
    written: async () => Promise.all([...paths].map(async (path) => ({ path, data: await readBytes(folder, path) }))),
  }
}

/** Without any way up; what it leads to on the disk is checked when it is used. */
function plainPath(path: string): string {
  if (path.length > maxPathChars || path.includes('\0')) throw new Error(`expected a path of at most ${maxPathChars} characters`)
  if (isAbsolute(path) || /^[a-z]:/i.test(path) || path.split(/[\\/]/).includes('..'))
    throw new Error(`expected a path inside the task's folder such as report.md, got "${path}"`)
  const plain = normalize(path)
  if (plain === '.' || plain.endsWith(sep)) throw new Error(`expected the path of a file, got "${path}"`)
  return plain
}

/** Part by part, because a part may be a link that another program left here. */
async function makeParent(root: string, path: string): Promise<void> {
  const parts = dirname(path).split(sep)
  for (let depth = 1; depth <= parts.length; depth++) {
    const parent = join(root, ...parts.slice(0, depth))
    await mkdir(parent).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error
    })
    const real = await realpath(parent)
    if (real !== root && !real.startsWith(root + sep)) throw new Error(`"${path}" leads out of the task's folder`)
  }
}

async function readBytes(folder: string, path: string): Promise<Buffer> {
  const root = await realpath(folder)
  const real = await realpath(join(root, path)).catch(() => undefined)
  if (real === undefined) throw new Error(`there is no file "${path}" in the task's folder`)
  if (!real.startsWith(root + sep)) throw new Error(`"${path}" leads out of the task's folder`)
  const file = await open(real, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK)
  try {
    const stat = await file.stat()
    if (!stat.isFile()) throw new Error(`"${path}" is not a file`)
    if (stat.size > maxFileBytes) throw new Error(`"${path}": expected at most ${maxFileBytes} bytes, got ${stat.size}`)
    return await file.readFile()
  } finally {
    await file.close()
  }
}

function refuseLink(path: string): (error: NodeJS.ErrnoException) => never {
  return (error) => {
    if (error.code === 'ELOOP') throw new Error(`"${path}" is a link; expected a file of the task's own`)
    if (error.code === 'EISDIR') throw new Error(`"${path}" is a folder; expected the path of a file`)
    throw error
  }
}
