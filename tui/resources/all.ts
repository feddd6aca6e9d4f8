// Every list by its name.
import { agents } from './agents.ts'
import { alerts } from './alerts.ts'
import { apiKeys } from './api-keys.ts'
import { deadLetterGroups, deadLetters } from './dead-letters.ts'
import { audit, events } from './history.ts'
import { requests } from './requests.ts'
import type { Item, ListName, Resource } from './resource.ts'
import { schedules } from './schedules.ts'
import { running, tasks } from './tasks/tasks.ts'
import { users } from './users.ts'
import { workers } from './workers.ts'
import { workflows } from './workflows.ts'

export const resources: { readonly [name in ListName]: Resource<Item> } = {
  tasks,
  running,
  workflows,
  requests,
  deadLetterGroups,
  deadLetters,
  schedules,
  agents,
  workers,
  alerts,
  audit,
  events,
  users,
  apiKeys,
}
