// Given-up tasks: groups, one by one, submit again, put aside, hand to somebody.
import type { Asking } from '../asking.ts'
import { renderDeadLetter, renderDeadLetterGroups, renderDeadLetterList } from '../blocks/dead-letter-card.ts'
import { code, type Markup, markup, nothing } from '../blocks/markup.ts'
import { renderNotice } from '../blocks/notice.ts'
import { plural } from '../blocks/wording.ts'
import { Misunderstood } from '../explain.ts'
import {
  assignDeadLetter,
  type DeadLetterFieldsFragment,
  type DeadLetterFilter,
  deadLetter,
  deadLetterGroups,
  deadLetters,
  discardDeadLetters,
  me,
  resubmitDeadLetters,
} from '../generated/operations.ts'
import type { Command } from '../grammar/command.ts'
import { type CommandsOf, retype } from './command-handler.ts'
import { findId, rest } from './find.ts'
import { presentTask } from './tasks.ts'

const pageOfLetters = 10
/** More at once is for the terminal, where it can be looked at first. */
const mostAtOnce = 500

export const deadLetterCommands: CommandsOf<'dead'> = {
  'dead.groups': async (asking, { pairs }) => {
    const [{ deadLetterGroups: groups }, { me: viewer }] = await Promise.all([
      asking.ask(deadLetterGroups, { filter: toFilter(pairs) }),
      asking.ask(me, {}),
    ])
    await asking.say(renderDeadLetterGroups(groups, viewer.viewerCan.includes('OPERATE_QUEUE')))
  },
  'dead.list': async (asking, command, page) => {
    const found = await asking.ask(deadLetters, { filter: toFilter(command.pairs), first: pageOfLetters, after: page?.after })
    await asking.say(renderDeadLetterList({ deadLetters: found.deadLetters, command: retype(command) }))
  },
  'dead.show': async (asking, { words: [word] }) => showDeadLetter(asking, await findId(asking, 'dead', word)),
  'dead.retry': async (asking, { words, pairs }) => {
    if (words[0]?.toLowerCase() === 'all') return retryAll(asking, toFilter(pairs))
    if (words.length === 0) throw new Misunderstood(markup`Which? For example ${code(`${asking.prefix} dead retry D-1042`)}.`)
    const ids = await Promise.all(words.map((word) => findId(asking, 'dead', word)))
    await retryLetters(asking, ids)
  },
  'dead.discard': async (asking, { words }) => {
    const id = await findId(asking, 'dead', words[0])
    const reason = rest(words)
    if (!reason) throw new Misunderstood(markup`Please say why: ${code(`${asking.prefix} dead discard ${id} "the reason"`)}.`)
    await discard(asking, { ids: [id], reason })
  },
  'dead.assign': async (asking, { words: [word, who] }) => {
    const assignee = who?.replace(/^@/, '')
    if (!assignee) throw new Misunderstood(markup`To whom? For example ${code(`${asking.prefix} dead assign D-1042 @ann`)}.`)
    await assign(asking, await findId(asking, 'dead', word), assignee)
  },
}

function toFilter(pairs: Command['pairs']): DeadLetterFilter {
  return {
    ...(pairs['agent'] && { agent: pairs['agent'] }),
    ...(pairs['fingerprint'] && { fingerprint: pairs['fingerprint'] }),
    ...(pairs['assignee'] && { assignee: pairs['assignee'].replace(/^@/, '') }),
  }
}

export async function findDeadLetter({ ask }: Pick<Asking, 'ask'>, id: string): Promise<DeadLetterFieldsFragment> {
  const { deadLetter: letter } = await ask(deadLetter, { id })
  if (letter) return letter
  throw new Misunderstood(markup`There is no ${code(id)} here.`)
}

export async function showDeadLetter(asking: Asking, id: string): Promise<void> {
  const letter = await findDeadLetter(asking, id)
  const { fingerprint } = letter.error
  const alike = fingerprint ? (await asking.ask(deadLetters, { filter: { fingerprint }, first: 1 })).deadLetters.totalCount : 1
  await asking.say(renderDeadLetter({ letter, alike: Math.max(1, alike) }))
}

export async function retryLetters(
  asking: Asking,
  ids: readonly string[],
  overrideParameters?: { [name: string]: unknown },
): Promise<void> {
  const variables = { ids: [...ids], ...(overrideParameters && { overrideParameters }) }
  const { resubmitDeadLetters: done } = await asking.ask(resubmitDeadLetters, variables)
  const [only] = done.tasks
  if (only && done.resubmitted === 1) await presentTask(asking, only)
  await asking.say(
    renderNotice(
      done.resubmitted === 0
        ? markup`Nothing was submitted: ${plural(ids.length, 'dead letter')} already dealt with.`
        : markup`\u21bb ${plural(done.resubmitted, 'task')} submitted again${only ? markup`: ${done.tasks.map(({ id }) => id).join(', ')}${done.resubmitted > done.tasks.length ? ' and more' : ''}` : ''}.${leftBehind(asking, done)}`,
    ),
  )
}

/** What went down with them stays as it is: it can be brought back, behind the new tasks. */
function leftBehind({ prefix }: Asking, { resubmitted, dependents }: { resubmitted: number; dependents: number }): Markup {
  if (resubmitted === 0 || dependents === 0) return nothing
  const what = resubmitted === 1 ? 'it' : 'them'
  return markup` ${plural(dependents, 'task')} that waited for ${what} ended with ${what}; ${code(`${prefix} retry T-…`)} brings each back.`
}

export async function retryAll(asking: Asking, filter: DeadLetterFilter): Promise<void> {
  const { resubmitDeadLetters: plan } = await asking.ask(resubmitDeadLetters, { filter, dryRun: true })
  if (plan.matched === 0) throw new Misunderstood(markup`No dead letter fits.`)
  if (plan.matched > mostAtOnce) {
    throw new Misunderstood(
      markup`${plural(plan.matched, 'dead letter')} fit; at most ${mostAtOnce} are retried at once from here. Narrow it, for example with ${code('agent=\u2026')}.`,
    )
  }
  const { resubmitDeadLetters: done } = await asking.ask(resubmitDeadLetters, { filter })
  await asking.say(renderNotice(markup`\u21bb ${plural(done.resubmitted, 'task')} submitted again.${leftBehind(asking, done)}`))
}

export async function discard(
  asking: Asking,
  { reason, ...which }: { ids?: string[]; filter?: DeadLetterFilter; reason: string },
): Promise<void> {
  const { discardDeadLetters: count } = await asking.ask(discardDeadLetters, { ...which, reason })
  await asking.say(
    renderNotice(
      count === 0 ? markup`Nothing was put aside: it was dealt with already.` : markup`\u2298 ${plural(count, 'dead letter')} put aside.`,
    ),
  )
}

export async function assign(asking: Asking, id: string, assignee: string): Promise<void> {
  const { assignDeadLetter: letter } = await asking.ask(assignDeadLetter, { id, assignee })
  await asking.say(renderDeadLetter({ letter, alike: 1 }))
}
