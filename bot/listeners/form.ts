// Forms that are submitted: acknowledged with their mistakes, their next step or their end, always within three seconds.
import type { AllMiddlewareArgs, SlackViewMiddlewareArgs } from '@slack/bolt'
import { type Asking, createAsking, noticeView, sayEphemeral, sayInDirect } from '../asking.ts'
import { markup } from '../blocks/markup.ts'
import { renderNotice } from '../blocks/notice.ts'
import { explain } from '../explain.ts'
import type { Parts } from '../parts.ts'
import { readAnswers, readMeta, type SubmissionAnswer } from '../submissions/submission.ts'
import { submitForm } from '../submissions/submissions.ts'
import { acknowledge, refusalFor } from './receive.ts'

type Args = SlackViewMiddlewareArgs & AllMiddlewareArgs

const patienceMs = 2200

export function onForm(parts: Parts) {
  return async ({ ack, body, view, context }: Args): Promise<void> => {
    if (body.type !== 'view_submission') return acknowledge(parts, () => ack())
    const team = body.user.team_id ?? body.team?.id ?? context.teamId ?? ''
    const person = { team, user: body.user.id }
    const trigger = (body as { trigger_id?: string }).trigger_id ?? ''
    const key = `view:${view.id}:${view.hash}:${trigger}`
    const meta = readMeta(view.private_metadata)
    const at = { person, key, thread: meta.thread }
    const say =
      meta.channel && !meta.channel.startsWith('D') ? sayEphemeral(parts, { ...at, channel: meta.channel }) : sayInDirect(parts, at)
    const asking = createAsking(parts, {
      person,
      key,
      channel: meta.channel,
      direct: meta.channel?.startsWith('D') === true,
      thread: meta.thread,
      say,
    })
    const refusal = refusalFor(parts, { person, team: context.teamId ?? team, channel: meta.channel, direct: asking.direct })
    if (refusal) return acknowledge(parts, () => ack(asResponse({ view: noticeView(refusal) }) as never))
    const answer = answerOnce(parts, asking, key, () =>
      submitForm(view.callback_id, { asking, meta, answers: readAnswers(view.state.values), blocks: blockIds(view.blocks) }),
    )
    await answerInTime({ parts, asking, viewId: view.id, answer, ack: (response) => ack(response as never) })
  }
}

const blockIds = (blocks: readonly { block_id?: string; type: string }[]) =>
  blocks.filter(({ type }) => type === 'input').flatMap(({ block_id: id }) => (id ? [id] : []))

async function answerOnce(parts: Parts, asking: Asking, key: string, work: () => Promise<SubmissionAnswer>): Promise<SubmissionAnswer> {
  let answer: SubmissionAnswer
  try {
    await parts.seen.once([key], async () => {
      answer = await work()
    })
    return answer
  } catch (error) {
    return answer ?? { view: noticeView(explain(error, { log: parts.log, prefix: asking.prefix })) }
  }
}

interface Answering {
  parts: Parts
  asking: Asking
  viewId: string
  answer: Promise<SubmissionAnswer>
  ack: (response?: object) => Promise<void>
}

/** When it takes long, the form says so, and shows what came of it afterwards. */
async function answerInTime({ parts, asking, viewId, answer, ack }: Answering): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<'late'>((resolve) => {
    timer = setTimeout(resolve, patienceMs, 'late')
  })
  const first = await Promise.race([answer, late])
  clearTimeout(timer)
  if (first !== 'late') return acknowledge(parts, () => ack(asResponse(first)))
  await acknowledge(parts, () => ack(asResponse({ view: noticeView(renderNotice(markup`Working on it\u2026`)) })))
  const settled = await answer
  const client = await parts.slack.of(asking.person.team)
  await client.views
    .update({ view_id: viewId, view: lateView(settled) })
    .catch((error: unknown) => parts.log.warn({ err: error }, 'a form was closed before its answer came'))
}

function asResponse(answer: SubmissionAnswer): object | undefined {
  if (!answer) return undefined
  return 'errors' in answer ? { response_action: 'errors', errors: answer.errors } : { response_action: 'update', view: answer.view }
}

function lateView(answer: SubmissionAnswer) {
  if (!answer) return noticeView(renderNotice(markup`Done.`))
  return 'view' in answer ? answer.view : noticeView(renderNotice(markup`${Object.values(answer.errors).join(' ')}`))
}
