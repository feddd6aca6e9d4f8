// Alerts and figures through the API: they are opened, seen live, acknowledged, and what ran is counted.
import { setTimeout as pause } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { createTestDatabase } from '../support/database.ts'
import { createTestServers } from '../support/server.ts'

const database = createTestDatabase()
const servers = createTestServers(database)
const agent = (name: string, more: object = {}) => ({
  name,
  team: 'TEST_TEAM',
  type: 'test',
  description: 'Exists only in tests.',
  parameters: { type: 'object', properties: { text: { type: 'string' } } },
  llm_config: { provider: 'offline', system_prompt: 'Repeat.' },
  ...more,
})
const server = await servers.start({ agents: { echo: agent('echo'), locked: agent('locked', { secrets: ['MISSING_SECRET'] }) } })

interface Alert {
  id: string
  kind: string
  subject: string
  status: string
  viewerCanAcknowledge: boolean
  acknowledgedBy: { name: string } | null
}
const shown = 'id kind subject status viewerCanAcknowledge acknowledgedBy { name }'

it('an agent that cannot work is an alert, live and in the list, that somebody looks after', async () => {
  const news = server.subscribe<{ alerts: Alert }>(`subscription { alerts { ${shown} } }`)
  const { alerts: alert } = await news.until(({ alerts }) => alerts.kind === 'agent.unavailable', 'an alert')
  expect(alert).toMatchObject({ subject: 'locked', status: 'OPEN', viewerCanAcknowledge: true, acknowledgedBy: null })
  await server.gql('mutation ($id: ID!) { acknowledgeAlert(id: $id, note: "A key is on its way") { status note } }', { id: alert.id })
  await news.until(({ alerts }) => alerts.id === alert.id && alerts.status === 'ACKNOWLEDGED', 'the acknowledgement')
  await news.close()
  const { alerts } = await server.gql<{ alerts: { totalCount: number; nodes: Alert[] } }>(
    `query { alerts(filter: { status: [ACKNOWLEDGED], severity: [INFO], kind: "agent.unavailable" }) { totalCount nodes { ${shown} } } }`,
  )
  expect(alerts).toMatchObject({ totalCount: 1, nodes: [{ id: alert.id, acknowledgedBy: { name: 'admin' } }] })
  const byId = (id: string) => server.gql<{ alert: Alert | null }>(`query ($id: ID!) { alert(id: $id) { ${shown} } }`, { id })
  expect((await byId(alert.id)).alert).toEqual(alerts.nodes[0])
  expect((await byId('A-999')).alert).toBeNull()
  expect((await server.refusal('query { alert(id: "T-1") { id } }')).extensions.code).toBe('VALIDATION_FAILED')
  expect((await server.refusal('mutation { acknowledgeAlert(id: "A-999") { id } }')).extensions.code).toBe('NOT_FOUND')
})

it('what ran is in the figures of its agent, of its minute, and of where time is lost', async () => {
  const id = await server.submit({ agent: 'echo', parameters: { text: 'Hello' } })
  await server.reached(id, 'SUCCEEDED')
  interface Figures {
    agentPerformance: { agent: string; runs: number; succeeded: number; p95Seconds: number; waitP95Seconds: number }[]
    throughput: { succeeded: number }[]
    bottlenecks: { slowestTasks: { id: string }[]; agents: { agent: string }[]; findings: string[] }
  }
  const query = `{ agentPerformance(agent: "echo") { agent runs succeeded p95Seconds waitP95Seconds } throughput(minutes: 2) { at succeeded failed }
    bottlenecks { since slowestTasks { id } longestWaiting { id } agents { agent } findings } }`
  const deadline = Date.now() + 20_000
  let figures = await server.gql<Figures>(query)
  while (figures.agentPerformance.length === 0 && Date.now() < deadline) {
    await pause(50)
    figures = await server.gql<Figures>(query)
  }
  expect(figures.agentPerformance).toMatchObject([{ agent: 'echo', runs: 1, succeeded: 1 }])
  expect(figures.agentPerformance[0]?.p95Seconds).toBeGreaterThan(0)
  expect(figures.throughput).toHaveLength(2)
  expect(figures.throughput.reduce((sum, { succeeded }) => sum + succeeded, 0)).toBe(1)
  expect(figures.bottlenecks).toMatchObject({ slowestTasks: [{ id }], agents: [{ agent: 'echo' }], findings: [] })
  expect((await server.refusal('{ throughput(minutes: 0) { at } }')).extensions.violations).toMatchObject([{ path: 'minutes' }])
})
