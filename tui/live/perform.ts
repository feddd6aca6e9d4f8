// Does an action to rows, a few at a time, and tells what came of it. A row loses its mark when it is done.
import type { CapstanClient } from '../client/client.ts'
import { resources } from '../resources/all.ts'
import type { ActionInput, Item } from '../resources/resource.ts'
import type { Effect } from '../state/messages.ts'
import type { State, Undo } from '../state/state.ts'
import type { Store } from './store.ts'

type Performance = Extract<Effect, { effect: 'perform' }>

const atOnce = 5
const undoMs = 10_000

export async function perform({ client, store }: { client: CapstanClient; store: Store }, wanted: Performance): Promise<void> {
  const { list, action: name, ids, input, undoing } = wanted
  const action = resources[list].actions[name]
  const rows = findRows(store.get(), list, ids)
  if (!action || rows.length === 0) return
  const done: { row: Item; told: string }[] = []
  const failures: string[] = []
  await forEach(rows, async (row) => {
    try {
      done.push({ row, told: await action.perform(client, row, input) })
      store.dispatch({ type: 'unmark', list, id: row.id }, 'at once')
    } catch (error) {
      failures.push(error instanceof Error ? error.message : String(error))
    }
  })
  const undo = undoing ? undefined : undoOf(wanted, done, store.get().now)
  store.dispatch({ type: 'undoable', undo })
  store.dispatch({ type: 'notice', ...tell(rows, done, failures) }, 'at once')
  store.dispatch({ type: 'listStale', list })
}

function findRows({ lists, task, workflow }: State, list: Performance['list'], ids: readonly string[]): Item[] {
  const pages = [task?.data, workflow?.data].flatMap((row) => row ?? [])
  return ids.flatMap((id): Item[] => {
    const row = lists[list].rows.find((each) => each.id === id) ?? pages.find((each) => each.id === id)
    return row ? [row] : []
  })
}

function tell(rows: readonly Item[], done: readonly { told: string }[], failures: readonly string[]) {
  const [failure] = failures
  const [first] = done
  if (!failure)
    return { text: rows.length === 1 ? (first?.told ?? '') : `${done.length} done. ${first?.told ?? ''}`, tone: 'good' as const }
  return { text: rows.length === 1 ? failure : `${done.length} done, ${failures.length} not: ${failure}`, tone: 'bad' as const }
}

function undoOf({ list, action: name, input }: Performance, done: readonly { row: Item }[], now: number): Undo | undefined {
  const action = resources[list].actions[name]
  const items = done.flatMap(({ row }) => {
    const back: ActionInput | undefined = action?.undo?.(row, input)
    return back?.choice === undefined ? [] : [{ id: row.id, choice: back.choice }]
  })
  const [first] = done
  if (items.length === 0 || !action || !first) return undefined
  return { list, action: name, items, label: action.label(first.row), until: now + undoMs }
}

async function forEach<T>(items: readonly T[], run: (item: T) => Promise<void>): Promise<void> {
  const waiting = [...items]
  const lane = async () => {
    for (let item = waiting.shift(); item !== undefined; item = waiting.shift()) await run(item)
  }
  await Promise.all(Array.from({ length: atOnce }, lane))
}
