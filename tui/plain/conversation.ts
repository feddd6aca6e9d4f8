// What is said and asked in the mode for screen readers. Knows no terminal: only how to say a line and ask for one.
import type { CapstanClient } from '../client/client.ts'
import { answerForm } from '../forms/forms.ts'
import { stats as statsOperation } from '../generated/operations.ts'
import { resources } from '../resources/all.ts'
import type { RequestRow } from '../resources/requests.ts'
import {
  type ActionInput,
  type ActionName,
  actionNames,
  type Item,
  type ListName,
  type Page,
  type Resource,
  type RowAction,
  whenEmpty,
} from '../resources/resource.ts'
import { views } from '../state/route.ts'
import { parseFilter } from '../text/filter.ts'
import { formatCount, plural, toWords } from '../text/format.ts'
import { fillForm } from './fill.ts'
import { handOver, send } from './hand-over.ts'
import type { Talk } from './talk.ts'
import { rowWords, sectionWords, wordsOnly } from './words.ts'

const pageSize = 10
const lists = views.flatMap(({ route }) => (route.kind === 'list' ? [{ title: resources[route.list].title, list: route.list }] : []))

export async function conversation(talk: Talk): Promise<void> {
  const { say, ask } = talk
  await overview(talk)
  for (;;) {
    say('')
    for (const [index, { title }] of lists.entries()) say(`${index + 1}. ${title}`)
    const answer = await ask('Number of a list, n for a new task, o for the overview, q to quit:')
    if (answer === undefined || answer === 'q') return
    const chosen = lists[Number(answer) - 1]
    if (answer === 'o') await overview(talk)
    else if (answer === 'n') await attempt(talk, () => handOver(talk))
    else if (!chosen) say(`Expected a number from 1 to ${lists.length}, n, o or q.`)
    else if (!(await attempt(talk, () => showList(talk, chosen.list, '')))) return
  }
}

/** False when nobody answers any more. What the server refuses is told, and the conversation goes on. */
async function attempt({ say }: Talk, run: () => Promise<boolean>): Promise<boolean> {
  try {
    return await run()
  } catch (error) {
    say(`Not done: ${error instanceof Error ? error.message : String(error)}`)
    return true
  }
}

async function overview(talk: Talk): Promise<void> {
  await attempt(talk, async () => {
    const { queueStats } = await talk.client.request(statsOperation, {})
    const waiting = queueStats.queues.map(({ priority, depth }) => `${formatCount(depth)} ${toWords(priority)}`).join(', ')
    talk.say(`Ready to run: ${waiting}.`)
    talk.say(`Workers: ${queueStats.workers.busy} of ${plural(queueStats.workers.total, 'slot')} busy.`)
    const statuses = queueStats.statuses
      .filter(({ count }) => count > 0)
      .map(({ status, count }) => `${formatCount(count)} ${toWords(status)}`)
    talk.say(`Tasks: ${statuses.join(', ') || 'none'}.`)
    return true
  })
}

async function showList(talk: Talk, name: ListName, filter: string): Promise<boolean> {
  const resource = resources[name]
  const page = await readPage(talk.client, resource, filter, undefined)
  return browse(talk, { resource, filter, page })
}

async function readPage(client: CapstanClient, resource: Resource<Item>, filter: string, after: string | undefined): Promise<Page<Item>> {
  return resource.load(client, {
    filter: parseFilter(filter),
    sort: undefined,
    first: pageSize,
    after,
    signal: new AbortController().signal,
  })
}

async function browse(
  talk: Talk,
  { resource, filter, page }: { resource: Resource<Item>; filter: string; page: Page<Item> },
): Promise<boolean> {
  const { say, ask } = talk
  const around = wordsOnly(Date.now())
  say(
    `${resource.title}${filter ? ` with ${filter}` : ''}: ${page.total === undefined ? plural(page.rows.length, resource.noun) : formatCount(page.total, page.exact)}.`,
  )
  if (page.rows.length === 0) say(whenEmpty(resource, filter))
  for (const [index, row] of page.rows.entries()) say(`${index + 1}. ${rowWords(row, resource.columns, around)}`)
  for (;;) {
    const answer = await ask(`Number to open, f and words to filter${page.hasMore ? ', m for more' : ''}, b to go back:`)
    if (answer === undefined) return false
    if (answer === 'b' || answer === '') return true
    if (answer === 'm' && page.hasMore) {
      const next = await readPage(talk.client, resource, filter, page.endCursor ?? undefined)
      return browse(talk, { resource, filter, page: next })
    }
    if (/^f\b/.test(answer)) return showList(talk, resource.name, answer.slice(1).trim())
    const row = page.rows[Number(answer) - 1]
    if (!row) say(`Expected a number from 1 to ${page.rows.length}, f, m or b.`)
    else if (!(await showRow(talk, resource, row))) return false
  }
}

async function showRow(talk: Talk, resource: Resource<Item>, row: Item): Promise<boolean> {
  const { say, ask } = talk
  for (const line of sectionWords(resource.describe(row, wordsOnly(Date.now())))) say(line)
  const possible = actionNames.flatMap((name): { name: ActionName; action: RowAction<Item> }[] => {
    const action = resource.actions[name]
    return action && action.refusal?.(row) === undefined ? [{ name, action }] : []
  })
  if (possible.length === 0) return true
  for (const [index, { action }] of possible.entries()) say(`${index + 1}. ${action.label(row)}`)
  const answer = await ask('Number of what to do, or b to go back:')
  if (answer === undefined) return false
  const chosen = possible[Number(answer) - 1]
  return chosen ? act(talk, { resource, row, action: chosen.action }) : true
}

async function act(
  talk: Talk,
  { resource, row, action }: { resource: Resource<Item>; row: Item; action: RowAction<Item> },
): Promise<boolean> {
  const { say, ask, client } = talk
  const request = resource.name === 'requests' ? (row as RequestRow) : undefined
  if (request?.form && action === resource.actions.answer) {
    const form = await fillForm(talk, answerForm(request), Date.now)
    return form ? attempt(talk, () => send(talk, form)) : true
  }
  const input: ActionInput = {}
  if (action.choices) {
    for (const [index, choice] of action.choices.entries()) say(`${index + 1}. ${choice}`)
    const choice = action.choices[Number(await ask('Number:')) - 1]
    if (choice === undefined) return true
    input.choice = choice
  }
  if (action.reason) {
    const reason = await ask(`${action.ask ?? (action.reason === 'required' ? 'Text' : 'Reason, may stay empty')}:`)
    if (reason === undefined) return false
    if (reason === '' && action.reason === 'required') {
      say('A text is needed. Nothing was done.')
      return true
    }
    if (reason !== '') input.reason = reason
  }
  if (action.danger) {
    const sure = await ask(`${action.label(row)} ${resource.noun} ${resource.nameOf(row)}? Type yes:`)
    if (sure === undefined) return false
    if (sure !== 'yes') {
      say('Nothing was done.')
      return true
    }
  }
  return attempt(talk, async () => {
    say(`${await action.perform(client, row, input)}.`)
    return true
  })
}
