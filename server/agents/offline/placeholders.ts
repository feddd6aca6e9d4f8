// Fills `{topic}` and `{audience|your readers}` in an agent's examples. What is not a known name stays as it is: it may be code.
import type { Json } from '../adapter.ts'
import { entryDate } from './dates.ts'
import type { Material, Place } from './material.ts'

const placeholder = /\{([A-Za-z_]+)(?:\|([^{}]*))?\}/g

/** A text that is nothing but one placeholder keeps the type of the value. */
export function fill(value: Json, place: Place, material: Material): Json {
  if (typeof value === 'string') return fillText(value, place, material)
  if (Array.isArray(value)) return value.map((item) => fill(item, place, material))
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, fill(item, place, material)]))
}

function fillText(text: string, place: Place, material: Material): Json {
  const whole = /^\{([a-z_]+)\}$/.exec(text)?.[1]
  const given = whole === undefined ? undefined : material.parameters[whole]
  if (given !== undefined && typeof given !== 'string')
    return Array.isArray(given) && place.depth > 1 ? (given[place.index % given.length] ?? text) : given
  return text.replace(
    placeholder,
    (all, name: string, fallback: string | undefined) =>
      lookUp(name, place, material) ?? fallback ?? (material.known.includes(name) ? material.subject.inline : all),
  )
}

function lookUp(name: string, place: Place, { parameters, subject, today }: Material): string | undefined {
  const value = parameters[name]
  if (typeof value === 'string' && value !== '') return value
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  if (Array.isArray(value) && value.length > 0) return listText(value, place)
  switch (name) {
    case 'subject':
      return subject.inline
    case 'Subject':
      return subject.title
    case 'slug':
      return subject.slug
    case 'identifier':
      return subject.identifier
    case 'Identifier':
      return subject.identifier.charAt(0).toUpperCase() + subject.identifier.slice(1)
    case 'n':
      return String(place.index + 1)
    case 'date':
      return entryDate(place, parameters, today)
    default:
      return undefined
  }
}

/** Inside a list every entry takes its own element. */
function listText(list: readonly Json[], { depth, index }: Place): string | undefined {
  const texts = list.filter((item) => typeof item === 'string' || typeof item === 'number').map(String)
  if (texts.length === 0) return undefined
  return depth > 1 ? texts[index % texts.length] : texts.join(', ')
}
