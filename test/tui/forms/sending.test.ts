// From a key to what the server is asked for: forms are opened with what it knows, filled in and sent.
import { afterEach, describe, expect, it, vi } from 'vitest'
import type { CapstanClient } from '../../../tui/client/client.ts'
import { createEffects, type Outside } from '../../../tui/live/effects.ts'
import { createStore } from '../../../tui/live/store.ts'
import { keySteps } from '../../../tui/state/keyboard.ts'
import type { State } from '../../../tui/state/state.ts'
import { patient } from '../../support/patience.ts'
import { keyRow, userRow } from '../support/screens.ts'
import { begin, listRoute, run, scheduleRow, step, taskRow, withRows } from '../support/states.ts'

type Answers = { [name: string]: (variables: { [name: string]: unknown }) => unknown }

const stops: (() => void)[] = []
afterEach(() => {
  for (const stop of stops.splice(0)) stop()
})

function sit(state: State, answers: Answers) {
  const asked: { name: string; variables: object; options: object | undefined }[] = []
  const copied: string[] = []
  const client = {
    request: async ({ name }: { name: string }, variables: { [name: string]: unknown }, options?: object) => {
      asked.push({ name, variables, options })
      const answer = answers[name.charAt(0).toLowerCase() + name.slice(1)]
      if (!answer) throw new Error(`${name} is not answered here`)
      return answer(variables)
    },
  } as unknown as CapstanClient
  const store = createStore(state, 0)
  const effects = createEffects({ client, store, outside: { copy: (text: string) => copied.push(text) } as unknown as Outside })
  stops.push(effects.stop, store.stop)
  const press = (...keys: string[]) => {
    for (const key of keys) effects.run(keySteps(store.get(), key))
  }
  const opened = () => vi.waitFor(() => expect(store.get().overlay?.kind).toBe('form'), patient)
  const chosen = () => vi.waitFor(() => expect(store.get().overlay).toMatchObject({ kind: 'choose', choices: expect.anything() }), patient)
  const type = (text: string) => press(...[...text].map((key) => (key === ' ' ? 'space' : key)))
  const sent = (name: string) => vi.waitFor(() => asked.find((each) => each.name === name) ?? expect.fail(`${name} was not asked`), patient)
  return { store, press, type, opened, chosen, sent, copied, asked }
}

const schema = { type: 'object', required: ['topic'], properties: { topic: { type: 'string', maxLength: 100 } } }
const agents = () => ({
  agents: [{ name: 'copywriter', team: 'MARKETING_TEAM', description: 'Writes.', available: true }],
  agentProblems: [],
})
const agentSchema = ({ name }: { [name: string]: unknown }) => ({ agent: { name, schema } })
const templates = () => ({
  workflowTemplates: [{ name: 'bug', title: 'Bug to fix', description: '', version: 1, builtIn: true, parameters: {} }],
})

describe('running the queue', () => {
  it('goes on beside everything else, and tells what came of it', async () => {
    let finish: (value: object) => void = () => undefined
    const ran = new Promise<object>((resolve) => {
      finish = resolve
    })
    const { store, press, type, opened, sent } = sit(begin({ kind: 'overview' }), { runQueue: () => ran })
    press('Q')
    await opened()
    type('2')
    press('ctrl+s')
    const { variables, options } = await sent('RunQueue')
    expect([variables, options]).toEqual([{ maxConcurrent: 2, filter: null }, { patient: true }])
    await vi.waitFor(() => expect(store.get()).toMatchObject({ overlay: undefined, notice: { text: 'The queue runs' } }), patient)
    finish({ runQueue: { executed: 5, failed: 1, remaining: 3 } })
    await vi.waitFor(() => expect(store.get().notice?.text).toBe('The queue ran: 5 done, 1 failed, 3 tasks left'), patient)
  })

  it('is offered to those who may', () => {
    const me = (viewerCan: NonNullable<State['me']>['viewerCan']): State['me'] => ({
      id: 'U-1',
      name: 'ann',
      role: 'USER',
      workspace: { id: 'default', manual: true },
      viewerCan,
    })
    const asked = (state: State, key: string) => keySteps(state, key)
    const state = begin({ kind: 'overview' })
    expect(asked({ ...state, me: me(['SUBMIT']) }, 'Q')).toEqual([])
    expect(asked({ ...state, me: me(['OPERATE_QUEUE']) }, 'Q')).toEqual([{ effect: 'choose', what: 'queue' }])
    expect(asked({ ...state, me: me(['SUBMIT']) }, 'U')).toEqual([])
    expect(asked({ ...state, me: me(['MANAGE_USERS']) }, 'U')).toMatchObject([{ type: 'navigate', route: { list: 'users' } }])
  })
})

