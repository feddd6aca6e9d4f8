// In which order the files of tests begin: the longest first, so that at the end nobody waits for one of them alone. What Vitest knows of an
// earlier run decides about the others; of a fresh clone it knows nothing but sizes.
import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** Those that take longest, and beside each that keeps the processor busy one that mostly waits. */
const longest = [
  'engine/workflow-crash',
  'bot/e2e/from-chat',
  'engine/random-life',
  'bot/e2e/resilience',
  'engine/kill-everything',
  'tui/e2e/dashboard',
  'server/workers/autoscaling',
  'engine/dead-workers',
  'bot/stand-in/demo',
  'server/launch/local-database',
  'e2e/attacks/transport',
  'server/launch/launch',
  'server/launch/database-guard',
  'e2e/server-process',
  'server/tasks/dead-letters/resubmit',
]

const placeOf = ({ moduleId }: TestSpecification): number => {
  const place = longest.findIndex((name) => moduleId.endsWith(`/test/${name}.test.ts`))
  return place < 0 ? longest.length : place
}

export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const usual = await super.sort(files)
    return usual.sort((one, other) => placeOf(one) - placeOf(other))
  }
}
