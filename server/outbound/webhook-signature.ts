// Signs what is sent to programs as the Standard Webhooks specification has it, and checks what they send back. Knows no transport.
import { Webhook } from 'standardwebhooks'

export type SignedHeaders = { 'webhook-id': string; 'webhook-timestamp': string; 'webhook-signature': string }

/** What the vault derives the key of a workspace for: notifications and webhook agents sign with the same one. */
export const webhookPurpose = (workspace: string): string => `webhooks ${workspace}`

/** The same id on every try: a receiver that keeps the ids it has seen takes a message once. */
export function signMessage(key: Uint8Array, { id, body, at = new Date() }: { id: string; body: string; at?: Date }): SignedHeaders {
  const signature = new Webhook(key, { format: 'raw' }).sign(id, at, body)
  return { 'webhook-id': id, 'webhook-timestamp': String(Math.floor(at.getTime() / 1000)), 'webhook-signature': signature }
}

/** Also false for a message older than five minutes. */
export function isSignedBy(key: Uint8Array, { body, headers }: { body: string; headers: { [name: string]: string } }): boolean {
  try {
    new Webhook(key, { format: 'raw' }).verify(body, headers)
    return true
  } catch {
    return false
  }
}
