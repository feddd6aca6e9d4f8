// Trigger ids and response addresses: what an interaction entitles the app to, once, and for how long.
import { randomBytes } from 'node:crypto'
import { limits } from '../blocks/limits.ts'
import { refuse } from './refusal.ts'

export interface Trigger {
  team: string
  person: string
  /** The modal it was pressed in. */
  view?: string
}

/** Where a response address leads: back to whom, and to which message. */
export interface ResponseTarget {
  team: string
  channel: string
  person: string
  message?: string
}

interface Issued<T> {
  value: T
  at: number
  uses: number
}

export interface Triggers {
  issue(trigger: Trigger): string
  /** Refuses what is unknown, late or used. */
  spend(id: string): Trigger
  issueResponse(target: ResponseTarget): string
  /** The error's name when the address is used up. */
  spendResponse(id: string): ResponseTarget | 'used_url' | 'expired_url' | 'unknown_url'
}

export function createTriggers({ now, triggerMs = limits.trigger.forMs }: { now: () => number; triggerMs?: number | undefined }): Triggers {
  const triggers = new Map<string, Issued<Trigger>>()
  const responses = new Map<string, Issued<ResponseTarget>>()
  const issue = <T>(issued: Map<string, Issued<T>>, value: T) => {
    const id = randomBytes(12).toString('hex')
    issued.set(id, { value, at: now(), uses: 0 })
    return id
  }
  return {
    issue: (trigger) => issue(triggers, trigger),
    spend: (id) => {
      const found = triggers.get(id)
      if (!found) return refuse('invalid_trigger_id')
      if (found.uses > 0) return refuse('exchanged_trigger_id')
      if (now() - found.at > triggerMs) return refuse('expired_trigger_id')
      found.uses++
      return found.value
    },
    issueResponse: (target) => issue(responses, target),
    spendResponse: (id) => {
      const found = responses.get(id)
      if (!found) return 'unknown_url'
      if (now() - found.at > limits.responseUrl.forMs) return 'expired_url'
      if (found.uses >= limits.responseUrl.posts) return 'used_url'
      found.uses++
      return found.value
    },
  }
}
