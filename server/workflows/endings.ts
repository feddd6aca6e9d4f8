// Who is told when a run has ended, as a definition writes it: addresses, or the same objects that tasks take.
import type { NotifyTarget } from '../queue/task.ts'
import { parseNotify } from '../tasks/submission.ts'
import type { Place, Problem } from './definition-text.ts'

export function readEnding(notify: readonly unknown[] | undefined, place: Place): { notify: NotifyTarget[]; problems: Problem[] } {
  const problems: Problem[] = []
  const targets = (notify ?? []).flatMap((given, index) => {
    const parsed = parseNotify(typeof given === 'string' ? toObject(given) : given)
    if (parsed.ok) return [parsed.target]
    problems.push(...parsed.messages.map((message) => ({ place: [...place, index], message })))
    return []
  })
  return { notify: targets, problems }
}

function toObject(address: string): object {
  if (/^https?:/.test(address)) return { webhook: address }
  return address.includes('@') ? { email: address } : { slack: address }
}
