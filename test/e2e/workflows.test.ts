// Workflows as clients run them: a template from start to end with a question and an approval on the way, orders, news, what is refused.
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { createTestDatabase } from '../support/database.ts'
import { createTestServers } from '../support/server.ts'
import { createWorkflowClient, small } from './workflow-client.ts'

const database = createTestDatabase()
const servers = createTestServers(database)
const server = await servers.start({ env: { CAPSTAN_AGENTS_DIR: join(import.meta.dirname, '../../agent-configs') } })
const { gql, refusal, subscribe } = server
const { start, until, answer, refusalOf } = createWorkflowClient(server)

describe('the product launch', () => {
  it('runs from the post over picture and social posts to the approval and the email, with one question on the way', {
    timeout: 60_000,
  }, async () => {
    const run = await start({
      template: 'marketing-campaign',
      parameters: { topic: 'A new hive monitor', recipients: ['team@example.com'], word_count: 500 },
    })
    expect(run).toMatchObject({ name: 'Product launch campaign', status: 'RUNNING', totalSteps: 7 })
    const asked = await until(run.id, 'to ask', ({ requests }) =>
      requests.some(({ kind, status }) => kind === 'QUESTION' && status === 'OPEN'),
    )
    await answer(asked.requests[0]?.id ?? '', { answer: 'everybody' })
    const waiting = await until(run.id, 'to wait for the approval', ({ requests }) =>
      requests.some(({ kind, status }) => kind === 'APPROVAL' && status === 'OPEN'),
    )
    const approval = waiting.requests.find(({ kind }) => kind === 'APPROVAL')
    const { request } = await gql<{
      request: {
        title: string
        details: { audience: string }
        digest: string
        requesterMayDecide: boolean
        viewerCan: string[]
        step: string
        workflow: { id: string }
      }
    }>('query ($id: ID!) { request(id: $id) { title details digest requesterMayDecide viewerCan step workflow { id } } }', {
      id: approval?.id,
    })
    expect(request).toMatchObject({
      details: { audience: 'everybody' },
      requesterMayDecide: true,
      viewerCan: ['APPROVE', 'REJECT'],
      step: 'approve',
      workflow: { id: run.id },
    })
    expect(await answer(approval?.id ?? '', { decision: 'APPROVE', digest: request.digest })).toEqual({ status: 'APPROVED' })
    const done = await until(run.id, 'to be done', ({ status }) => status === 'SUCCEEDED')
    expect(done).toMatchObject({ completedSteps: 7, progress: 1 })
    expect(Object.keys(done.result ?? {})).toEqual(['generate_blog', 'audience', 'assets', 'approve', 'send_email'])
    expect(done.steps.find(({ id }) => id === 'send_email')).toMatchObject({
      kind: 'AGENT',
      task: { status: 'SUCCEEDED', agentName: 'gmail-agent' },
    })
    const second = await refusal('mutation ($id: ID!) { answerRequest(id: $id, decision: APPROVE) { id } }', { id: approval?.id })
    expect(second).toMatchObject({ extensions: { code: 'CONFLICT' }, message: expect.stringMatching(/was approved by .* at /) })
    const { tasks } = await gql<{ tasks: { nodes: { workflow: { id: string }; workflowStep: string }[] } }>(
      'query ($id: ID!) { tasks(filter: { workflow: $id }) { nodes { workflow { id } workflowStep } } }',
      { id: run.id },
    )
    expect(tasks.nodes.map(({ workflowStep }) => workflowStep).sort()).toEqual([
      'generate_blog',
      'generate_image',
      'prepare_social',
      'send_email',
    ])
  })
})

