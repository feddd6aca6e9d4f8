// What a bulk decision about dead letters did or would do: how many, of which groups, and the first few. Pure.
import type { CliDeadLetterSampleQuery, CliResubmitMutation } from '../generated/operations.ts'
import { plural } from '../text/format.ts'

type Group = CliDeadLetterSampleQuery['deadLetterGroups'][number]

const shownGroups = 10

function groupLines(groups: readonly Group[]): string[] {
  if (groups.length === 0) return []
  const lines = groups.slice(0, shownGroups).map(({ count, fingerprint, agent, code, message }) => {
    return `  ${String(count).padStart(5)}  ${fingerprint}  ${agent}  ${code}: ${message}`
  })
  const more = groups.length - lines.length
  return ['by what went wrong:', ...lines, ...(more > 0 ? [`  and ${plural(more, 'more group', 'more groups')}`] : [])]
}

export function resubmittedLines(
  { matched, resubmitted, dependents, tasks, groups }: CliResubmitMutation['resubmitDeadLetters'],
  dryRun: boolean,
  withDependents: boolean,
): string[] {
  const sample = tasks.map(({ id, agentName, status }) => `  ${id}  ${agentName}  ${status}`)
  const colon = tasks.length > 0
  const said = dryRun
    ? `${matched} would be submitted again${colon ? ', for example:' : '.'}`
    : `${resubmitted} of ${matched} submitted again${colon ? ':' : '.'}`
  return [said, ...sample, ...(dryRun ? groupLines(groups) : []), ...dependentLines(dependents, { dryRun, withDependents })]
}

function dependentLines(count: number, { dryRun, withDependents }: { dryRun: boolean; withDependents: boolean }): string[] {
  if (count === 0) return []
  const what = `${plural(count, 'task')} that depended on them`
  if (withDependents) return [`${what} ${dryRun ? 'would wait' : count === 1 ? 'waits' : 'wait'} for the new ones.`]
  const way = dryRun ? '--dependents brings them back as well' : '"capstan retry" brings each back, behind the new one'
  return [`${what} ended with them; ${way}.`]
}

export function discardSampleLines({
  matched,
  letters,
  groups,
}: {
  matched: number
  letters: CliDeadLetterSampleQuery['deadLetters']['nodes']
  groups: readonly Group[]
}): string[] {
  const sample = letters.map(({ id, agent, error }) => `  ${id}  ${agent}  ${error.code}: ${error.message}`)
  return [`${matched} would be put aside${letters.length > 0 ? ', for example:' : '.'}`, ...sample, ...groupLines(groups)]
}
