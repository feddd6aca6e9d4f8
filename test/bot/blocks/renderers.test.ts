// Whatever strangers wrote, and however much of it: Slack takes every message and form, and nothing in it acts as markup.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { prepared } from '../../../bot/asking.ts'
import { renderAlert, renderAlertList } from '../../../bot/blocks/alert-card.ts'
import { renderAudit } from '../../../bot/blocks/audit-list.ts'
import { renderAgent, renderAgents, renderQueue, renderQueueRun, renderWorkers } from '../../../bot/blocks/crew.ts'
import { renderDeadLetter, renderDeadLetterGroups, renderDeadLetterList } from '../../../bot/blocks/dead-letter-card.ts'
import { renderHelp } from '../../../bot/blocks/help.ts'
import { renderDigest, renderHome } from '../../../bot/blocks/home.ts'
import { escapeText, markup } from '../../../bot/blocks/markup.ts'
import { message } from '../../../bot/blocks/message.ts'
import { blocksForModal } from '../../../bot/blocks/modal.ts'
import { renderNotice, renderNotUnderstood, renderProblem } from '../../../bot/blocks/notice.ts'
import { renderRequestCard, renderRequestList } from '../../../bot/blocks/request-card.ts'
import { renderSchedule, renderScheduleList } from '../../../bot/blocks/schedule-card.ts'
import { renderStats } from '../../../bot/blocks/stats-card.ts'
import { renderTaskCard } from '../../../bot/blocks/task-card.ts'
import { renderLogs, renderTaskList } from '../../../bot/blocks/task-list.ts'
import { renderOutcome } from '../../../bot/blocks/task-outcome.ts'
import { validateMessage, validateView } from '../../../bot/blocks/validate.ts'
import { renderWorkflowCard } from '../../../bot/blocks/workflow-card.ts'
import { renderWorkflowResult, renderWorkflows } from '../../../bot/blocks/workflow-list.ts'
import { toInputs } from '../../../bot/forms/inputs.ts'
import { formView } from '../../../bot/forms/run-form.ts'
import { lastStep, whatStep, whenStep, withStep } from '../../../bot/forms/schedule-wizard.ts'
import { toFields } from '../../../bot/forms/schema-fields.ts'
import { answerForm, levelForm, personInput, smallForm, wordsInput } from '../../../bot/forms/small-forms.ts'
import type { Rendered } from '../../../bot/outbox/card.ts'
import * as basics from './hostile/basics.ts'
import * as operation from './hostile/operation.ts'
import * as work from './hostile/work.ts'

const hostile = { ...basics, ...work, ...operation }
const { text } = hostile
const command = text

/** Any model at all, for the renderer's own type: what the arbitraries make is of the right shape. */
type Renderer = (model: never) => Rendered
const of = <Model>(arbitrary: fc.Arbitrary<unknown>, render: (model: Model) => Rendered) => ({ arbitrary, render: render as Renderer })

