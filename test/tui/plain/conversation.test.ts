import { describe, expect, it } from 'vitest'
import type { CapstanClient } from '../../../tui/client/client.ts'
import { conversation } from '../../../tui/plain/conversation.ts'
import { hearNews } from '../../../tui/plain/news.ts'
import { newsLine } from '../../../tui/plain/words.ts'
import { agentRow, stats, taskRow } from '../support/states.ts'

const schema = {
  type: 'object',
  required: ['topic'],
  properties: { topic: { type: 'string', maxLength: 80, description: 'What it is about.' }, words: { type: 'integer', minimum: 500 } },
}

/** Talks to a server that knows two tasks, answering what is asked in turn; nobody is there after the last answer. */
async function talk(...answers: string[]) {
  const said: string[] = []
  const asked: { name: string; variables: object }[] = []
  const running = taskRow(2, { status: 'RUNNING', progress: 0.5, currentStep: 'Half way', viewerCan: ['CANCEL'] })
  const page = { nodes: [running, taskRow(1)], pageInfo: { hasNextPage: false, endCursor: null }, totalCount: 2, totalCountIsExact: true }
  const client = {
    request: async ({ name }: { name: string }, variables: object) => {
      asked.push({ name, variables })
      if (name === 'Stats') return { queueStats: stats }
      if (name === 'Tasks') return { tasks: page }
      if (name === 'CancelTask') return { cancelTask: running }
      if (name === 'Agents') return { agents: [agentRow('copywriter'), agentRow('editor')], agentProblems: [] }
      if (name === 'AgentSchema') return { agent: { name: 'copywriter', schema } }
      if (name === 'SubmitTask') return { submitTask: { id: 'T-9', status: 'QUEUED' } }
      throw new Error('The database cannot be reached just now.')
    },
  } as unknown as CapstanClient
  await conversation({
    client,
    say: (line) => said.push(line),
    ask: async (question) => {
      said.push(question)
      return answers.shift()
    },
  })
  return { said, asked, text: said.join('\n') }
}

describe('the dashboard read aloud', () => {
  it('begins with what waits, then offers its lists by number', async () => {
    const { text } = await talk('q')
    expect(text).toContain('Ready to run: 1 critical, 12 high, 902 normal, 0 low.')
    expect(text).toContain('Workers: 50 of 200 slots busy.')
    expect(text).toContain('1. Tasks')
  })

  it('says rows in words, without glyphs and bars', async () => {
    const { text } = await talk('1', 'b', 'q')
    expect(text).toMatch(/1\. T-2, running, pri P2, copywriter, progress 50%, age \d+[smhd], next \/ error Half way/)
    expect(text).not.toMatch(/[░█▸✓│─]/)
  })

  it('does what is chosen after a yes that names the object, and nothing without', async () => {
    const done = await talk('1', '1', '1', 'not needed', 'yes', 'b', 'q')
    expect(done.text).toContain('Cancel task T-2 copywriter (running)? Type yes:')
    expect(done.asked).toContainEqual({ name: 'CancelTask', variables: { id: 'T-2', reason: 'not needed' } })
    expect(done.text).toContain('T-2 is being cancelled.')
    const left = await talk('1', '1', '1', '', 'no', 'b', 'q')
    expect(left.text).toContain('Nothing was done.')
    expect(left.asked.map(({ name }) => name)).not.toContain('CancelTask')
  })

  it('asks for what a task needs field by field, and again for what does not fit', async () => {
    const { text, asked } = await talk('n', 'copyw', '1', '', 'Tea', '20', '600', '', '', '', '', '', '', '', 'q')
    expect(text).toContain('1. copywriter: ')
    expect(text).toMatch(/topic, needed\. What it is about:\ntopic is needed\.\ntopic, needed/)
    expect(text).toMatch(/words\.? ?.*:\nwords expected 500 or more\./)
    expect(text).toContain('priority. A higher level always goes first. one of CRITICAL, HIGH, NORMAL, LOW. NORMAL when left empty:')
    expect(asked).toContainEqual({
      name: 'SubmitTask',
      variables: { input: { agent: 'copywriter', parameters: { topic: 'Tea', words: 600 } } },
    })
    expect(text).toContain('T-9 is queued.')
    const left = await talk('n', 'copywriter', 'stop', 'n', 'spreadsheets', 'q')
    expect(left.text).toMatch(/Nothing was done\.[\s\S]*No agent has to do with spreadsheets\./)
    expect(left.asked.map(({ name }) => name)).not.toContain('SubmitTask')
  })

  it('says what was expected of an answer it does not understand', async () => {
    expect((await talk('99', 'q')).text).toContain('Expected a number from 1 to 9, n, o or q.')
  })

  it('goes on after a refusal', async () => {
    expect((await talk('2', 'q')).text).toContain('Not done: The database cannot be reached just now.')
  })

  it('ends when nobody answers any more', async () => {
    expect((await talk('1')).said.at(-1)).toContain('b to go back')
  })

  it('hears at once what waits for people and what went wrong, and of nothing else', () => {
    const said: string[] = []
    const subscribed: { variables: object; next: (data: unknown) => void }[] = []
    const client = {
      subscribe: (_operation: object, variables: object, { next }: { next: (data: unknown) => void }) => {
        subscribed.push({ variables, next })
        return () => subscribed.splice(0)
      },
    } as unknown as CapstanClient
    const stop = hearNews(client, (line) => said.push(line))
    expect(subscribed[0]?.variables).toEqual({
      filter: { types: ['task.failed', 'request.opened', 'alert.opened', 'worker.lost', 'agent.circuit_opened'] },
    })
    subscribed[0]?.next({ events: { type: 'request.opened', subject: 'R-12', payload: { kind: 'APPROVAL', title: 'Publish the page?' } } })
    subscribed[0]?.next({ events: { type: 'worker.lost', subject: 'vm-1', payload: {} } })
    expect(said).toEqual(['News: R-12 opened: Publish the page?', 'News: vm-1 lost.'])
    stop()
    expect(subscribed).toEqual([])
  })

  it('tells news in a sentence', () => {
    expect(newsLine({ type: 'task.failed', subject: 'T-3', payload: { error: { message: 'No such page' } } })).toBe(
      'News: T-3 failed: No such page.',
    )
  })
})
