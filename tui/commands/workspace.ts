// The settings of one's workspace: shown, and changed one by one.
import { cliUpdateWorkspace, cliWorkspace } from '../generated/operations.ts'
import { type CommandSpec, isSet, textOf, UsageError } from './command.ts'
import { facts } from './format.ts'
import { printOne } from './io.ts'

function hours(text: string | undefined, name: string) {
  if (text === undefined) return undefined
  if (text === 'none') return null
  const match = /^(\d\d:\d\d)-(\d\d:\d\d)\s+(\S+)$/.exec(text)
  if (!match) throw new UsageError(`--${name}: expected for example "22:00-06:00 Australia/Sydney", or none`)
  return { from: match[1] ?? '', to: match[2] ?? '', timezone: match[3] ?? '' }
}

function limit(text: string | undefined) {
  if (text === undefined) return undefined
  if (text === 'none') return null
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new UsageError('--queue-limit: expected a whole number from 1 on, or none')
  return Number(text)
}

export const workspaceCommand: CommandSpec = {
  words: 'workspace',
  summary: 'The settings of your workspace: manual mode, quiet hours, hours for retries, how many tasks may wait.',
  options: [
    { flags: '--manual', summary: 'tasks wait until run-queue starts them' },
    { flags: '--automatic', summary: 'tasks start by themselves' },
    { flags: '--quiet-hours <hours>', summary: 'when tasks below high pause: "22:00-06:00 Australia/Sydney", or none' },
    { flags: '--retry-hours <hours>', summary: 'when retries run, Monday to Friday: "09:00-17:00 Europe/Berlin", or none' },
    { flags: '--queue-limit <tasks>', summary: 'how many tasks may wait before more are refused, or none' },
  ],
  examples: ['workspace', 'workspace --quiet-hours "22:00-06:00 Australia/Sydney"', 'workspace --queue-limit 5000'],
  run: async (io, call) => {
    const quietHours = hours(textOf(call, 'quietHours'), 'quiet-hours')
    const retryHours = hours(textOf(call, 'retryHours'), 'retry-hours')
    const queueLimit = limit(textOf(call, 'queueLimit'))
    const input = {
      ...(isSet(call, 'manual') && { manual: true }),
      ...(isSet(call, 'automatic') && { manual: false }),
      ...(quietHours !== undefined && { quietHours }),
      ...(retryHours !== undefined && { retryHours }),
      ...(queueLimit !== undefined && { queueLimit }),
    }
    const changes = Object.keys(input).length > 0
    const workspace = changes
      ? (await io.client.request(cliUpdateWorkspace, { input })).updateWorkspace
      : (await io.client.request(cliWorkspace, {})).me.workspace
    const shown = (one: { from: string; to: string; timezone: string } | null) => one && `${one.from}-${one.to} ${one.timezone}`
    printOne(io, workspace, (one) =>
      facts([
        ['workspace', one.id],
        ['tasks start', one.manual ? 'when run-queue starts them' : 'by themselves'],
        ['quiet hours', shown(one.quietHours) ?? 'none'],
        ['retries run', shown(one.retryHours) ?? 'at any time'],
        ['queue limit', one.queueLimit === null ? 'none' : `${one.queueLimit} tasks`],
      ]),
    )
    return undefined
  },
}
