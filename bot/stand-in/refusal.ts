// How the stand-in says no: Slack's `{ ok: false, error }`.
import type { Json } from './test-api.ts'

export class SlackRefusal extends Error {
  readonly more: Json

  constructor(error: string, more: Json = {}) {
    super(error)
    this.name = 'SlackRefusal'
    this.more = more
  }
}

export function refuse(error: string, more: Json = {}): never {
  throw new SlackRefusal(error, more)
}