const renderers: { [name: string]: { arbitrary: fc.Arbitrary<unknown>; render: Renderer } } = {
  task: of(fc.record({ task: hostile.task, author: fc.option(text, { nil: undefined }) }), renderTaskCard),
  outcome: of(hostile.outcome, (task: Parameters<typeof renderOutcome>[0]) => renderOutcome(task).message),
  logs: of(hostile.logs, (task: never) => renderLogs({ task, zone: 'Asia/Kolkata' })),
  'task list': of(fc.record({ tasks: hostile.page(hostile.taskRow), command }), renderTaskList),
  'workflow as plan': of(fc.record({ workflow: hostile.workflow, author: fc.option(text, { nil: undefined }) }), (card: never) =>
    renderWorkflowCard(card, 'plan'),
  ),
  'workflow as tree': of(fc.record({ workflow: hostile.workflow, author: fc.option(text, { nil: undefined }) }), (card: never) =>
    renderWorkflowCard(card, 'tree'),
  ),
  workflows: of(
    fc.record({ templates: hostile.some(hostile.template), runs: hostile.some(hostile.run), mayStart: fc.boolean() }),
    renderWorkflows,
  ),
  'workflow result': of(
    fc.record({ id: text, name: text, status: fc.constantFrom('SUCCEEDED', 'FAILED'), result: hostile.anything, error: fc.constant(null) }),
    (run: never) => renderWorkflowResult(run).message,
  ),
  request: of(fc.record({ request: hostile.request, names: fc.dictionary(text, text) }), renderRequestCard),
  'request list': of(
    fc.record({
      requests: hostile.page(
        fc.record({
          id: text,
          kind: fc.constant('APPROVAL'),
          status: fc.constant('OPEN'),
          title: text,
          createdAt: hostile.at,
          expiresAt: hostile.maybe(hostile.at),
          viewerCan: hostile.some(fc.constant('APPROVE'), 1),
          requestedBy: fc.record({ id: text, name: text }),
        }),
      ),
      command,
    }),
    renderRequestList,
  ),
  'dead letter': of(fc.record({ letter: hostile.deadLetter, alike: fc.nat(5000) }), renderDeadLetter),
  'dead letter list': of(fc.record({ deadLetters: hostile.page(hostile.deadLetter), command }), renderDeadLetterList),
  'dead letter groups': of(hostile.some(hostile.deadLetterGroup), (groups: never) => renderDeadLetterGroups(groups, true)),
  schedule: of(fc.record({ schedule: hostile.schedule, runs: hostile.some(hostile.scheduleRun) }), renderSchedule),
  'schedule list': of(fc.record({ schedules: hostile.page(hostile.scheduleRow), command, mayMake: fc.boolean() }), renderScheduleList),
  alert: of(hostile.alert, renderAlert),
  'alert list': of(fc.record({ alerts: hostile.page(hostile.alert), command }), renderAlertList),
  audit: of(fc.record({ auditLog: hostile.page(hostile.auditEntry), command }), renderAudit),
  agents: of(fc.record({ agents: hostile.some(hostile.agentRow, 60), from: fc.nat(60), command }), renderAgents),
  agent: of(hostile.agent, renderAgent),
  workers: of(hostile.some(hostile.worker), (workers: never) => renderWorkers(workers, true)),
  queue: of(hostile.queueStats, (stats: never) => renderQueue(stats, true)),
  'queue run': of(fc.record({ executed: fc.nat(), failed: fc.nat(), remaining: fc.nat(), log: hostile.some(text) }), renderQueueRun),
  stats: of(
    fc.record({
      minutes: fc.nat(1440),
      zone: fc.constant('Asia/Kolkata'),
      throughput: hostile.throughput,
      agents: hostile.some(hostile.performance),
      queue: hostile.queueStats,
      findings: hostile.some(text),
    }),
    renderStats,
  ),
  help: of(
    fc.record({
      prefix: text,
      topic: fc.option(fc.constantFrom('schedules', 'tasks'), { nil: undefined }),
      viewerCan: fc.subarray(['SUBMIT', 'SCHEDULE', 'OPERATE_QUEUE', 'CONFIGURE', 'MANAGE_USERS', 'AUDIT']),
      linked: fc.boolean(),
    }),
    renderHelp,
  ),
  'not understood': of(fc.record({ word: text, suggestions: hostile.some(text, 5), prefix: text }), renderNotUnderstood),
  notice: of(text, (words: string) => renderNotice(markup`${words}`)),
  problem: of(text, (words: string) => renderProblem(markup`${words}`)),
  digest: of(hostile.home, (home: never) => {
    const digest = renderDigest(home)
    return message(digest.text, digest.blocks)
  }),
}

const runs = { numRuns: 60 }