describe('a workflow', () => {
  it('is refused with everything that is wrong, each with its place', async () => {
    const definition = 'steps:\n  - id: a\n    agent: copywritr\n  - id: b\n    agent: copywriter\n    depends_on: [nowhere]\n'
    const { extensions } = await refusal('mutation ($input: StartWorkflowInput!) { startWorkflow(input: $input) { id } }', {
      input: { definition },
    })
    expect(extensions).toMatchObject({
      code: 'VALIDATION_FAILED',
      violations: expect.arrayContaining([
        { path: 'steps.0.agent', message: 'line 3: there is no agent "copywritr", did you mean "copywriter"?' },
        { path: 'steps.1.depends_on', message: 'line 6: there is no step "nowhere"' },
      ]),
    })
    const { checkWorkflow } = await gql<{ checkWorkflow: { path: string }[] }>(
      'query ($d: JSON!) { checkWorkflow(definition: $d) { path message } }',
      { d: definition },
    )
    expect(checkWorkflow.map(({ path }) => path)).toEqual(['steps.0.agent', 'steps.1.depends_on', 'steps.1.parameters.topic'])
  })

  it('is refused without its parameters, or from a template that is not there', async () => {
    const mutation = 'mutation ($input: StartWorkflowInput!) { startWorkflow(input: $input) { id } }'
    const missing = await refusal(mutation, { input: { template: 'marketing-campaign', parameters: { topic: 'x' } } })
    expect(missing.extensions.violations?.map(({ path }) => path).sort()).toEqual(['parameters.recipients', 'parameters.topic'])
    expect((await refusal(mutation, { input: { template: 'marketing' } })).extensions.code).toBe('NOT_FOUND')
    expect((await refusal(mutation, { input: { template: 'bug-fix', version: 9 } })).message).toContain(
      'There is no version 9 of bug-fix; there is 1.',
    )
    expect((await refusal(mutation, { input: {} })).extensions.code).toBe('VALIDATION_FAILED')
  })

  it('is operated by its owner: paused, resumed, cancelled, tried again; what cannot be done now is refused', async () => {
    const run = await start({ definition: { steps: [{ id: 'pause', type: 'wait', event: 'go.on' }, small('next')] } })
    const order = (name: string, more = '') =>
      gql<{ [name: string]: { status: string; viewerCan: string[]; reason: string | null } }>(
        `mutation ($id: ID!) { ${name}(id: $id${more}) { status viewerCan reason } }`,
        { id: run.id },
      )
    expect(await order('pauseWorkflow', ', reason: "lunch"')).toEqual({
      pauseWorkflow: { status: 'PAUSED', viewerCan: ['CANCEL', 'RESUME'], reason: 'lunch' },
    })
    expect((await refusal('mutation ($id: ID!) { pauseWorkflow(id: $id) { id } }', { id: run.id })).extensions.code).toBe('ILLEGAL_STATE')
    expect(await order('resumeWorkflow')).toMatchObject({ resumeWorkflow: { status: 'WAITING' } })
    expect(await order('cancelWorkflow', ', reason: "no more"')).toEqual({
      cancelWorkflow: { status: 'CANCELLED', viewerCan: ['RETRY'], reason: 'no more' },
    })
    expect(await order('retryWorkflow')).toMatchObject({ retryWorkflow: { status: 'WAITING' } })
    await gql('mutation { publishEvent(topic: "go.on", payload: { by: "test" }) { id type subject } }')
    await until(run.id, 'to be done', ({ status }) => status === 'SUCCEEDED')
    const { workflow } = await gql<{ workflow: { events: { type: string }[]; usage: { durationMs: number } } }>(
      'query ($id: ID!) { workflow(id: $id) { events { type } usage { durationMs } } }',
      { id: run.id },
    )
    expect(workflow.events.map(({ type }) => type)).toEqual(
      expect.arrayContaining([
        'workflow.started',
        'workflow.paused',
        'workflow.resumed',
        'workflow.cancelled',
        'workflow.retried',
        'workflow.succeeded',
      ]),
    )
    expect((await refusal('mutation { retryWorkflow(id: "W-999999") { id } }')).extensions.code).toBe('NOT_FOUND')
  })

  it('tells what happened after a cursor, and nothing twice', async () => {
    const run = await start({ definition: { steps: [{ id: 'pause', type: 'wait', event: 'never.comes' }] } })
    const query =
      'subscription ($id: ID!, $after: String) { workflowUpdated(id: $id, after: $after) { cursor workflow { status } event { type } } }'
    type News = { workflowUpdated: { cursor: string; workflow: { status: string }; event: { type: string } | null } }
    const first = subscribe<News>(query, { id: run.id })
    await first.until(({ workflowUpdated }) => workflowUpdated.event === null, 'the run as found')
    await gql('mutation ($id: ID!) { pauseWorkflow(id: $id) { id } }', { id: run.id })
    const paused = await first.until(
      ({ workflowUpdated }) => workflowUpdated.workflow.status === 'PAUSED' && workflowUpdated.event !== null,
      'news of the pause',
    )
    await first.close()
    await gql('mutation ($id: ID!) { cancelWorkflow(id: $id) { id } }', { id: run.id })
    const second = subscribe<News>(query, { id: run.id, after: paused.workflowUpdated.cursor })
    await second.until(({ workflowUpdated }) => workflowUpdated.workflow.status === 'CANCELLED', 'news of the end')
    await second.close()
    expect(second.received.map(({ workflowUpdated }) => workflowUpdated.event?.type)).not.toContain('workflow.paused')
    expect((await refusalOf(query, { id: 'W-999999' })).length).toBeGreaterThan(0)
  })

  it('tells once that it has ended', async () => {
    const run = await start({
      definition: { name: 'Short', steps: [{ id: 'stop', type: 'end' }] },
      notify: [{ webhook: 'https://example.invalid/hook' }],
    })
    const { workflow } = await gql<{ workflow: { status: string; notifications: { target: string }[] } }>(
      'query ($id: ID!) { workflow(id: $id) { status notifications { target } } }',
      { id: run.id },
    )
    expect(workflow).toEqual({ status: 'SUCCEEDED', notifications: [{ target: 'https://example.invalid/hook' }] })
  })

  it('shows what waits for people, and only what the asking person may decide when they say so', async () => {
    const run = await start({ definition: { steps: [{ id: 'ask', type: 'approval', users: ['somebody@example.com'] }] } })
    const list = (filter: string) =>
      gql<{ requests: { nodes: { id: string }[]; totalCount: number } }>(
        `query ($id: ID!) { requests(filter: { workflow: $id${filter} }) { nodes { id } totalCount } }`,
        { id: run.id },
      )
    expect((await list('')).requests.totalCount).toBe(1)
    expect((await list(', mine: true')).requests.totalCount).toBe(0)
    await gql('mutation ($id: ID!) { cancelWorkflow(id: $id) { id } }', { id: run.id })
    expect((await list('')).requests.totalCount).toBe(0)
    expect((await list(', status: [CANCELLED]')).requests.totalCount).toBe(1)
  })
})
