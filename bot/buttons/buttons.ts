// Every button there is and what it does. The same verbs as the commands: a button is a shorter way to say one.
import { type Asking, showModal } from '../asking.ts'
import { code, markup } from '../blocks/markup.ts'
import { renderNotice } from '../blocks/notice.ts'
import { openSettings } from '../commands/account.ts'
import { carryOut, guarded } from '../commands/commands.ts'
import { closeCircuit, drain, resumeWork, showAgent, switchAgent } from '../commands/crew.ts'
import { assign, findDeadLetter, retryAll, retryLetters, showDeadLetter } from '../commands/dead-letters.ts'
import { needId } from '../commands/find.ts'
import { decide, showRequest } from '../commands/requests.ts'
import { openWizard, pause, remove, resume, runNow, showSchedule } from '../commands/schedules.ts'
import { openRunForm, showLogs, showTask } from '../commands/tasks.ts'
import { acknowledge, showAlert } from '../commands/watchful.ts'
import { openWorkflowForm, showWorkflow, showWorkflowResult } from '../commands/workflows.ts'
import { Misunderstood } from '../explain.ts'
import { editForm } from '../forms/run-form.ts'
import { answerForm, levelForm, personInput, smallForm, wordsInput } from '../forms/small-forms.ts'
import {
  cancelTask,
  cancelWorkflow,
  pauseWorkflow,
  request as requestQuery,
  resumeWorkflow,
  retryTask,
  retryWorkflow,
  taskParameters,
} from '../generated/operations.ts'
import type { PressHandler, PressValue } from './press.ts'

const taskId = ({ id }: PressValue) => needId('task', id)
const workflowId = ({ id }: PressValue) => needId('workflow', id)
const deadId = ({ id }: PressValue) => needId('dead', id)
const requestId = ({ id }: PressValue) => needId('request', id)
const scheduleId = ({ id }: PressValue) => needId('schedule', id)

/** The card follows by the news of it; whoever pressed has seen the button. */
const quietly = (work: (asking: Asking, value: PressValue) => Promise<unknown>): PressHandler => {
  return async (asking, value) => {
    await work(asking, value)
    // In a message that is theirs alone nothing follows: say it.
    if (!asking.liveCard) await asking.say(renderNotice(markup`Done: ${code(value.id, 60)}.`))
  }
}

const reasonForm = (callback: string, title: string, submit: string): PressHandler => {
  return (asking, { id, rev }) =>
    showModal(asking, async () =>
      smallForm({
        callback,
        title,
        submit,
        meta: { id, rev },
        blocks: [wordsInput('Why?', { hint: 'Kept, and shown to everybody who looks.' })],
      }),
    )
}

const taskButtons = {
  'task.show': (asking, value) => showTask(asking, taskId(value)),
  'task.cancel': quietly((asking, value) => asking.ask(cancelTask, { id: taskId(value), reason: null })),
  'task.retry': quietly((asking, value) => asking.ask(retryTask, { id: taskId(value), resetAttempts: true })),
  'task.logs': (asking, value) => showLogs(asking, taskId(value)),
  'task.logsAfter': (asking, value) => showLogs(asking, taskId(value), value.after),
  'task.priority': (asking, value) => showModal(asking, async () => levelForm(taskId(value))),
  'task.edit': (asking, value) => showModal(asking, () => editForm(asking, { task: taskId(value) })),
  'task.again': async (asking, value) => {
    const { task } = await asking.ask(taskParameters, { id: taskId(value) })
    if (!task) throw new Misunderstood(markup`There is no ${code(value.id, 60)} here.`)
    await openRunForm(asking, task.agentName, task.parameters as { [name: string]: unknown })
  },
  'task.refresh': (asking, value) => asking.parts.cards.look(`task:${taskId(value)}`),
  'task.new': (asking) => openRunForm(asking, undefined),
  'task.list': (asking) => carryOut(asking, 'list'),
} satisfies { [action: string]: PressHandler }

const workflowButtons = {
  'workflow.start': (asking, { id }) => openWorkflowForm(asking, id),
  'workflow.show': (asking, value) => showWorkflow(asking, workflowId(value)),
  'workflow.pause': quietly((asking, value) => asking.ask(pauseWorkflow, { id: workflowId(value), reason: null })),
  'workflow.resume': quietly((asking, value) => asking.ask(resumeWorkflow, { id: workflowId(value) })),
  'workflow.cancel': quietly((asking, value) => asking.ask(cancelWorkflow, { id: workflowId(value), reason: null })),
  'workflow.retry': quietly((asking, value) => asking.ask(retryWorkflow, { id: workflowId(value), step: null })),
  'workflow.retryStep': quietly((asking, value) => asking.ask(retryWorkflow, { id: workflowId(value), step: value.step ?? null })),
  'workflow.refresh': (asking, value) => asking.parts.cards.look(`workflow:${workflowId(value)}`),
  'workflow.result': (asking, value) => showWorkflowResult(asking, workflowId(value)),
} satisfies { [action: string]: PressHandler }

