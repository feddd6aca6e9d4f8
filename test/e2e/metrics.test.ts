// Metrics in Prometheus' format: for admins, following the events, with bounded labels.
import { expect, test } from 'vitest'
import { createTestDatabase } from '../support/database.ts'
import { createTestServers } from '../support/server.ts'
import { commandAgent, failer } from './crew.ts'

const database = createTestDatabase()
const servers = createTestServers(database)

test('count what succeeded and failed by agent, and nobody without a token reads them', async () => {
  const done = `process.stdout.write(JSON.stringify({ type: 'result', result: {} }) + '\\n')`
  const server = await servers.start({ agents: { ...commandAgent('reporter', done), ...failer('failer') } })
  const [good, bad] = await Promise.all([
    server.submit({ agent: 'reporter' }),
    server.submit({ agent: 'failer', retry: { maxAttempts: 1 } }),
  ])
  await server.reached(good, 'SUCCEEDED')
  await server.reached(bad, 'FAILED')
  const read = (headers: Record<string, string>) => fetch(`${server.url}/metrics`, { headers })
  expect((await read({})).status).toBe(401)
  const text = await (await read({ authorization: `Bearer ${server.token}` })).text()
  expect(text).toContain('agent_task_success_total{agent="reporter"} 1')
  expect(text).toMatch(/agent_task_failure_total\{agent="failer",code="[A-Z_]+"\} 1/)
  expect(text).toContain('agent_task_duration_seconds_count{agent="reporter",outcome="succeeded"} 1')
  expect(text).toContain('agent_queue_depth{agent="reporter"} 0')
  expect(text).toContain('capstan_tasks{status="SUCCEEDED"} 1')
  expect(text).not.toContain(good)
})