describe('people and keys', () => {
  it('a new key is shown once, copied when that is wanted, and told nowhere else', async () => {
    const secret = 'cap_3d5998a610d0_secret'
    const { store, press, type, opened, sent, copied } = sit(begin(listRoute('apiKeys')), {
      createApiKey: () => ({ createApiKey: { secret, apiKey: keyRow } }),
    })
    press('n')
    await opened()
    type('ci')
    press('tab')
    type('submit, read')
    press('ctrl+s')
    expect((await sent('CreateApiKey')).variables).toEqual({ input: { name: 'ci', scopes: ['submit', 'read'] } })
    await vi.waitFor(() => expect(store.get().overlay).toMatchObject({ kind: 'copy', title: 'Key ci: shown this once' }), patient)
    press('y')
    expect([copied, store.get().overlay, store.get().notice?.text]).toEqual([[secret], undefined, 'Copied the key'])
    expect(JSON.stringify(store.get())).not.toContain(secret)
  })

  it('a user is made with a password that is shown once, changed, and locked out after a question', async () => {
    const { store, press, type, opened, sent, asked } = sit(withRows(begin(listRoute('users')), 'users', [userRow]), {
      createUser: () => ({ createUser: { user: userRow, password: 'correct horse battery' } }),
      updateUser: () => ({ updateUser: userRow }),
    })
    press('n')
    await opened()
    type('ben@example.com')
    press('tab')
    type('Ben')
    press('ctrl+s')
    expect((await sent('CreateUser')).variables).toEqual({ input: { email: 'ben@example.com', name: 'Ben', role: 'USER' } })
    await vi.waitFor(() => expect(store.get().overlay).toMatchObject({ title: 'Password of ben@example.com: shown this once' }), patient)
    press('escape', 'e')
    await opened()
    press('tab', 'A', 'tab', 'ctrl+u', 'ctrl+s')
    expect((await sent('UpdateUser')).variables).toEqual({ id: 'U-7', input: { name: 'Ben', role: 'ADMIN', groups: [] } })
    await vi.waitFor(() => expect(store.get().overlay).toBeUndefined(), patient)
    press('p')
    expect(store.get().overlay).toMatchObject({ confirmation: { title: 'Disable user?', names: ['Ben (ben@example.com)'] } })
    press('y')
    await vi.waitFor(() => expect(asked.at(-1)?.variables).toEqual({ id: 'U-7', input: { disabled: true } }), patient)
  })
})

describe('a template', () => {
  it('is saved from a run, as a name and a definition that can be edited', async () => {
    const definition = { steps: [{ id: 'fetch', agent: 'fetcher' }] }
    const row = run([step('fetch')])
    const { press, type, opened, sent, store } = sit(withRows(begin(listRoute('workflows')), 'workflows', [row]), {
      workflowDefinition: () => ({ workflow: { name: 'Weekly digest', template: null, definition } }),
      saveWorkflowTemplate: () => ({ saveWorkflowTemplate: { name: 'digest', title: 'Weekly digest', version: 3 } }),
    })
    press('e')
    await opened()
    type('digest')
    press('ctrl+s')
    const { variables } = await sent('SaveWorkflowTemplate')
    expect(variables).toEqual({ input: { name: 'digest', title: 'Weekly digest', definition: JSON.stringify(definition, undefined, 2) } })
    await vi.waitFor(() => expect(store.get().notice?.text).toContain('saved as digest, version 3'), patient)
  })

  it('begins like one that exists, or from nothing', async () => {
    const { press, opened, chosen, store } = sit(begin({ kind: 'overview' }), { workflowTemplates: templates })
    press('n', 'down', 'down', 'down', 'enter')
    await chosen()
    await vi.waitFor(() => expect(store.get().overlay).toMatchObject({ choices: [{ value: '' }, { value: 'bug' }] }), patient)
    press('enter')
    await opened()
    expect(store.get().overlay).toMatchObject({
      form: { title: 'New template', typed: { definition: expect.stringContaining('"steps"') } },
    })
  })
})

