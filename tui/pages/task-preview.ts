// What the preview of a task shows below what its row tells: what was asked and what came of it.
import type { TaskDetailFragment } from '../generated/operations.ts'
import type { Section } from '../resources/resource.ts'
import { jsonSection, linesSection, textSection } from '../resources/sections.ts'
import { gist } from './task-page.ts'

export function taskPreview({ parameters, result, partialOutput, artifacts }: TaskDetailFragment): Section[] {
  return [
    ...linesSection('Parameters', gist(parameters)),
    ...linesSection(
      'Files',
      artifacts.map(({ name }) => [{ text: name }]),
    ),
    ...(result === null ? textSection('Output', partialOutput) : jsonSection('Result', result)),
  ]
}
