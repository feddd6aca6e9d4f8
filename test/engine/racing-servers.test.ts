// Promise: limits and keys hold exactly, however many servers take submissions at the same moment.
import { expect, it } from 'vitest'
import { CapstanError } from '../../server/errors.ts'
import type { TaskDoc } from '../../server/queue/task.ts'
import { submitTasks } from '../../server/tasks/submit.ts'
import { createTestEngine, user } from '../support/engine.ts'

const engine = await createTestEngine({ agents: [{ name: 'small', queueLimit: 5 }, { name: 'writer' }] })
const servers = [await engine.join(), await engine.join()]
const tasks = engine.database.collection<TaskDoc>('tasks')
const request = { viewer: user, origin: 'test' }

it('accepts exactly as many tasks as the queue takes', async () => {
  for (let round = 1; round <= 5; round++) {
    const input = { agent: 'small', parameters: { topic: 'tests' } }
    const asked = servers.flatMap((server) => Array.from({ length: 5 }, () => submitTasks(server, request, [input])))
    const answers = await Promise.allSettled(asked)
    const refused = answers.flatMap((answer) => (answer.status === 'rejected' ? [answer.reason as unknown] : []))
    expect(refused.map((error) => (error instanceof CapstanError ? error.code : error))).toEqual(
      Array.from({ length: 5 }, () => 'QUEUE_FULL'),
    )
    expect(await tasks.countDocuments({ agent: 'small' })).toBe(5)
    await tasks.deleteMany({ agent: 'small' })
  }
})

it('makes one task of the same key on two servers, whoever is first', async () => {
  for (let round = 1; round <= 20; round++) {
    const input = { agent: 'writer', parameters: { topic: 'tests' }, idempotencyKey: `round ${round}` }
    const stored = await Promise.all(servers.map((server) => submitTasks(server, request, [input])))
    const ids = stored.flatMap((rows) => rows.map(({ _id }) => _id))
    expect(ids).toHaveLength(2)
    expect(new Set(ids).size).toBe(1)
    expect(await tasks.countDocuments({ idempotencyKey: input.idempotencyKey })).toBe(1)
    expect((await engine.events(ids[0]!)).map(({ type }) => type)).toEqual(['task.queued'])
  }
})
