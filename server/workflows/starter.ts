// Workflows as other parts of the server use them that know nothing of definitions or steps: start, check, ask, cancel.
import type { Viewer } from '../auth/viewer.ts'
import { cancelWorkflow } from './operate.ts'
import { openRuns } from './run-store.ts'
import { checkStart, type StartInput, type StartParts, startWorkflow } from './start.ts'

export interface Starter {
  check(viewer: Viewer, input: object): Promise<void>
  /** The run's id; the same key gives the same run. */
  start(request: { viewer: Viewer; origin: string; schedule: string }, input: object): Promise<string>
  openAmong(ids: readonly string[]): Promise<string[]>
  cancel(viewer: Viewer, order: { id: string; reason: string }): Promise<void>
}

export function createStarter(parts: StartParts): Starter {
  return {
    check: (viewer, input) => checkStart(parts, { viewer, origin: 'schedule' }, input as StartInput),
    start: async (request, input) => (await startWorkflow(parts, request, input as StartInput))._id,
    openAmong: async (ids) => (await openRuns(parts.workflows.deps.database, ids)).map(({ _id }) => _id),
    cancel: async (viewer, order) => void (await cancelWorkflow(parts.workflows, viewer, order)),
  }
}
