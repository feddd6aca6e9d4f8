// Who may ask for what: every operation of the schema, asked by everybody there can be, over both transports. What is expected is written
// down here once more, by hand: a field that is new to the schema fails until somebody has said who may ask for it.
import { OperationTypeNode } from 'graphql'
import { beforeAll, describe, expect, it } from 'vitest'
import { operations } from '../../server/auth/operations.ts'
import { accessOf } from '../../server/graphql/policies.ts'
import type { ApiClient, ApiError } from '../support/api-client.ts'
import { createTestDatabase } from '../support/database.ts'
import { type SchemaOperation, schemaOperations } from '../support/operations.ts'
import { createKey, createPerson } from '../support/people.ts'
import { createTestServers, type TestServer } from '../support/server.ts'

const words = (text: string) => text.trim().split(/\s+/)

/** The least that is demanded. */
const expected = {
  nobody: words('mutation.login mutation.refreshSession'),
  viewer: words(`
    query.me query.task query.tasks query.queueStats query.agents query.agentProblems query.agent query.workers query.events
    query.workflow query.workflows query.workflowTemplates query.workflowTemplate query.workflowTemplateDiff query.checkWorkflow
    query.drawWorkflow query.requests query.request query.schedule query.schedules query.previewSchedule query.upcomingRuns query.alert query.alerts
    query.bottlenecks query.agentPerformance query.throughput query.apiKeys query.budgets
    mutation.logout mutation.changePassword mutation.createApiKey mutation.revokeApiKey mutation.createLinkCode mutation.linkIdentity
    mutation.unlinkIdentity
    subscription.taskUpdated subscription.events subscription.queueStats subscription.workflowUpdated subscription.alerts`),
  user: words(`
    mutation.submitTask mutation.submitTasks mutation.submitEach mutation.cancelTask mutation.retryTask mutation.reprioritizeTask
    mutation.startWorkflow mutation.saveWorkflowTemplate mutation.cancelWorkflow mutation.pauseWorkflow mutation.resumeWorkflow
    mutation.retryWorkflow mutation.publishEvent mutation.answerRequest mutation.createSchedule mutation.updateSchedule
    mutation.pauseSchedule mutation.resumeSchedule mutation.deleteSchedule mutation.runSchedule mutation.acknowledgeAlert`),
  admin: words(`
    query.webhookSecret query.deadLetters query.deadLetter query.deadLetterGroups query.auditLog query.auditVerify query.users
    mutation.runQueue mutation.resubmitDeadLetters mutation.discardDeadLetters mutation.noteDeadLetter mutation.assignDeadLetter
    mutation.setAgentEnabled mutation.resetCircuit mutation.drainWorker mutation.resumeWorker mutation.updateWorkspace mutation.rotateWebhookSecret mutation.createUser mutation.updateUser
    mutation.setBudget mutation.removeBudget`),
}
/** Of these a service may ask for none, neither for itself nor for a person. */
const ofAccounts = words(
  'query.apiKeys mutation.logout mutation.changePassword mutation.createApiKey mutation.revokeApiKey mutation.createLinkCode',
)

const { nobody, viewer, user, admin } = expected
const without = (names: string[], left: string[]) => names.filter((name) => !left.includes(name))
const idOf = ({ kind, name }: SchemaOperation) => `${kind}.${name}`
const readOnly = viewer.filter((name) => /^(query|subscription)\./.test(name) && name !== 'query.apiKeys')

interface Asker {
  client: ApiClient
  may: string[]
}

const database = createTestDatabase()
const servers = createTestServers(database)
const askers = new Map<string, Asker>()
const askerNames = words('anonymous admin user viewer read-only-admin one-operation service guest linked-user')
let server: TestServer

