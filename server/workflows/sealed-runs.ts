// What workflows keep sealed, for the renewal of keys: see server/tasks/sealed-fields.ts.
import { presentValues, type SealedCollection } from '../tasks/sealed-fields.ts'
import { runPlace } from './run.ts'
import { templatePlace } from './template-store.ts'

interface Step {
  id: string
  output?: unknown
  items?: unknown
}

export const sealedWorkflows: readonly SealedCollection[] = [
  {
    name: 'workflows',
    fields: ['definition', 'input', 'steps.id', 'steps.output', 'steps.items'],
    values: ({ _id, definition, input, steps }) => {
      const id = String(_id)
      return presentValues([
        ['definition', runPlace(id, 'definition'), definition],
        ['input', runPlace(id, 'input'), input],
        ...(Array.isArray(steps) ? (steps as Step[]) : []).flatMap(
          (step, index) =>
            [
              [`steps.${index}.output`, runPlace(id, `${step.id}.output`), step.output],
              [`steps.${index}.items`, runPlace(id, `${step.id}.items`), step.items],
            ] as const,
        ),
      ])
    },
  },
  {
    name: 'workflow_templates',
    fields: ['definition'],
    values: ({ _id, definition }) => presentValues([['definition', templatePlace(String(_id)), definition]]),
  },
]
