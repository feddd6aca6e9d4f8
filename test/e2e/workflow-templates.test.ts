// Workflows as their authors see them: pictures, parts that are workflows, saved templates and their versions, schedules that start them.
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { createTestDatabase } from '../support/database.ts'
import { createTestServers } from '../support/server.ts'
import { createWorkflowClient, small } from './workflow-client.ts'

const database = createTestDatabase()
const servers = createTestServers(database)
const server = await servers.start({ env: { CAPSTAN_AGENTS_DIR: join(import.meta.dirname, '../../agent-configs') } })
const { gql } = server
const { start, until } = createWorkflowClient(server)

describe('a workflow', () => {
  it('is drawn as Mermaid and as SVG, before and while it runs, with its states marked', async () => {
    const { workflowTemplate } = await gql<{ workflowTemplate: { mermaid: string; svg: string; problems: unknown[] } }>(
      '{ workflowTemplate(name: "spec-implement-verify") { mermaid: diagram(format: MERMAID) svg: diagram(format: SVG) problems { path } } }',
    )
    expect(workflowTemplate.problems).toEqual([])
    expect(workflowTemplate.mermaid).toContain('flowchart TD')
    expect(workflowTemplate.svg).toContain('Approve the design')
    const run = await start({ definition: { steps: [small('one'), { id: 'wait', type: 'wait', event: 'never.comes' }] } })
    await until(run.id, 'to wait', ({ status }) => status === 'WAITING')
    const { workflow } = await gql<{ workflow: { mermaid: string; svg: string } }>(
      'query ($id: ID!) { workflow(id: $id) { mermaid: diagram(format: MERMAID) svg: diagram(format: SVG) } }',
      { id: run.id },
    )
    expect(workflow.mermaid).toMatch(
      /s1\["✔ one<br\/>copywriter"\][\s\S]*class s1 succeeded[\s\S]*class s2 waiting|class s2 waiting[\s\S]*class s1 succeeded/,
    )
    expect(workflow.svg).toContain('‖ wait')
    await gql('mutation ($id: ID!) { cancelWorkflow(id: $id, reason: "drawn") { id } }', { id: run.id })
  })

  it('may start another one, and is one run with it', async () => {
    await gql('mutation ($input: WorkflowTemplateInput!) { saveWorkflowTemplate(input: $input) { version } }', {
      input: {
        name: 'inner-part',
        definition: {
          parameters: { type: 'object', properties: { topic: { type: 'string' } } },
          steps: [small('write', { parameters: { topic: '{{input.topic}}', word_count: 500 } })],
        },
      },
    })
    const run = await start({
      definition: {
        steps: [
          { id: 'part', type: 'workflow', template: 'inner-part', parameters: { topic: 'honey cakes' } },
          small('after', { parameters: { topic: '{{steps.part.output.write.title | truncate: 100}}', word_count: 500 } }),
        ],
      },
    })
    const done = await until(run.id, 'to be done', ({ status }) => status === 'SUCCEEDED')
    expect(done.result).toMatchObject({ part: { write: { word_count: expect.any(Number) } } })
    const { workflow } = await gql<{
      workflow: { steps: { workflow: { id: string; parentStep: { id: string }; viewerCan: string[] } | null }[] }
    }>('query ($id: ID!) { workflow(id: $id) { steps { workflow { id parentStep { id } viewerCan } } } }', { id: run.id })
    expect(workflow.steps[0]?.workflow).toMatchObject({ parentStep: { id: 'part' }, viewerCan: [] })
  })

  it('is saved under a name in versions, started in any of them, and compared', async () => {
    const save = (words: number) =>
      gql<{ saveWorkflowTemplate: { version: number; versions: number[]; builtIn: boolean } }>(
        'mutation ($input: WorkflowTemplateInput!) { saveWorkflowTemplate(input: $input) { version versions builtIn } }',
        {
          input: {
            name: 'my-post',
            title: 'My post',
            definition: `steps:\n  - id: write\n    agent: copywriter\n    parameters: { topic: bees at work, word_count: ${words} }\n`,
          },
        },
      )
    expect((await save(500)).saveWorkflowTemplate).toEqual({ version: 1, versions: [1], builtIn: false })
    expect((await save(600)).saveWorkflowTemplate).toEqual({ version: 2, versions: [1, 2], builtIn: false })
    const { workflowTemplateDiff } = await gql<{ workflowTemplateDiff: unknown }>(
      '{ workflowTemplateDiff(name: "my-post", from: 1, to: 2) { path from to } }',
    )
    expect(workflowTemplateDiff).toEqual([{ path: 'steps.write.parameters.word_count', from: 500, to: 600 }])
    const old = await start({ template: 'my-post', version: 1 })
    const done = await until(old.id, 'to be done', ({ status }) => status === 'SUCCEEDED')
    expect(done.name).toBe('My post')
    const { workflows } = await gql<{ workflows: { nodes: { id: string; templateVersion: number }[]; totalCount: number } }>(
      '{ workflows(filter: { template: "my-post", status: [SUCCEEDED] }) { nodes { id templateVersion } totalCount } }',
    )
    expect(workflows).toEqual({ nodes: [{ id: old.id, templateVersion: 1 }], totalCount: 1 })
    const { workflowTemplates } = await gql<{ workflowTemplates: { name: string; version: number; builtIn: boolean }[] }>(
      '{ workflowTemplates { name version builtIn } }',
    )
    expect(workflowTemplates).toEqual(
      expect.arrayContaining([
        { name: 'my-post', version: 2, builtIn: false },
        { name: 'bug-fix', version: 1, builtIn: true },
      ]),
    )
  })

  it('is started by a schedule, and says so', async () => {
    const input = {
      name: 'Every morning',
      words: 'daily at 9:00',
      workflow: { definition: { name: 'Morning', steps: [{ id: 'stop', type: 'end' }] } },
    }
    const { createSchedule } = await gql<{ createSchedule: { id: string } }>(
      'mutation ($input: ScheduleInput!) { createSchedule(input: $input) { id } }',
      { input },
    )
    const { runSchedule } = await gql<{ runSchedule: { workflow: { id: string; name: string; schedule: { id: string } } } }>(
      'mutation ($id: ID!) { runSchedule(id: $id) { workflow { id name schedule { id } } } }',
      createSchedule,
    )
    expect(runSchedule.workflow).toMatchObject({ name: 'Morning', schedule: { id: createSchedule.id } })
  })
})
