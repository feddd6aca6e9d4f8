// The files of a task stay inside its folder, whatever a model writes as a path and whatever else lies there.
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { createTaskFolder } from '../../../../server/agents/tools/task-folder.ts'

const base = await mkdtemp(join(tmpdir(), 'capstan-folder-test-'))
afterAll(() => rm(base, { recursive: true, force: true }))

const inside = join(base, 'task')
const outside = join(base, 'outside')
await mkdir(inside)
await mkdir(outside)
await writeFile(join(outside, 'secret.txt'), 'secret')
await symlink(outside, join(inside, 'way-out'))
await symlink(join(outside, 'secret.txt'), join(inside, 'link.txt'))
await symlink(join(inside, 'a.txt'), join(inside, 'alias.txt'))
const folder = createTaskFolder(inside)

describe('a file of a task', () => {
  it('is read as it was written, folders made on the way', async () => {
    expect(await folder.write('a.txt', 'one')).toBe(3)
    expect(await folder.write('data/2026/rows.csv', 'a,b\n')).toBe(4)
    expect(await folder.write('data/2026/rows.csv', '1,2\n', { append: true })).toBe(8)
    expect(await folder.read('data/2026/rows.csv')).toBe('a,b\n1,2\n')
    expect(await folder.read('./data/../data/2026/rows.csv').catch((error: Error) => error.message)).toContain('expected a path inside')
    await folder.write('a.txt', 'two')
    expect((await folder.written()).map(({ path, data }) => [path, data.toString()])).toEqual([
      ['a.txt', 'two'],
      ['data/2026/rows.csv', 'a,b\n1,2\n'],
    ])
  })

  it.each(['../outside/secret.txt', 'x/../../outside/secret.txt', '/etc/passwd', 'C:\\windows', '..\\outside', '.', 'data/', 'nul\0.txt'])(
    'is not at %j',
    async (path) => {
      await expect(folder.read(path)).rejects.toThrow(/expected/)
      await expect(folder.write(path, 'x')).rejects.toThrow(/expected/)
    },
  )

  it.each(['way-out/secret.txt', 'link.txt'])('is not behind the link %s', async (path) => {
    await expect(folder.read(path)).rejects.toThrow(/leads out of the task's folder/)
    await expect(folder.write(path, 'x')).rejects.toThrow(/leads out of|is a link/)
    expect(await readFile(join(outside, 'secret.txt'), 'utf8')).toBe('secret')
  })

  it('is not written through a link that stays inside either', async () => {
    await expect(folder.write('alias.txt', 'x')).rejects.toThrow(/is a link/)
  })

  it('that is a folder, missing or too large is refused with a sentence', async () => {
    await expect(folder.read('data')).rejects.toThrow(/is not a file/)
    await expect(folder.write('data', 'x')).rejects.toThrow(/is a folder/)
    await expect(folder.read('missing.txt')).rejects.toThrow('there is no file "missing.txt"')
    await expect(folder.write('big.txt', 'x'.repeat(6 * 1024 * 1024))).rejects.toThrow(/at most 5242880 bytes, got 6291456/)
  })

  it('is one of fifty at most', async () => {
    const crowded = createTaskFolder(inside)
    for (let n = 1; n <= 50; n++) await crowded.write(`many/${n}.txt`, 'x')
    await expect(crowded.write('many/51.txt', 'x')).rejects.toThrow(/at most 50 files/)
    expect(await crowded.write('many/50.txt', 'again')).toBe(5)
  })
})
