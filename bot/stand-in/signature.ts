// Slack's request signature, version 0.
import { createHmac } from 'node:crypto'

export function signatureOf({ secret, timestamp, body }: { secret: string; timestamp: number; body: string }): string {
  return `v0=${createHmac('sha256', secret).update(`v0:${timestamp}:${body}`).digest('hex')}`
}