describe('a schedule', () => {
  it('asks for the parameters of the agent it starts, and says which of them is wrong', async () => {
    const { press, type, opened, chosen, sent, store } = sit(begin(listRoute('schedules')), {
      agents: agents,
      workflowTemplates: templates,
      agentSchema,
      previewSchedule: () => ({ previewSchedule: { description: 'daily', nextRuns: [], notes: [] } }),
      createSchedule: () => ({ createSchedule: { id: 'S-3', name: 'Tea news' } }),
    })
    press('n')
    await chosen()
    expect(store.get().overlay).toMatchObject({ choices: [{ value: 'task:copywriter' }, { value: 'workflow:bug' }, { value: 'post:' }] })
    press('enter')
    await opened()
    type('Tea news')
    press('tab')
    type('daily')
    press('ctrl+s')
    expect(store.get().overlay).toMatchObject({ form: { errors: new Map([['task.parameters.topic', 'is needed']]) } })
    type('Tea')
    press('ctrl+s')
    const task = { agent: 'copywriter', parameters: { topic: 'Tea' } }
    expect((await sent('CreateSchedule')).variables).toEqual({ input: { name: 'Tea news', words: 'daily', task } })
  })

  it('keeps what its form does not ask for', async () => {
    const row = scheduleRow(1, { task: { agent: 'copywriter', parameters: { topic: 'Tea' }, tags: ['news'], priority: 'HIGH' } })
    const { press, opened, sent } = sit(withRows(begin(listRoute('schedules')), 'schedules', [row]), {
      agentSchema,
      updateSchedule: () => ({ updateSchedule: { id: 'S-1', name: 'Morning report' } }),
    })
    press('e')
    await opened()
    press('ctrl+s')
    expect((await sent('UpdateSchedule')).variables).toMatchObject({ id: 'S-1', input: { task: row.task } })
  })
})

it('what is typed before the agents are read is typed into their list, and Enter takes the best of them once they are there', async () => {
  let answer: (value: object) => void = () => undefined
  const read = new Promise<object>((resolve) => {
    answer = resolve
  })
  const { press, type, opened, store } = sit(
    withRows(begin(listRoute('tasks')), 'tasks', [taskRow(5, { status: 'RUNNING', viewerCan: ['CANCEL'] })]),
    { agents: () => read, agentSchema },
  )
  press('n')
  type('copyX')
  press('backspace')
  expect(store.get().overlay).toMatchObject({ kind: 'choose', choices: undefined, edit: { text: 'copy' } })
  press('enter', 'X')
  expect(store.get().overlay?.kind).toBe('choose')
  answer(agents())
  await opened()
  expect(store.get().overlay).toMatchObject({ form: { title: 'New task for copywriter' } })
})

it('a task that cannot be tried again is the beginning of another one', async () => {
  const { press, opened, sent, store } = sit(
    withRows(begin(listRoute('tasks')), 'tasks', [taskRow(5, { status: 'SUCCEEDED', viewerCan: [] })]),
    {
      taskParameters: () => ({ task: { id: 'T-5', parameters: { topic: 'Tea' }, viewerCan: [], agent: { name: 'copywriter', schema } } }),
      submitTask: () => ({ submitTask: { id: 'T-6', status: 'QUEUED' } }),
    },
  )
  press('e')
  await opened()
  expect(store.get().overlay).toMatchObject({ form: { title: 'New task for copywriter, like T-5' } })
  press('ctrl+s')
  expect((await sent('SubmitTask')).variables).toEqual({ input: { agent: 'copywriter', parameters: { topic: 'Tea' } } })
})
