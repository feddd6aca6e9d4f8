// Signs what is sent to programs as the Standard Webhooks specification has it, with two keys while one replaces the other, and checks
// what they send back. Knows no transport.
import { Webhook } from 'standardwebhooks'

export type SignedHeaders = { 'webhook-id': string; 'webhook-timestamp': string; 'webhook-signature': string }

/** The keys of a workspace so far: how often the first was replaced, and how long the one before the present one still signs. */
export interface KeyRotation {
  count: number
  previousUntil: Date
}

interface KeyRequest {
  workspace: string
  rotation: KeyRotation | undefined
  now?: Date
}

/** What messages of a workspace are signed with, the newest first: notifications and webhook agents use the same keys. */
export function webhookKeys(
  derive: (purpose: string) => Uint8Array,
  { workspace, rotation, now = new Date() }: KeyRequest,
): [Uint8Array, ...Uint8Array[]] {
  const keyOf = (count: number) => derive(count === 0 ? `webhooks ${workspace}` : `webhooks ${workspace} ${count}`)
  const count = rotation?.count ?? 0
  return rotation && now < rotation.previousUntil ? [keyOf(count), keyOf(count - 1)] : [keyOf(count)]
}

/** The same id on every try: a receiver that keeps the ids it has seen takes a message once. A signature by each key; one is enough. */
export function signMessage(
  keys: readonly Uint8Array[],
  { id, body, at = new Date() }: { id: string; body: string; at?: Date },
): SignedHeaders {
  const signatures = keys.map((key) => new Webhook(key, { format: 'raw' }).sign(id, at, body))
  return { 'webhook-id': id, 'webhook-timestamp': String(Math.floor(at.getTime() / 1000)), 'webhook-signature': signatures.join(' ') }
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
