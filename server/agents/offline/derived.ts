// Values that follow from the rest of the same object: counts, reading time, the whole text of the sections.
import type { Json } from '../adapter.ts'
import type { JsonSchema } from '../config.ts'
import { isObject } from './material.ts'
import { countWords } from './prose.ts'

const wordsPerMinute = 240

export function isDerived(name: string, properties: { [name: string]: JsonSchema }): boolean {
  if (name === 'content') return 'sections' in properties
  if (name === 'word_count' || name === 'reading_time_minutes' || name === 'character_count') return true
  return (
    countedList(
      name,
      Object.keys(properties).filter((each) => properties[each]?.['type'] === 'array'),
    ) !== undefined
  )
}

export function derivedValue(name: string, siblings: { [key: string]: Json }): Json | undefined {
  const text = siblings['content'] ?? wholeText(siblings)
  const words = typeof text === 'string' ? countWords(text) : 0
  switch (name) {
    case 'content':
      return wholeText(siblings)
    case 'word_count':
      return words
    case 'reading_time_minutes':
      return Math.max(1, Math.round(words / wordsPerMinute))
    case 'character_count':
      return typeof text === 'string' ? text.length : 0
    default: {
      const list =
        siblings[
          countedList(
            name,
            Object.keys(siblings).filter((each) => Array.isArray(siblings[each])),
          ) ?? ''
        ]
      return Array.isArray(list) ? list.length : undefined
    }
  }
}

function countedList(name: string, lists: readonly string[]): string | undefined {
  const singular = /^(.+)_count$/.exec(name)?.[1] ?? /^total_(.+)$/.exec(name)?.[1]
  if (singular === undefined) return undefined
  return lists.find((list) => list === singular || list === `${singular}s` || list === singular.replace(/y$/, 'ies'))
}

function wholeText(siblings: { [key: string]: Json }): string | undefined {
  const { sections, title } = siblings
  if (!Array.isArray(sections)) return undefined
  const parts = sections.filter(isObject).map((section) => `## ${String(section['heading'] ?? '')}\n\n${String(section['body'] ?? '')}`)
  return [...(typeof title === 'string' ? [`# ${title}`] : []), ...parts].join('\n\n')
}
