// Approvals and questions: look, decide, answer. Who may, and whether it is still open, the server says at the moment of the decision.
import type { Asking } from '../asking.ts'
import { code, markup } from '../blocks/markup.ts'
import { renderNotice } from '../blocks/notice.ts'
import { renderRequestCard, renderRequestList } from '../blocks/request-card.ts'
import { requestStates } from '../blocks/wording.ts'
import { ApiError } from '../client/api-error.ts'
import { Misunderstood } from '../explain.ts'
import { toFields } from '../forms/schema-fields.ts'
import { typeParameters } from '../forms/typed-parameters.ts'
import { answerRequest, type Decision, type RequestFieldsFragment, request as requestQuery, requests } from '../generated/operations.ts'
import { type CommandsOf, retype } from './command-handler.ts'
import { findId, rest } from './find.ts'

export const requestCommands: CommandsOf<'request'> = {
  'request.list': async (asking, command, page) => {
    const found = await asking.ask(requests, {
      filter: { mine: command.words.includes('mine') ? true : null },
      first: 10,
      after: page?.after,
    })
    await asking.say(renderRequestList({ requests: found.requests, command: retype(command) }))
  },
  'request.show': async (asking, { words: [word] }) => showRequest(asking, await findId(asking, 'request', word)),
  'request.approve': async (asking, { words }) => {
    await decide(asking, { id: await findId(asking, 'request', words[0]), decision: 'APPROVE', reason: rest(words) })
  },
  'request.reject': async (asking, { words }) => {
    const id = await findId(asking, 'request', words[0])
    const reason = rest(words)
    if (!reason) throw new Misunderstood(markup`Please say why: ${code(`${asking.prefix} reject ${id} "the reason"`)}.`)
    await decide(asking, { id, decision: 'REJECT', reason })
  },
  'request.answer': async (asking, { words, pairs }) => {
    const id = await findId(asking, 'request', words[0])
    const { request } = await asking.ask(requestQuery, { id })
    const fields = toFields(request?.form)
    const answer = fields.length > 0 ? typeParameters({ fields, pairs, rest: rest(words) ?? '' }) : rest(words)
    if (answer === undefined) throw new Misunderstood(markup`What is the answer? ${code(`${asking.prefix} answer ${id} "your words"`)}.`)
    await decide(asking, { id, answer })
  },
}

export interface Say {
  id: string
  decision?: Decision
  reason?: string | undefined
  answer?: unknown
  /** As far as it was shown: a beginning of the digest. */
  shown?: string | undefined
}

export async function decide(asking: Asking, { id, decision, reason, answer, shown }: Say): Promise<void> {
  const before = await asking.ask(requestQuery, { id })
  const digest = before.request?.digest
  if (shown && digest && !digest.startsWith(shown)) {
    throw new Misunderstood(markup`${code(id)} has changed since this was shown. Look at it again before you decide.`)
  }
  try {
    const { answerRequest: request } = await asking.ask(answerRequest, {
      id,
      decision: decision ?? null,
      reason: reason ?? null,
      answer: answer ?? null,
      digest: digest ?? null,
    })
    await asking.say(renderNotice(markup`${told(request, decision)}`))
  } catch (error) {
    if (error instanceof ApiError && ['ILLEGAL_STATE', 'CONFLICT'].includes(error.code)) throw await settledAlready(asking, id, error)
    throw error
  }
}

function told({ id, status, decisions, quorum }: RequestFieldsFragment, decision: Decision | undefined) {
  if (status !== 'OPEN') return markup`${requestStates[status]}: ${code(id)}.`
  const yes = decisions.filter((one) => one.decision === 'APPROVE').length
  return decision === 'APPROVE' ? markup`Noted for ${code(id)}: ${yes} of ${quorum} approved.` : markup`Noted for ${code(id)}.`
}

/** The second click: who was first, and what they said. */
async function settledAlready(asking: Asking, id: string, error: ApiError): Promise<Misunderstood> {
  const { request } = await asking.ask(requestQuery, { id })
  const last = request?.decisions.at(-1)
  await asking.parts.cards.look(`request:${id}`)
  if (!request || request.status === 'OPEN') return new Misunderstood(markup`${error.message}`)
  return new Misunderstood(
    markup`${code(id)} is settled already: ${requestStates[request.status].toLowerCase()}${last ? markup` by ${last.by.name}` : ''}.`,
  )
}

export async function showRequest(asking: Asking, id: string): Promise<void> {
  const { request } = await asking.ask(requestQuery, { id })
  if (!request) throw new Misunderstood(markup`There is no ${code(id)} here.`)
  await asking.say(renderRequestCard({ request, names: {} }))
}
