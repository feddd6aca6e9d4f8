// Workflows as a client starts them, follows them by their news, and answers what they ask.
import type { TestServer } from '../support/server.ts'

export interface RunView {
  id: string
  name: string
  status: string
  totalSteps: number
  completedSteps: number
  progress: number
  result: { [step: string]: unknown } | null
  error: { code: string; message: string } | null
  steps: {
    id: string
    kind: string
    status: string
    task: { id: string; status: string; agentName: string } | null
    request: { id: string; status: string } | null
  }[]
  requests: { id: string; kind: string; status: string }[]
}

const view =
  'id name status totalSteps completedSteps progress result error { code message } steps { id kind status task { id status agentName } request { id status } } requests { id kind status }'

export interface WorkflowClient {
  start(input: object): Promise<RunView>
  /** The run once it is so, by its news. */
  until(id: string, what: string, holds: (run: RunView) => boolean): Promise<RunView>
  refusalOf(query: string, variables: { [name: string]: unknown }): Promise<readonly unknown[]>
  answer(id: string, said: object): Promise<{ status: string }>
}

export function createWorkflowClient({ gql, subscribe }: Pick<TestServer, 'gql' | 'subscribe'>): WorkflowClient {
  async function start(input: object): Promise<RunView> {
    const { startWorkflow } = await gql<{ startWorkflow: RunView }>(
      `mutation ($input: StartWorkflowInput!) { startWorkflow(input: $input) { ${view} } }`,
      { input },
    )
    return startWorkflow
  }

  async function until(id: string, what: string, holds: (run: RunView) => boolean): Promise<RunView> {
    const news = subscribe<{ workflowUpdated: { cursor: string; workflow: RunView } }>(
      `subscription ($id: ID!) { workflowUpdated(id: $id) { cursor workflow { ${view} } } }`,
      { id },
    )
    const { workflowUpdated } = await news.until(({ workflowUpdated: { workflow } }) => holds(workflow), `${id} ${what}`)
    await news.close()
    return workflowUpdated.workflow
  }

  async function refusalOf(query: string, variables: { [name: string]: unknown }): Promise<readonly unknown[]> {
    const subscription = subscribe(query, variables)
    await subscription.ended
    return subscription.errors
  }

  async function answer(id: string, said: object): Promise<{ status: string }> {
    const { answerRequest } = await gql<{ answerRequest: { status: string } }>(
      'mutation ($id: ID!, $decision: Decision, $answer: JSON, $reason: String, $digest: String) { answerRequest(id: $id, decision: $decision, answer: $answer, reason: $reason, digest: $digest) { status } }',
      { id, ...said },
    )
    return answerRequest
  }

  return { start, until, refusalOf, answer }
}

/** A step of a real agent. */
export const small = (id: string, more: object = {}) => ({
  id,
  agent: 'copywriter',
  parameters: { topic: 'bees and flowers', word_count: 500 },
  ...more,
})
