// Promise: an agent that is kept as a process shows what it uses; when its process keeps dying everybody is told, what waits for it says
// so, what only asked for its capabilities goes to another, and a mended file brings it back.
import { beforeAll, describe, expect, it } from 'vitest'
import { createTestDatabase } from '../support/database.ts'
import { createTestServers, type TestServer, writeAgent } from '../support/server.ts'
import { commandAgent } from './crew.ts'

const servers = createTestServers(createTestDatabase())
const patience = { timeout: 60_000 }
let server: TestServer

const program = (deadly: boolean) => `
require('node:readline').createInterface({ input: process.stdin }).on('line', (text) => {
  const order = JSON.parse(text)
  const say = (line) => console.log(JSON.stringify(line))
  if (order.type === 'stop') process.exit()
  if (order.type === 'ping') say({ type: 'pong' })
  if (order.type === 'run' && order.parameters.die && ${deadly}) { console.error('out of luck'); process.exit(7) }
  if (order.type === 'run') say({ run: order.run, type: 'result', result: 'guarded by the keeper' })
})`

const keeper = (deadly: boolean) => {
  const execution = { kind: 'process', command: [process.execPath, '-e', program(deadly)] }
  return commandAgent('keeper', '', { execution, capabilities: ['GUARDING'], limits: { max_concurrent: 1 } })['keeper']!
}

beforeAll(async () => {
  const standIn = commandAgent('stand-in', `say({ type: 'result', result: 'guarded by the stand-in' })`, { capabilities: ['GUARDING'] })
  server = await servers.start({ agents: { keeper: keeper(true), ...standIn } })
})

interface AgentView {
  available: boolean
  unavailableReason: string | null
  memoryMb: number | null
  cpu: number | null
}

async function shown(): Promise<AgentView> {
  const query = '{ agent(name: "keeper") { available unavailableReason memoryMb cpu } }'
  return (await server.gql<{ agent: AgentView }>(query)).agent
}

async function waiting(id: string): Promise<unknown> {
  return (await server.gql<{ task: unknown }>('query ($id: ID!) { task(id: $id) { status agentName waitingOn { code detail } } }', { id }))
    .task
}

async function switchStandIn(enabled: boolean): Promise<void> {
  await server.gql('mutation ($enabled: Boolean!) { setAgentEnabled(name: "stand-in", enabled: $enabled) { name } }', { enabled })
}

async function told(type: string): Promise<{ subject: string; payload: { reason?: string } }[]> {
  const query = 'query ($types: [String!]) { events(filter: { types: $types }, first: 10) { nodes { subject payload } } }'
  return (await server.gql<{ events: { nodes: { subject: string; payload: { reason?: string } }[] } }>(query, { types: [type] })).events
    .nodes
}

describe('an agent that is kept as a process', () => {
  let byName: string
  let byCapability: string

  it('shows what its process uses', async () => {
    expect(await shown()).toEqual({ available: true, unavailableReason: null, memoryMb: null, cpu: null })
    const id = await server.submit({ agent: 'keeper' })
    expect((await server.reached(id, 'SUCCEEDED')).result).toBe('guarded by the keeper')
    await expect.poll(async () => (await shown()).memoryMb ?? 0, patience).toBeGreaterThan(10)
    expect((await shown()).cpu).toBeGreaterThanOrEqual(0)
  })

  it('is unavailable when its process keeps dying, with an event and the reason', async () => {
    await switchStandIn(false)
    const deaths = []
    for (let death = 0; death < 4; death++) deaths.push(await server.submit({ agent: 'keeper', parameters: { die: true } }))
    byCapability = await server.submit({ capabilities: ['GUARDING'] })
    byName = await server.submit({ agent: 'keeper' })
    for (const id of deaths) expect((await server.reached(id, 'FAILED')).error).toMatchObject({ code: 'PROCESS_DIED', class: 'TRANSIENT' })
    const reason = expect.stringMatching(/ended 4 times within ten minutes.*out of luck/)
    await expect.poll(shown, patience).toMatchObject({ available: false, unavailableReason: reason })
    await expect.poll(() => told('agent.unavailable'), patience).toMatchObject([{ subject: 'keeper', payload: { reason } }])
  })

  it('lets its tasks wait, and they say why', async () => {
    const wait = {
      status: 'QUEUED',
      agentName: 'keeper',
      waitingOn: [{ code: 'NO_AGENT', detail: expect.stringContaining('ended 4 times') }],
    }
    await expect.poll(() => waiting(byName), patience).toEqual(wait)
    await expect.poll(() => waiting(byCapability), patience).toEqual(wait)
  })

  it('loses those that only asked for what it can to another that can work', async () => {
    await switchStandIn(true)
    expect((await server.reached(byCapability, 'SUCCEEDED')).result).toBe('guarded by the stand-in')
    expect(await told('task.rerouted')).toMatchObject([{ subject: byCapability, payload: { from: 'keeper', to: 'stand-in' } }])
    const later = await server.submit({ capabilities: ['GUARDING'] })
    expect((await server.reached(later, 'SUCCEEDED')).result).toBe('guarded by the stand-in')
    expect(await waiting(byName)).toMatchObject({ status: 'QUEUED' })
  })

  it('is back as soon as its file is mended, and so are those that wait for it', async () => {
    writeAgent(servers.folder, 'keeper', keeper(false))
    expect((await server.reached(byName, 'SUCCEEDED')).result).toBe('guarded by the keeper')
    await expect.poll(shown, patience).toMatchObject({ available: true, unavailableReason: null })
    expect(await told('agent.available')).toMatchObject([{ subject: 'keeper' }])
  })
})
