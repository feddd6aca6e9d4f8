// Handing work to an agent, one task or many, and waiting for what comes of it.
import { cliAgentByName, cliSubmit, cliSubmitMany, type SubmitTaskInput } from '../generated/operations.ts'
import { argument, type Call, type CommandSpec, countOf, listOf, textOf, UsageError } from './command.ts'
import { exitCodes } from './exit-codes.ts'
import { seconds } from './format.ts'
import { readJson, readMoment, readPairs, readWord } from './inputs.ts'
import { type Io, printOne, printRows } from './io.ts'
import { describeTask, priorities, taskColumns } from './tasks.ts'
import { followTask, patienceOf } from './watch.ts'

async function readInput(io: Io, call: Call): Promise<SubmitTaskInput> {
  const [agent = '', ...pairs] = call.args
  const tries = countOf(call, 'tries')
  const moments = { runAt: textOf(call, 'runAt'), deadline: textOf(call, 'deadline') }
  return {
    agent,
    parameters: await readParameters(io, call, { agent, pairs }),
    priority: readWord(textOf(call, 'priority'), priorities, '--priority') ?? null,
    urgency: countOf(call, 'urgency', 0) ?? null,
    ...(listOf(call, 'tag') && { tags: [...(listOf(call, 'tag') ?? [])] }),
    ...(listOf(call, 'after') && { dependsOn: [...(listOf(call, 'after') ?? [])] }),
    ...(moments.runAt && { runAt: readMoment(moments.runAt, 'run-at', io.now()) }),
    ...(moments.deadline && { deadline: readMoment(moments.deadline, 'deadline', io.now()) }),
    timeoutSeconds: countOf(call, 'limit') ?? null,
    ...(tries !== undefined && { retry: { maxAttempts: tries } }),
    idempotencyKey: textOf(call, 'key') ?? null,
    ...(listOf(call, 'notify') && { notify: (listOf(call, 'notify') ?? []).map(toTarget) }),
  }
}

async function readParameters(io: Io, call: Call, { agent, pairs }: { agent: string; pairs: readonly string[] }): Promise<object> {
  const source = textOf(call, 'parameters')
  const given = source === undefined ? {} : await readJson(io, source, '--parameters')
  if (typeof given !== 'object' || given === null || Array.isArray(given)) throw new UsageError('--parameters: expected a JSON object')
  if (pairs.length === 0) return given
  const known = (await io.client.request(cliAgentByName, { name: agent })).agent
  // The server says which agents there are.
  return known ? readPairs(pairs, known.schema, given as { [name: string]: unknown }) : given
}

function toTarget(address: string) {
  if (/^https?:\/\//.test(address)) return { webhook: address }
  return address.includes('@') ? { email: address } : { slack: address }
}

export const submitCommands: readonly CommandSpec[] = [
  {
    words: 'submit',
    also: 'run',
    takes: '<agent> [values...]',
    summary: 'Hand work to an agent. Values are key=value, or key:=json; words without a key are its text.',
    options: [
      { flags: '--parameters <json>', summary: 'JSON, a file, or - for standard input; values are merged over it' },
      { flags: '-p, --priority <level>', summary: 'its level', choices: priorities.map((level) => level.toLowerCase()) },
      { flags: '-u, --urgency <0-9>', summary: 'its place inside the level' },
      { flags: '-t, --tag <tag>', summary: 'a word to find it by', many: true },
      { flags: '--after <task>', summary: 'when this task has succeeded', many: true },
      { flags: '--run-at <moment>', summary: 'not before this moment, for example 10m' },
      { flags: '--deadline <moment>', summary: 'should be finished by then' },
      { flags: '--limit <seconds>', summary: 'longest run of one attempt' },
      { flags: '--tries <count>', summary: 'tries in all' },
      { flags: '--key <key>', summary: 'the same key within 24 hours gives the same task' },
      { flags: '--notify <target>', summary: 'a URL, an email address or a Slack channel that is told of the end', many: true },
      { flags: '-w, --wait', summary: 'wait until it has ended; the exit code says how' },
      { flags: '-f, --follow', summary: 'wait, and show what happens meanwhile' },
      { flags: '--timeout <seconds>', summary: 'stop waiting after this long, with exit code 6' },
    ],
    examples: [
      'submit copywriter "AI trends"',
      'submit copywriter topic="AI trends" word_count=1200',
      'submit copywriter topic=Tea --priority high --wait --json',
      'echo \'{"topic": "Tea"}\' | capstan submit copywriter --parameters - --follow',
    ],
    says: {
      urgency: '--urgency',
      tags: '--tag',
      dependsOn: '--after',
      runAt: '--run-at',
      deadline: '--deadline',
      timeoutSeconds: '--limit',
      'retry.maxAttempts': '--tries',
      idempotencyKey: '--key',
      notify: '--notify',
    },
    run: async (io, call) => {
      const patience = patienceOf(call)
      const { submitTask } = await io.client.request(cliSubmit, { input: await readInput(io, call) })
      if (!patience) {
        const { id, agentName, queuePosition, estimatedWaitSeconds } = submitTask
        const place = queuePosition ? `, with ${queuePosition} before it` : ''
        const wait = estimatedWaitSeconds !== null && estimatedWaitSeconds >= 1 ? `, about ${seconds(estimatedWaitSeconds)} to wait` : ''
        printOne(io, submitTask, () => [`${id} handed to ${agentName}${place}${wait}. Watch it with: capstan watch ${id}`])
        return undefined
      }
      const { code, task } = await followTask(io, submitTask.id, patience)
      if (task && code !== exitCodes.interrupted) printOne(io, task, () => describeTask(io, task))
      return code
    },
  },
  {
    words: 'submit-many',
    takes: '<source>',
    summary: 'Hand over up to 100 tasks at once, all or none: a JSON list from a file or - for standard input.',
    examples: ['submit-many tasks.json', 'generate | capstan submit-many -'],
    run: async (io, call) => {
      const inputs = await readJson(io, argument(call), 'source')
      if (!Array.isArray(inputs)) throw new UsageError('source: expected a JSON list of tasks, each as submitTask takes it')
      const { submitTasks } = await io.client.request(cliSubmitMany, { inputs: inputs as SubmitTaskInput[] })
      printRows(io, submitTasks, { columns: taskColumns(io), empty: 'Nothing to submit.' })
      return undefined
    },
  },
]