const requestButtons = {
  'request.show': (asking, value) => showRequest(asking, requestId(value)),
  'request.approve': (asking, value) => decide(asking, { id: requestId(value), decision: 'APPROVE', shown: value.rev }),
  'request.reject': reasonForm('request.reject', 'Reject', 'Reject'),
  'request.approveWith': reasonForm('request.approve', 'Approve', 'Approve'),
  'request.answer': (asking, value) =>
    showModal(asking, async () => {
      const { request } = await asking.ask(requestQuery, { id: requestId(value) })
      if (!request) throw new Misunderstood(markup`There is no ${code(value.id, 60)} here.`)
      return answerForm(request)
    }),
  'request.refresh': (asking, value) => asking.parts.cards.look(`request:${requestId(value)}`),
} satisfies { [action: string]: PressHandler }

const deadLetterButtons = {
  'dead.groups': (asking) => carryOut(asking, 'dead'),
  'dead.list': (asking, { id }) => carryOut(asking, `dead list fingerprint="${id.replaceAll(/["\\]/g, '')}"`),
  'dead.show': (asking, value) => showDeadLetter(asking, deadId(value)),
  'dead.retry': (asking, value) => retryLetters(asking, [deadId(value)]),
  'dead.retryGroup': (asking, { id }) => retryAll(asking, { fingerprint: needFingerprint(id) }),
  'dead.edit': async (asking, value) => {
    const id = deadId(value)
    const letter = await findDeadLetter(asking, id)
    await showModal(asking, () => editForm(asking, { task: letter.task.id, dead: id }))
  },
  'dead.discard': reasonForm('dead.discard', 'Discard', 'Discard'),
  'dead.discardGroup': reasonForm('dead.discardGroup', 'Discard all alike', 'Discard'),
  'dead.assign': (asking, value) =>
    showModal(asking, async () =>
      smallForm({
        callback: 'dead.assign',
        title: 'Assign',
        submit: 'Assign',
        meta: { id: deadId(value) },
        blocks: [personInput('Who looks after it?')],
      }),
    ),
  'dead.take': (asking, value) => assign(asking, deadId(value), asking.person.user),
  'dead.note': (asking, value) =>
    showModal(asking, async () =>
      smallForm({ callback: 'dead.note', title: 'Note', submit: 'Write', meta: { id: deadId(value) }, blocks: [wordsInput('Your note')] }),
    ),
} satisfies { [action: string]: PressHandler }

/** An empty one would mean all there are. */
function needFingerprint(id: string): string {
  if (id.trim()) return id
  throw new Misunderstood(markup`These have no fingerprint in common; retry them one by one.`)
}

const scheduleButtons = {
  'schedule.new': (asking) => openWizard(asking),
  'schedule.show': (asking, value) => showSchedule(asking, scheduleId(value)),
  'schedule.refresh': (asking, value) => showSchedule(asking, scheduleId(value)),
  'schedule.run': (asking, value) => runNow(asking, scheduleId(value)),
  'schedule.pause': (asking, value) => pause(asking, scheduleId(value)),
  'schedule.resume': (asking, value) => resume(asking, scheduleId(value)),
  'schedule.edit': (asking, value) => openWizard(asking, scheduleId(value)),
  'schedule.delete': (asking, value) => remove(asking, scheduleId(value)),
} satisfies { [action: string]: PressHandler }

const otherButtons = {
  'agent.show': (asking, { id }) => showAgent(asking, id),
  'agent.run': (asking, { id }) => openRunForm(asking, id),
  'agent.enable': (asking, { id }) => switchAgent(asking, id, true),
  'agent.disable': (asking, { id }) => switchAgent(asking, id, false),
  'agent.reset': (asking, { id }) => closeCircuit(asking, id),
  'worker.drain': (asking, { id }) => drain(asking, id),
  'worker.resume': (asking, { id }) => resumeWork(asking, id),
  'queue.show': (asking) => carryOut(asking, 'status'),
  'queue.run': (asking) => carryOut(asking, 'queue run'),
  'alert.show': (asking, value) => showAlert(asking, needId('alert', value.id)),
  'alert.ack': (asking, value) => acknowledge(asking, needId('alert', value.id)),
  'help.open': (asking) => carryOut(asking, 'help'),
  'say.0': (asking, { id }) => carryOut(asking, id),
  'say.1': (asking, { id }) => carryOut(asking, id),
  'list.next': (asking, { id, after }) => carryOut(asking, id, { after }),
  'settings.open': (asking) => openSettings(asking),
  'home.refresh': (asking) => asking.parts.homes.publish(asking.person),
} satisfies { [action: string]: PressHandler }

const buttons: { readonly [action: string]: PressHandler } = {
  ...taskButtons,
  ...workflowButtons,
  ...requestButtons,
  ...deadLetterButtons,
  ...scheduleButtons,
  ...otherButtons,
}

/** Carries out a press. A button of another version of the bot is explained, not guessed at. */
export async function press(asking: Asking, action: string, value: PressValue | undefined): Promise<void> {
  const handler = Object.hasOwn(buttons, action) ? buttons[action] : undefined
  if (!handler || !value) {
    asking.parts.log.warn({ action, ...asking.person }, 'a press that is not understood')
    return asking.say(renderNotice(markup`This button does nothing any more. Ask again, and you get a new one.`))
  }
  await guarded(asking, () => handler(asking, value))
}
