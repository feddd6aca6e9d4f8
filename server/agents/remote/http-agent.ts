// An agent behind an HTTP address: told by a signed POST, it answers at once with JSON, with a stream of lines, or with 202 and later by
// signed callbacks. A retry carries the same idempotency key.
import { createInterface } from 'node:readline'
import type { Json, RunContext, RunFailure, RunOutcome } from '../adapter.ts'
import { parseAgentLine } from '../agent-line.ts'
import type { AgentConfig, HttpRun } from '../config.ts'
import { failed, failure } from '../failure.ts'
import { createLineReceiver, type LineReceiver } from '../line-receiver.ts'
import { createMasker, fillHeaders } from '../secrets.ts'
import type { Callback, Outside } from './outside.ts'
import { describeThrown, post, type Reply, readText } from './post.ts'

export async function runHttpAgent(agent: AgentConfig, context: RunContext, outside: Outside): Promise<RunOutcome> {
  const { run } = agent
  if (run.kind !== 'http') throw new Error(`runHttpAgent got the agent ${agent.name}, whose kind is ${run.kind}`)
  const { taskId: task, attempt, fence, parameters, workspace, signal } = context
  const callback = outside.openCallback(context)
  const audience = run.audience ?? new URL(run.url).origin
  const token = await outside.signTask({ task, agent: agent.name, workspace, attempt, fence, audience })
  const reply = await post({
    url: run.url,
    headers: { ...fillHeaders(run.headers, context.secrets), authorization: `Bearer ${token}`, 'idempotency-key': task },
    body: JSON.stringify({ task, agent: agent.name, attempt, fence, parameters, callback: { url: callback.url, secret: callback.secret } }),
    mask: createMasker(Object.values(context.secrets)),
    signal,
  })
  if ('class' in reply) return { kind: 'failed', error: reply }
  if (reply.status === 202) {
    await reply.body.dump()
    return awaitCallback(callback, context)
  }
  return reply.contentType.includes('ndjson') ? readLines(reply, run, context) : readResult(reply, run, context)
}

async function readResult(reply: Reply, run: HttpRun, { secrets, signal }: RunContext): Promise<RunOutcome> {
  if (reply.status === 204) {
    await reply.body.dump()
    return { kind: 'succeeded', result: null }
  }
  let text: string | undefined
  try {
    text = await readText(reply.body, run.maxOutputBytes)
  } catch (error) {
    return { kind: 'failed', error: describeThrown(run.url, error, signal) }
  }
  if (text === undefined) return { kind: 'failed', error: tooLarge(run) }
  try {
    return { kind: 'succeeded', result: JSON.parse(text) as Json }
  } catch {
    return failed(
      'MALFORMED_OUTPUT',
      'PERMANENT',
      `${run.url} answered with what is not JSON: ${createMasker(Object.values(secrets))(text).slice(0, 200)}`,
    )
  }
}

async function readLines(reply: Reply, run: HttpRun, context: RunContext): Promise<RunOutcome> {
  const receiver = createLineReceiver(context)
  let bytes = 0
  let overflow = false
  reply.body.on('data', (chunk: Buffer) => {
    bytes += chunk.length
    if (bytes <= run.maxOutputBytes || overflow) return
    overflow = true
    reply.body.destroy()
  })
  try {
    for await (const line of createInterface({ input: reply.body })) if (line.trim() !== '') receiver.take(parseAgentLine(line))
  } catch (error) {
    if (!overflow) return { kind: 'failed', error: describeThrown(run.url, error, context.signal) }
  }
  if (overflow) return { kind: 'failed', error: tooLarge(run) }
  if (context.signal.aborted) return failed('ABORTED', 'CANCELLED', 'The run was aborted and its request with it.')
  return conclude(
    receiver,
    `${run.url} ended its answer without a line of type "result". Send one at the end, such as {"type":"result","result":{}}.`,
  )
}

async function awaitCallback(callback: Callback, context: RunContext): Promise<RunOutcome> {
  const receiver = createLineReceiver(context)
  for await (const line of callback.lines(context.signal)) {
    receiver.take(line)
    if (line.type === 'result' || line.type === 'error') return conclude(receiver, '')
  }
  return failed('ABORTED', 'CANCELLED', 'The run was aborted before the agent called back.')
}

async function conclude(receiver: LineReceiver, without: string): Promise<RunOutcome> {
  const { result, usage, error, refused } = await receiver.answer()
  const wrong: RunFailure | undefined = error ?? refused
  if (wrong) return { kind: 'failed', error: wrong }
  return result === undefined ? failed('NO_RESULT', 'PERMANENT', without) : { kind: 'succeeded', result, ...(usage && { usage }) }
}

function tooLarge({ url, maxOutputBytes }: HttpRun): RunFailure {
  return failure(
    'OUTPUT_TOO_LARGE',
    'PERMANENT',
    `${url} answered with more than ${maxOutputBytes} bytes. Send large output as an artifact.`,
  )
}
