// What waits for people: approvals and questions, and answering them.
import { ApiError } from '../client/api-error.ts'
import { type CliRequestFragment, cliAnswer, cliRequestById, cliRequests, type RequestStatus } from '../generated/operations.ts'
import { argument, type Call, type CommandSpec, countOf, isSet, listOf, textOf, UsageError } from './command.ts'
import { age, facts, indent, json, moment, stateColor } from './format.ts'
import { readJson, readPairs, readWord } from './inputs.ts'
import { type Io, moreThan, printOne, printRows } from './io.ts'
import { readPages } from './pages.ts'

const statuses: readonly RequestStatus[] = ['OPEN', 'APPROVED', 'REJECTED', 'ANSWERED', 'EXPIRED', 'CANCELLED']

function describe(request: CliRequestFragment): string[] {
  return [
    ...facts([
      ['request', request.id],
      ['asks', request.title],
      ['state', request.status],
      ['more', request.text],
      ['for', [request.workflow?.id, request.step, request.task?.id].filter(Boolean).join(' ')],
      ['asked by', `${request.requestedBy.name}, ${moment(request.createdAt)}`],
      ['expires', moment(request.expiresAt)],
      ['choices', request.choices.join(', ')],
      ['needs', request.kind === 'APPROVAL' ? `${request.quorum} of those who may decide` : null],
      ['you may', request.viewerCan.join(', ').toLowerCase() || 'only look'],
      ['answer', request.answer === null ? null : JSON.stringify(request.answer)],
    ]),
    ...request.decisions.map(
      ({ by, at, decision, answer, reason }) =>
        `${by.name}, ${moment(at)}: ${decision?.toLowerCase() ?? JSON.stringify(answer)}${reason ? ` (${reason})` : ''}`,
    ),
    ...(request.details === null ? [] : ['what it is about', indent(json(request.details))]),
    ...(request.form === null ? [] : ['the answer has this form', indent(json(request.form))]),
  ]
}

async function find(io: Io, id: string): Promise<CliRequestFragment> {
  const { request } = await io.client.request(cliRequestById, { id })
  if (!request) throw new ApiError({ message: `There is no request ${id}.`, extensions: { code: 'NOT_FOUND' } })
  return request
}

/** What is decided is what was read here, not what it has become meanwhile. */
async function decide(io: Io, call: Call, decision: 'APPROVE' | 'REJECT'): Promise<undefined> {
  const { id, digest } = await find(io, argument(call))
  const reason = textOf(call, 'reason') ?? null
  const { answerRequest } = await io.client.request(cliAnswer, { id, decision, reason, digest })
  printOne(io, answerRequest, describe)
  return undefined
}

async function readAnswer(io: Io, call: Call, { choices, form }: CliRequestFragment): Promise<unknown> {
  const source = textOf(call, 'jsonAnswer')
  if (source !== undefined) return readJson(io, source, '--json-answer')
  const words = call.args.slice(1)
  if (words.length === 0) throw new UsageError('expected an answer')
  if (form !== null) return readPairs(words, form)
  const text = words.join(' ')
  return choices.find((choice) => choice.toLowerCase() === text.toLowerCase()) ?? text
}

const reason = { flags: '-r, --reason <text>', summary: 'why' }

export const requestCommands: readonly CommandSpec[] = [
  {
    words: 'request list',
    summary: 'What waits for people.',
    options: [
      {
        flags: '-s, --state <state>',
        summary: 'in this state; open when left out',
        many: true,
        choices: statuses.map((status) => status.toLowerCase()),
      },
      { flags: '--mine', summary: 'only what you may decide' },
      { flags: '-n, --limit <count>', summary: 'at most this many', default: '50' },
    ],
    examples: ['request list', 'request list --mine --watch'],
    watchable: true,
    run: async (io, call) => {
      const states = listOf(call, 'state')?.map((word) => readWord(word, statuses, '--state') as RequestStatus)
      const filter = { ...(states && { status: states }), mine: isSet(call, 'mine') || null }
      const { nodes, list } = await readPages(
        countOf(call, 'limit') ?? 50,
        async (first, after) => (await io.client.request(cliRequests, { filter, first, after })).requests,
      )
      printRows(io, nodes, {
        columns: [
          { title: 'ID', of: ({ id }) => id },
          { title: 'KIND', of: ({ kind }) => kind.toLowerCase() },
          { title: 'STATE', of: ({ status }) => status, color: stateColor },
          { title: 'FOR', of: ({ workflow, task }) => workflow?.id ?? task?.id ?? '' },
          { title: 'AGE', of: ({ createdAt }) => age(createdAt, io.now()), align: 'right' },
          { title: 'EXPIRES', of: ({ expiresAt }) => age(expiresAt, io.now()), align: 'right' },
          { title: 'ASKS', of: ({ title }) => title, grows: true },
        ],
        empty: 'Nothing waits for people.',
        more: moreThan(nodes.length, list),
      })
      return undefined
    },
  },
  {
    words: 'request show',
    takes: '<request>',
    summary: 'One request in full.',
    examples: ['request show R-3'],
    run: async (io, call) => {
      printOne(io, await find(io, argument(call)), describe)
      return undefined
    },
  },
  {
    words: 'approve',
    takes: '<request>',
    summary: 'Say yes to a request.',
    options: [reason],
    examples: ['approve R-3'],
    run: (io, call) => decide(io, call, 'APPROVE'),
  },
  {
    words: 'reject',
    takes: '<request>',
    summary: 'Say no to a request.',
    options: [reason],
    examples: ['reject R-3 --reason "not before Monday"'],
    run: (io, call) => {
      if (!textOf(call, 'reason')) throw new UsageError('--reason is needed: whoever asked will want to know')
      return decide(io, call, 'REJECT')
    },
  },
  {
    words: 'answer',
    takes: '<request> [answer...]',
    summary: 'Answer a question: words, one of its choices, or key=value for a form.',
    options: [{ flags: '--json-answer <json>', summary: 'the answer as JSON, a file, or - for standard input' }],
    examples: ['answer R-4 blue', 'answer R-5 size=3 color=blue'],
    run: async (io, call) => {
      const request = await find(io, argument(call))
      const answer = await readAnswer(io, call, request)
      const { answerRequest } = await io.client.request(cliAnswer, { id: request.id, answer, digest: request.digest })
      printOne(io, answerRequest, describe)
      return undefined
    },
  },
]
