// Letters at hand by what went wrong, the largest group first. Pure.
import type { DeadLetterDoc } from '../../queue/dead-letter-store.ts'
import type { LetterGroup } from './letter-store.ts'

export function toGroups(letters: readonly DeadLetterDoc[]): LetterGroup[] {
  const groups = new Map<string, LetterGroup>()
  for (const { fingerprint, agent, error, failedAt } of letters) {
    const group = groups.get(fingerprint)
    const { code, message } = error
    if (!group) groups.set(fingerprint, { fingerprint, agent, code, message, count: 1, firstAt: failedAt, lastAt: failedAt })
    else {
      group.count++
      if (failedAt < group.firstAt) group.firstAt = failedAt
      if (failedAt > group.lastAt) group.lastAt = failedAt
    }
  }
  return [...groups.values()].sort((a, b) => b.count - a.count)
}
