// A choice in a form that changes what else it asks: the same form again with the fields that fit.
import type { Asking } from '../asking.ts'
import { textIn } from '../forms/answers.ts'
import { agentBlock, runForm } from '../forms/run-form.ts'
import { redrawStep } from './schedule.ts'
import { readAnswers, readMeta } from './submission.ts'

export interface Redraw {
  action: string
  view: { id: string; private_metadata: string; values?: unknown }
}

export async function redrawForm(asking: Asking, { action, view }: Redraw): Promise<void> {
  const meta = readMeta(view.private_metadata)
  const answers = readAnswers(view.values)
  const draw = async () => {
    if (action !== 'agent.choose') return redrawStep({ asking, answers, meta }, action)
    const text = meta.draft ? (await asking.parts.drafts.read(asking.person, meta.draft))?.text : undefined
    return runForm(asking, { agentName: textIn(answers, agentBlock), text, draft: meta.draft, channel: meta.channel, thread: meta.thread })
  }
  if (!['agent.choose', 'schedule.whatChoose', 'schedule.rhythmChoose'].includes(action)) return
  const next = await draw()
  const client = await asking.parts.slack.of(asking.person.team)
  if (next) await client.views.update({ view_id: view.id, view: next })
}