beforeAll(async () => {
  const env = { CAPSTAN_RATE_LIMITS: 'admin=9999/9999/999,user=9999/9999/999,viewer=9999/9999/999' }
  server = await servers.start({ role: 'api', env })
  const ada = await createPerson(server, { name: 'Ada', role: 'ADMIN' })
  const uma = await createPerson(server, { name: 'Uma', role: 'USER' })
  const vic = await createPerson(server, { name: 'Vic', role: 'VIEWER' })
  const [adminKey, userKey, viewerKey] = [await createKey(ada), await createKey(uma), await createKey(vic)]
  const reader = await createKey(ada, { scopes: ['read'] })
  const single = await createKey(ada, { scopes: ['cancelTask'] })
  const service = await createKey(ada, { service: true })
  const { createLinkCode } = await uma.gql<{ createLinkCode: { code: string } }>('mutation { createLinkCode { code } }')
  const identity = 'slack:T1:U1'
  await server
    .as(service.secret)
    .gql('mutation ($code: String!, $identity: String!) { linkIdentity(code: $code, identity: $identity) { id } }', {
      code: createLinkCode.code,
      identity,
    })
  const acting = (who: string) => server.as(service.secret, { 'x-capstan-acting-user': who })
  askers.set('anonymous', { client: server.as(''), may: nobody })
  askers.set('admin', { client: server.as(adminKey.secret), may: [...nobody, ...viewer, ...user, ...admin] })
  askers.set('user', { client: server.as(userKey.secret), may: [...nobody, ...viewer, ...user] })
  askers.set('viewer', { client: server.as(viewerKey.secret), may: [...nobody, ...viewer] })
  askers.set('read-only-admin', { client: server.as(reader.secret), may: [...nobody, ...readOnly] })
  askers.set('one-operation', { client: server.as(single.secret), may: [...nobody, 'mutation.cancelTask'] })
  askers.set('service', { client: server.as(service.secret), may: [...nobody, ...without(viewer, ofAccounts)] })
  askers.set('guest', { client: acting('slack:T1:U404'), may: [...nobody, ...without(viewer, ofAccounts)] })
  askers.set('linked-user', { client: acting(identity), may: [...nobody, ...without([...viewer, ...user], ofAccounts)] })
})

/** A refusal of the gate has no path: no resolver was reached. */
function isRefused(errors: readonly Partial<ApiError>[]): boolean {
  return errors.some(({ path, extensions }) => path === undefined && /^(FORBIDDEN|UNAUTHENTICATED)$/.test(extensions?.code ?? ''))
}

const overHttp = schemaOperations.filter(({ kind }) => kind !== 'subscription')

describe('every operation', () => {
  it('has been said who may ask for it, here and in the table', () => {
    const all = schemaOperations.map(idOf).toSorted()
    expect(Object.values(expected).flat().toSorted()).toEqual(all)
    const table = Object.entries(operations).flatMap(([type, fields]) => Object.keys(fields).map((name) => `${type.toLowerCase()}.${name}`))
    expect(table.toSorted()).toEqual(all)
  })

  it('that is in no table is refused to everybody', () => {
    for (const name of ['somethingNew', '__proto__', 'constructor', 'toString'])
      expect(accessOf(OperationTypeNode.MUTATION, name)).toBeUndefined()
  })

  it.each(askerNames)('is answered or refused over HTTP as %s may', async (name) => {
    const { client, may } = askers.get(name)!
    const wrong: unknown[] = []
    for (const operation of overHttp) {
      const { status, errors } = await client.ask(operation.document())
      const refused = isRefused(errors)
      if (refused === may.includes(idOf(operation))) wrong.push({ operation: idOf(operation), status, errors })
      if (refused) expect({ status, count: errors.length }).toEqual({ status: name === 'anonymous' ? 401 : 403, count: 1 })
    }
    expect(wrong).toEqual([])
  })

  it.each(without(askerNames, ['anonymous']))('is refused over a WebSocket as to %s over HTTP', async (name) => {
    const { client, may } = askers.get(name)!
    const open: string[] = []
    for (const operation of schemaOperations) {
      if (may.includes(idOf(operation))) continue
      const asked = client.subscribe(operation.document())
      await asked.ended
      if (!isRefused(asked.errors as ApiError[]) || asked.received.length > 0) open.push(idOf(operation))
      await asked.close()
    }
    expect(open).toEqual([])
  })

  it('is refused however it is wrapped', async () => {
    const { client } = askers.get('viewer')!
    const hidden = [
      '{ me { id } secret: webhookSecret }',
      '{ ... { ... on Query { webhookSecret } } }',
      'query { ...a } fragment a on Query { ...b } fragment b on Query { webhookSecret }',
      '{ webhookSecret @skip(if: true) }',
      'mutation { createLinkCode { code } updateWorkspace(input: { manual: true }) { id } }',
    ]
    for (const document of hidden) expect(isRefused((await client.ask(document)).errors), document).toBe(true)
    expect((await askers.get('admin')!.client.ask(hidden[0]!)).errors).toEqual([])
    expect((await client.ask('{ __typename __schema { queryType { name } } }')).errors).toEqual([])
  })

  it('takes no field that its input does not have', async () => {
    const { client } = askers.get('user')!
    for (const field of ['status: SUCCEEDED', 'submittedBy: "admin"', 'tenantId: "other"', 'version: 7', 'owner: "admin"']) {
      const { code } = (await client.refusal(`mutation { submitTask(input: { agent: "x", parameters: {}, ${field} }) { id } }`)).extensions
      expect(code).toBe('VALIDATION_FAILED')
    }
  })
})
