// One object of every kind that has an id, in the workspace of those who make it; `filer` and `failer` have to be in the crew.
import type { ApiClient } from './api-client.ts'
import { eventually } from './eventually.ts'
import { createKey, type Person } from './people.ts'

export interface Objects {
  task: string
  waiting: string
  letter: string
  key: string
  user: string
  artifact: string
  workflow: string
  request: string
  schedule: string
  budget: string
}

/** Ids of the same form that nobody has. */
export const noObjects: Objects = {
  task: 'T-987654',
  waiting: 'T-987653',
  letter: 'D-987654',
  key: 'abcdefabcdef',
  user: 'U-987654',
  artifact: '0123456789abcdef01234567',
  workflow: 'W-987654',
  request: 'R-987654',
  schedule: 'S-987654',
  budget: 'B-987654',
}

export const later = new Date(Date.now() + 300 * 24 * 3600_000).toISOString()

export async function createObjects(user: Person, admin: ApiClient): Promise<Objects> {
  const task = await user.submit({ agent: 'filer', parameters: { text: 'of the lab' }, tags: ['secret-tag'] })
  await user.reached(task, 'SUCCEEDED')
  const waiting = await user.submit({ agent: 'filer', runAt: later })
  await user.reached(await user.submit({ agent: 'failer' }), 'FAILED')
  const { deadLetters } = await admin.gql<{ deadLetters: { nodes: { id: string }[] } }>('{ deadLetters { nodes { id } } }')
  const files = await user.gql<{ task: { artifacts: { id: string }[] } }>('query ($id: ID!) { task(id: $id) { artifacts { id } } }', {
    id: task,
  })
  const { startWorkflow } = await user.gql<{ startWorkflow: { id: string } }>(
    'mutation ($definition: JSON!) { startWorkflow(input: { definition: $definition }) { id } }',
    { definition: { steps: [{ id: 'ask', type: 'approval', title: 'Go on?' }] } },
  )
  const asked = await eventually(
    () => user.gql<{ requests: { nodes: { id: string }[] } }>('{ requests { nodes { id } } }'),
    ({ requests }) => requests.nodes.length > 0,
  )
  const { createSchedule } = await user.gql<{ createSchedule: { id: string } }>(
    'mutation { createSchedule(input: { name: "nightly", cron: "0 3 * * *", task: { agent: "filer", parameters: {} } }) { id } }',
  )
  const { setBudget } = await admin.gql<{ setBudget: { id: string } }>(
    'mutation { setBudget(input: { scope: WORKSPACE, period: DAY, runs: 1000 }) { id } }',
  )
  return {
    task,
    waiting,
    letter: deadLetters.nodes[0]!.id,
    key: (await createKey(user)).id,
    user: user.id,
    artifact: files.task.artifacts[0]!.id,
    workflow: startWorkflow.id,
    request: asked.requests.nodes[0]!.id,
    schedule: createSchedule.id,
    budget: setBudget.id,
  }
}
