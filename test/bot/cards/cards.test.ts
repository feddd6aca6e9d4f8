// Cards and news may come in any order: the last state is shown all the same.
import { expect, it } from 'vitest'
import { createCards } from '../../../bot/cards/cards.ts'
import { createRecent } from '../../../bot/cards/recent.ts'

const at = (second: number) => new Date(Date.UTC(2026, 0, 1, 0, 0, second)).toISOString()
const task = (status: string, more: object = {}) => ({
  id: 'T-1',
  agentName: 'writer',
  status,
  priority: 'NORMAL',
  progress: 0,
  tags: [],
  attempts: [],
  waitingOn: [],
  viewerCan: [],
  maxAttempts: 1,
  submittedBy: { id: 'U-1', name: 'Ann' },
  createdAt: at(0),
  ...more,
})
const place = { kind: 'task' as const, id: 'T-1', team: 'T0', channel: 'C0' }

/** A server where the task runs by now, and an outbox that only remembers. */
function createStage() {
  const shown: { text: string; version: number }[] = []
  const watched: { subject: string }[] = []
  let reads = 0
  const cards = createCards({
    api: {
      ask: async () => {
        reads += 1
        return { task: task('RUNNING', { startedAt: at(1) }) }
      },
    },
    outbox: {
      show: async ({ message, version }: { message: { text: string }; version: number }) => shown.push({ text: message.text, version }),
    },
    watches: {
      add: async (watch: { subject: string }) => watched.push(watch),
      of: async (subjects: string[]) => watched.filter(({ subject }) => subjects.includes(subject)),
      settle: async () => undefined,
    },
    people: {},
    config: { planBlocks: true },
    log: {},
  } as never)
  return { cards, shown, reads: () => reads }
}

it('what happened before a card was watched is on it', async () => {
  const { cards, shown } = createStage()
  await cards.refresh(new Map([['task:T-1', Date.parse(at(1))]]))
  await cards.present({ ...place, model: task('QUEUED') as never })
  expect(shown.map(({ text }) => text)).toEqual(['writer T-1: queued', 'writer T-1: running'])
  expect(shown[1]!.version).toBeGreaterThan(shown[0]!.version)
})

it('what happens afterwards is on it too, and nothing is read when nothing happened', async () => {
  const { cards, shown, reads } = createStage()
  await cards.present({ ...place, model: task('QUEUED') as never })
  expect([shown.length, reads()]).toEqual([1, 0])
  await cards.refresh(new Map([['task:T-1', Date.parse(at(1))]]))
  expect(shown.at(-1)?.text).toBe('writer T-1: running')
})

it('only the latest of what happened is kept', () => {
  const recent = createRecent()
  recent.add(new Map([['task:T-0', 1]]))
  recent.add(new Map(Array.from({ length: 30_000 }, (_, index) => [`task:T-${index + 1}`, index])))
  expect(recent.at('task:T-0')).toBeUndefined()
  expect(recent.at('task:T-30000')).toBe(29_999)
})
