// Tells a Slack channel.
import { createSlackPost } from '../outbound/slack-message.ts'
import type { DeliveryDoc } from '../queue/deliveries.ts'
import { toSlackText } from './message.ts'
import type { Sending } from './sending.ts'

export interface SlackOptions {
  token: string | undefined
  apiUrl: string | undefined
  publicUrl: string
}

export function createSlackSender({ publicUrl, ...slack }: SlackOptions): (delivery: DeliveryDoc, signal: AbortSignal) => Promise<Sending> {
  const post = createSlackPost(slack)
  return async (delivery, signal) => {
    const answer = await post({ channel: delivery.address, text: toSlackText(delivery, publicUrl) }, signal)
    if (answer.kind === 'posted') return { kind: 'delivered' }
    if (answer.kind === 'failed') return answer
    return { kind: 'postponed', message: 'Slack asked for patience', retryAfterMs: answer.retryAfterMs }
  }
}
