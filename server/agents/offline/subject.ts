// What a task is about, in the forms a text needs it. Knows only the agent's schema and the task's parameters.
import type { Json } from '../adapter.ts'
import type { AgentConfig, JsonSchema } from '../config.ts'

export interface Subject {
  /** For the middle of a sentence. */
  inline: string
  /** For a heading. */
  title: string
  slug: string
  identifier: string
}

const maxInline = 72
/** An instruction or a whole sentence is quoted: it does not read as a name in the middle of another sentence. */
const maxWordsUnquoted = 7
const instruction = new RegExp(
  `^(${[
    'Add|Analy[sz]e|Answer|Book|Build|Calculate|Choose|Clean|Collect|Compare|Connect|Create|Decide|Deploy',
    'Design|Develop|Draft|Evaluate|Explain',
    'Extract|Find|Fix|Implement|Improve|Invite|Launch|Make|Merge|Migrate|Move|Plan|Prepare|Research|Review|Run|Schedule',
    'Send|Set|Show|Store',
    'Summari[sz]e|Test|Turn|Update|Win|Write|How|What|Why|When|Who|Which|Where|Can|Should|Is|Are|Do|Does',
  ].join('|')})\\b`,
)
/** "Write a short article on tea" is about tea. */
const writingOrder =
  /^(?:please )?(?:write|draft|create|produce|prepare) (?:me )?(?:an? |the |some )?(?:[\w-]+ ){0,3}?(?:on|about|regarding) (?=\S)/i

/** Words a name does without. */
const smallWords = /^(a|an|the|that|which|of|for|to|in|on|with|and|or|write|create|build|make|function|please)$/

export function subjectOf(agent: AgentConfig, parameters: { [key: string]: Json }): Subject {
  const text = mainText(agent.parameters, parameters) ?? agent.description
  const firstSentence =
    text
      .trim()
      .replace(writingOrder, '')
      .split(/(?<=[.!?])\s|\n/)[0] ?? text
  const short = shorten(firstSentence.replace(/[.!?:;,]+$/, ''), maxInline)
  const slug = toSlug(short) || agent.name
  return {
    inline: isPhrase(short) ? short.replace(/^(A|An|The) /, (article) => article.toLowerCase()) : `“${short}”`,
    title: short.charAt(0).toUpperCase() + short.slice(1),
    slug,
    identifier: toIdentifier(slug),
  }
}

function isPhrase(text: string): boolean {
  return !instruction.test(text) && text.split(' ').length <= maxWordsUnquoted
}

export function shorten(text: string, length: number): string {
  if (text.length <= length) return text
  const cut = text.slice(0, length - 1)
  const space = cut.lastIndexOf(' ')
  return `${cut.slice(0, space > length / 2 ? space : cut.length).replace(/[\s,;:.-]+$/, '')}…`
}

/** The first required text says what the task is about; then any text; then a list of texts. */
function mainText(schema: JsonSchema, parameters: { [key: string]: Json }): string | undefined {
  const properties = (schema['properties'] ?? {}) as { [name: string]: JsonSchema }
  const required = (schema['required'] ?? []) as string[]
  const names = [...required, ...Object.keys(properties).filter((name) => !required.includes(name))]
  const texts = names
    .filter((name) => properties[name]?.['enum'] === undefined && properties[name]?.['format'] === undefined)
    .map((name) => parameters[name])
  const text = texts.find((value) => typeof value === 'string' && value.trim().length > 1 && !value.includes('@'))
  if (typeof text === 'string') return text
  const list = texts.find(
    (value) => Array.isArray(value) && value.every((item) => typeof item === 'string' && !item.includes('@')) && value.length > 0,
  )
  return Array.isArray(list) ? list.join(', ') : undefined
}

function toSlug(text: string): string {
  const words = text
    .normalize('NFKD')
    .replace(/[^A-Za-z0-9 ]+/g, ' ')
    .trim()
    .toLowerCase()
    .split(/\s+/)
  const telling = words.filter((word) => !smallWords.test(word))
  return (telling.length > 0 ? telling : words).slice(0, 5).join('-')
}

function toIdentifier(slug: string): string {
  const joined = slug.replace(/-+(.)/g, (_, letter: string) => letter.toUpperCase())
  return /^\d/.test(joined) ? `task${joined}` : joined
}
