// The table of all commands, in the order in which help shows them.
import { accessCommands } from './access.ts'
import type { CommandSpec } from './command.ts'
import { completionCommand } from './completion.ts'
import { crewCommands } from './crew.ts'
import { deadLetterCommands } from './dead-letters.ts'
import { graphqlCommand } from './graphql.ts'
import { insightCommands } from './insight.ts'
import { agentFileCommands, localCommands } from './local.ts'
import { oversightCommands } from './oversight.ts'
import { requestCommands } from './requests.ts'
import { scheduleCommands } from './schedules.ts'
import { submitCommands } from './submit.ts'
import { taskCommands } from './tasks.ts'
import { templateCommands } from './templates.ts'
import { watchCommand } from './watch.ts'
import { workflowCommands } from './workflows.ts'
import { workspaceCommand } from './workspace.ts'

export const commands: readonly CommandSpec[] = [
  ...localCommands,
  ...insightCommands,
  ...submitCommands,
  watchCommand,
  ...taskCommands,
  ...deadLetterCommands,
  ...workflowCommands,
  ...templateCommands,
  ...requestCommands,
  ...scheduleCommands,
  ...crewCommands,
  ...agentFileCommands,
  ...oversightCommands,
  ...accessCommands,
  workspaceCommand,
  graphqlCommand,
  completionCommand(() => commands),
]
