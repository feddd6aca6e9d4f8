// Which choices fit what was typed.
import { fuzzyScore } from '../text/fuzzy.ts'
import type { Choice } from './state.ts'

export function filterChoices(choices: readonly Choice[] | undefined, typed: string): readonly Choice[] {
  if (!choices) return []
  if (typed === '') return choices
  return choices
    .map((choice) => ({ choice, score: fuzzyScore(`${choice.label} ${choice.hint ?? ''}`, typed) }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score)
    .map(({ choice }) => choice)
}
