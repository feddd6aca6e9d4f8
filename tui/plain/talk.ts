// The two sides of a conversation: what can be said and asked, and the server it is about.
import type { CapstanClient } from '../client/client.ts'

export interface Talk {
  client: CapstanClient
  say(line: string): void
  /** Undefined when nobody answers any more. */
  ask(question: string): Promise<string | undefined>
}
