// From text to what carries it out: every noun and verb has a handler here, the compiler sees to it.
import type { Asking } from '../asking.ts'
import { renderNotUnderstood } from '../blocks/notice.ts'
import { explain } from '../explain.ts'
import { parseCommand } from '../grammar/command.ts'
import type { CommandName } from '../grammar/nouns.ts'
import { helpCommands, linkCommands, settingsCommands } from './account.ts'
import type { CommandHandler, Page } from './command-handler.ts'
import { agentCommands, queueCommands, workerCommands } from './crew.ts'
import { deadLetterCommands } from './dead-letters.ts'
import { requestCommands } from './requests.ts'
import { scheduleCommands } from './schedules.ts'
import { taskCommands } from './tasks.ts'
import { alertCommands, auditCommands, statsCommands } from './watchful.ts'
import { workflowCommands } from './workflows.ts'

const handlers: { readonly [Name in CommandName]: CommandHandler } = {
  ...taskCommands,
  ...workflowCommands,
  ...requestCommands,
  ...deadLetterCommands,
  ...scheduleCommands,
  ...agentCommands,
  ...queueCommands,
  ...workerCommands,
  ...statsCommands,
  ...alertCommands,
  ...auditCommands,
  ...settingsCommands,
  ...linkCommands,
  ...helpCommands,
}

/** Carries out what was typed. Whatever comes of it, the person is told. */
export async function carryOut(asking: Asking, text: string, page?: Page): Promise<void> {
  const parsed = parseCommand(text)
  if (parsed.kind === 'unknown') return asking.say(renderNotUnderstood({ ...parsed, prefix: asking.prefix }))
  asking.parts.log.debug({ command: parsed.name, ...asking.person }, 'command')
  await guarded(asking, () => handlers[parsed.name](asking, parsed, page))
}

/** What fails is explained to the person; only what cannot even be said goes further up. */
export async function guarded(asking: Asking, work: () => Promise<void>): Promise<void> {
  try {
    await work()
  } catch (error) {
    await asking.say(explain(error, { log: asking.parts.log, prefix: asking.prefix }))
  }
}
