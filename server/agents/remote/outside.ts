// What agents that work elsewhere need of the server around them. Handed in by the worker; tests hand in their own.

import type { PostToSlack } from '../../outbound/slack-message.ts'
import type { Mailer } from '../../outbound/smtp.ts'
import type { RunContext } from '../adapter.ts'
import type { AgentLine } from '../agent-line.ts'

/** Who is told what to do, so that the far side can check that the order is ours and meant for it. */
export interface TaskClaims {
  task: string
  agent: string
  workspace: string
  attempt: number
  fence: number
  audience: string
}

/** Where an agent that answers later sends its lines, and the key it signs them with. */
export interface Callback {
  url: string
  /** As Standard Webhooks writes secrets: whsec_ and base64. */
  secret: string
  /** Lines as they come; ends with the signal of the run. */
  lines(signal: AbortSignal): AsyncIterable<AgentLine>
}

export interface Outside {
  /** A JWT that is good for five minutes. */
  signTask(claims: TaskClaims): Promise<string>
  openCallback(context: RunContext): Callback
  /** What messages of this workspace are signed with. */
  webhookKeys(workspace: string): readonly Uint8Array[]
  postToSlack: PostToSlack
  /** Undefined when no mail server is set. */
  mailer: Mailer | undefined
}