describe.each(Object.entries(renderers))('the %s message', (_name, { arbitrary, render }) => {
  it('is taken by Slack, and in a modal, whatever is in it', () => {
    fc.assert(
      fc.property(arbitrary, (model) => {
        const rendered = render(model as never)
        expect(validateMessage(rendered)).toEqual([])
        expect(rendered.text).not.toBe('')
        expect(prepared(rendered).blocks).toHaveLength(rendered.blocks?.length ?? 0)
        const blocks = blocksForModal(rendered)
        expect(validateView({ type: 'modal', title: { type: 'plain_text', text: 'Capstan' }, blocks })).toEqual([])
      }),
      runs,
    )
  })

  it('holds no markup but our own', () => {
    fc.assert(
      fc.property(arbitrary, (model) => {
        const marks = [...markupTexts(render(model as never))].flatMap((words) =>
          [...words.matchAll(/<([^>]*)>?/g)].map(([, inside = '']) => inside),
        )
        for (const inside of marks) expect(inside).toMatch(/^(!date\^\d+\^[^|]*\|.*|@[UW][A-Z0-9]{2,20}|#[CG][A-Z0-9]{2,20})$/)
      }),
      runs,
    )
  })
})

/** Every text that Slack reads as markup. */
function* markupTexts(value: unknown): Generator<string> {
  if (Array.isArray(value)) for (const item of value) yield* markupTexts(item)
  else if (typeof value === 'object' && value !== null) {
    const { type, text: words } = value as { type?: unknown; text?: unknown }
    if ((type === 'mrkdwn' || type === undefined) && typeof words === 'string') yield words
    for (const item of Object.values(value)) if (typeof item === 'object') yield* markupTexts(item)
  }
}

describe('forms', () => {
  const valid = (view: unknown) => expect(validateView(view)).toEqual([])

  it('made from any schema are taken by Slack', () => {
    fc.assert(
      fc.property(hostile.schema, fc.option(fc.dictionary(text, hostile.anything), { nil: undefined }), (schema, given) => {
        const fields = toFields(schema)
        valid(
          formView({
            callback: 'task.run',
            title: 'New task',
            submit: 'Run',
            meta: { agent: 'a' },
            blocks: [...toInputs({ fields, given }).blocks, wordsInput('More')],
          }),
        )
        valid(withStep({ draft: 'd', title: 'A title', fields, given }))
      }),
      runs,
    )
  })

  it('of the wizard are taken by Slack', () => {
    fc.assert(
      fc.property(
        hostile.schedule,
        fc.record({ description: text, nextRuns: hostile.some(hostile.at, 10), notes: hostile.some(text, 8) }),
        (schedule, preview) => {
          const present = Object.entries(schedule).filter(([, value]) => value !== null)
          const input = { ...Object.fromEntries(present), timezone: 'Europe/Berlin' } as never
          for (const what of ['post', 'task', 'workflow'] as const) valid(whatStep({ draft: 'd', given: input, what }))
          for (const rhythm of ['once', 'daily', 'weekdays', 'weekly', 'words', undefined] as const)
            valid(whenStep({ draft: 'd', given: input, zone: 'UTC', rhythm }))
          valid(lastStep({ draft: 'd', input, preview }))
        },
      ),
      runs,
    )
  })

  it('of one or two fields are taken by Slack', () => {
    fc.assert(
      fc.property(hostile.request, (request) => {
        valid(answerForm(request as never))
        valid(levelForm('T-1', 'HIGH'))
        valid(smallForm({ callback: 'dead.assign', title: 'Assign', submit: 'Assign', meta: { id: 'D-1' }, blocks: [personInput('Who?')] }))
      }),
      runs,
    )
  })

  it('and App Home are taken by Slack', () => {
    fc.assert(
      fc.property(hostile.home, (home) => {
        valid(renderHome(home as never))
      }),
      runs,
    )
  })
})

describe('escaping', () => {
  it('leaves no text that could begin a mention or a link', () => {
    fc.assert(fc.property(text, (words) => !/[<>]/.test(escapeText(words)) && !/&(?!amp;|lt;|gt;)/.test(escapeText(words))))
  })
})
