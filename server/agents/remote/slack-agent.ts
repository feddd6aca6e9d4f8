// An agent that posts to Slack: channel and text are its parameters. Slack does not recognise a message that comes twice: a retry after
// a crash in the moment between posting and writing that down posts again.
import type { Json, RunContext, RunOutcome } from '../adapter.ts'
import type { AgentConfig } from '../config.ts'
import { failed } from '../failure.ts'
import type { Outside } from './outside.ts'

const mostChars = 40_000

export async function runSlackAgent(agent: AgentConfig, context: RunContext, { postToSlack }: Outside): Promise<RunOutcome> {
  const { run } = agent
  if (run.kind !== 'slack') throw new Error(`runSlackAgent got the agent ${agent.name}, whose kind is ${run.kind}`)
  const text = (value: Json | undefined) => (typeof value === 'string' && value.trim() !== '' ? value : undefined)
  const channel = text(context.parameters['channel']) ?? run.channel
  const message = text(context.parameters['text'] ?? context.parameters['message'])
  if (!channel)
    return failed('NO_CHANNEL', 'PERMANENT', 'Expected "channel" in the parameters, or execution.channel in the file of the agent.')
  if (!message || message.length > mostChars)
    return failed('BAD_TEXT', 'PERMANENT', `Expected "text" of 1 to ${mostChars} characters in the parameters.`)
  const answer = await postToSlack({ channel, text: message, thread: text(context.parameters['thread']) }, context.signal)
  if (answer.kind === 'posted') return { kind: 'succeeded', result: { posted: true, channel, ts: answer.ts } }
  if (context.signal.aborted) return failed('ABORTED', 'CANCELLED', 'The run was aborted; the message may have been posted.')
  if (answer.kind === 'failed') return failed('SLACK_REFUSED', answer.permanent ? 'PERMANENT' : 'TRANSIENT', `${answer.message}.`)
  return {
    kind: 'failed',
    error: { code: 'SLACK_BUSY', class: 'RATE_LIMITED', message: 'Slack asked for patience.', retryAfterMs: answer.retryAfterMs },
  }
}
