// An agent that tells another system: its parameters as one signed POST, as Standard Webhooks has it. The id is the task's, so that a
// receiver that keeps the ids it has seen acts once, however often we have to try.
import { signMessage } from '../../outbound/webhook-signature.ts'
import type { RunContext, RunOutcome } from '../adapter.ts'
import type { AgentConfig } from '../config.ts'
import { createMasker, fillHeaders } from '../secrets.ts'
import type { Outside } from './outside.ts'
import { post } from './post.ts'

export async function runWebhookAgent(agent: AgentConfig, context: RunContext, outside: Outside): Promise<RunOutcome> {
  const { run } = agent
  if (run.kind !== 'webhook') throw new Error(`runWebhookAgent got the agent ${agent.name}, whose kind is ${run.kind}`)
  const { taskId, parameters, workspace, secrets, signal } = context
  const body = JSON.stringify({ type: run.eventType ?? agent.name, task: taskId, data: parameters })
  const signature = signMessage(outside.webhookKeys(workspace), { id: taskId, body })
  const reply = await post({
    url: run.url,
    headers: { ...fillHeaders(run.headers, secrets), ...signature },
    body,
    mask: createMasker(Object.values(secrets)),
    signal,
  })
  if ('class' in reply) return { kind: 'failed', error: reply }
  await reply.body.dump()
  return { kind: 'succeeded', result: { delivered: true, status: reply.status, id: taskId } }
}
