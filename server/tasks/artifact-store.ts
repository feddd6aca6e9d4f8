// Files that tasks make, in GridFS: stored whole or not at all, sealed, found by task, streamed back. Knows nothing of who may read them.
import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { GridFSBucket, type GridFSFile, ObjectId } from 'mongodb'
import type { ArtifactInput } from '../agents/adapter.ts'
import { CapstanError } from '../errors.ts'
import type { Database } from '../mongo.ts'
import type { TaskDoc } from '../queue/task.ts'
import { toBytes } from './log-store.ts'
import { createFileKey, openFile, sealFile } from './sealed-file.ts'
import type { Vault } from './vault.ts'

const maxBytes = 50 * 1024 * 1024
const maxPerTask = 100
const pageSize = 500
/** Longer than any file takes to be written, also where a clock is wrong. */
const unfinishedMs = 24 * 3600_000

export interface StoredArtifact {
  id: string
  task: string
  workspace: string
  name: string
  contentType: string
  bytes: number
  sha256: string
  createdAt: Date
}

/** Where the key of a file lives: the vault binds it to the file. */
export function fileKeyPlace(id: string): string {
  return `artifact ${id}.key`
}

interface Metadata {
  /** Opens the file; itself sealed by the vault. */
  key: Uint8Array
  bytes: number
  task: string
  workspace: string
  owner: string
  contentType: string
  sha256: string
  expireAt: Date
}

export interface Artifacts {
  save(task: Pick<TaskDoc, '_id' | 'workspace' | 'submittedBy'>, input: ArtifactInput, keepMs: number): Promise<{ id: string }>
  ofTasks(taskIds: readonly string[]): Promise<StoredArtifact[]>
  find(id: string): Promise<StoredArtifact | undefined>
  open(id: string): Readable
  removeExpired(now: Date): Promise<number>
  /** Parts of files that were never finished or not wholly removed because their process died; answers of how many files. */
  removeTorn(now: Date): Promise<number>
}

export function createArtifacts(database: Database, vault: Pick<Vault, 'seal' | 'open'>): Artifacts {
  const bucket = new GridFSBucket(database.db, { bucketName: 'artifacts' })

  async function* read(id: ObjectId): AsyncGenerator<Buffer> {
    const [file] = await bucket.find({ _id: id }, { limit: 1 }).toArray()
    if (!file) throw new CapstanError('NOT_FOUND', 'This artifact is not kept any more.')
    const place = fileKeyPlace(id.toHexString())
    const { key } = file.metadata as unknown as Metadata
    const opened = openFile(Buffer.from(String(vault.open(toBytes(key), place)), 'base64'))
    const piping = pipeline(bucket.openDownloadStream(id), opened)
    // What goes wrong ends the opened stream too, and is thrown from there.
    piping.catch(() => undefined)
    yield* opened
  }

  return {
    save: async (task, { name, contentType, data }, keepMs) => {
      if (data.length > maxBytes)
        throw new CapstanError(
          'TOO_LARGE',
          `artifact ${name}: expected at most ${maxBytes / 1048576} MB, got ${Math.ceil(data.length / 1048576)} MB`,
        )
      const count = await bucket.find({ 'metadata.task': task._id }, { limit: maxPerTask }).toArray()
      if (count.length >= maxPerTask) throw new CapstanError('TOO_LARGE', `a task may keep ${maxPerTask} artifacts at most`)
      const sha256 = createHash('sha256').update(data).digest('hex')
      const id = new ObjectId()
      const key = createFileKey()
      const metadata: Metadata = {
        key: vault.seal(key.toString('base64'), fileKeyPlace(id.toHexString())),
        bytes: data.length,
        task: task._id,
        workspace: task.workspace,
        owner: task.submittedBy.id,
        contentType,
        sha256,
        expireAt: new Date(database.now().getTime() + keepMs),
      }
      const upload = bucket.openUploadStreamWithId(id, name, { metadata: { ...metadata } })
      await new Promise<void>((resolve, reject) => {
        upload.once('finish', () => resolve()).once('error', reject)
        upload.end(sealFile(key, data))
      })
      return { id: id.toHexString() }
    },
    ofTasks: async (taskIds) =>
      (await bucket.find({ 'metadata.task': { $in: [...taskIds] } }, { sort: { uploadDate: 1 } }).toArray()).map(toArtifact),
    find: async (id) => {
      if (!/^[0-9a-f]{24}$/.test(id)) return undefined
      const [file] = await bucket.find({ _id: new ObjectId(id) }, { limit: 1 }).toArray()
      return file && toArtifact(file)
    },
    open: (id) => Readable.from(read(new ObjectId(id)), { objectMode: false }),
    removeExpired: async (now) => {
      const expired = await bucket.find({ 'metadata.expireAt': { $lte: now } }, { limit: pageSize, projection: { _id: 1 } }).toArray()
      for (const { _id } of expired) await bucket.delete(_id)
      return expired.length
    },
    removeTorn: createTornSweep(database, bucket),
  }
}

/** Goes round, a page at a time. */
function createTornSweep(database: Database, bucket: GridFSBucket): Artifacts['removeTorn'] {
  const parts = database.collection<{ files_id: ObjectId; n: number }>('artifacts.chunks')
  const beforeAll = new ObjectId('0'.repeat(24))
  let lookedTo = beforeAll
  return async (now) => {
    const youngest = ObjectId.createFromTime(Math.floor((now.getTime() - unfinishedMs) / 1000))
    const filter = { files_id: { $gt: lookedTo, $lt: youngest }, n: 0 }
    const page = await parts.find(filter, { sort: { files_id: 1 }, limit: pageSize, projection: { files_id: 1 } }).toArray()
    const ids = page.map(({ files_id }) => files_id)
    lookedTo = ids[pageSize - 1] ?? beforeAll
    if (ids.length === 0) return 0
    const whole = await bucket.find({ _id: { $in: ids } }, { projection: { _id: 1 } }).toArray()
    const known = new Set(whole.map(({ _id }) => _id.toHexString()))
    const torn = ids.filter((id) => !known.has(id.toHexString()))
    if (torn.length > 0) await parts.deleteMany({ files_id: { $in: torn } })
    return torn.length
  }
}

function toArtifact(file: GridFSFile): StoredArtifact {
  const { task, workspace, contentType, bytes, sha256 } = file.metadata as unknown as Metadata
  return { id: String(file._id), task, workspace, name: file.filename, contentType, bytes, sha256, createdAt: file.uploadDate }
}
