// The last look at a message before it is sent: the moment goes in, and what Slack would refuse is replaced by what it takes.
// A send never fails for its size or its shape.
import { limits } from '../blocks/limits.ts'
import { isRecord } from '../blocks/rules.ts'
import { validateMessage } from '../blocks/validate.ts'
import { type Json, type Rendered, updatedMark } from './card.ts'

export interface Prepared {
  text: string
  blocks: Json[]
}

export interface Moment {
  /** When the content was true. */
  at: Date
  /** Seconds between then and now. */
  lagSeconds: number
}

/** From here on a card says that it is behind. */
const tellsLagFromSeconds = 10

export function prepareMessage(message: Rendered, fallback: Rendered | undefined, moment: Moment): Prepared {
  const candidates = fallback ? [message, fallback] : [message]
  for (const { text, blocks = [] } of candidates) {
    const dated = withMoment({ text: cut(text), blocks }, moment)
    if (isPrepared(dated) && validateMessage(dated).length === 0) return dated
  }
  return { text: cut(datedText(message.text, moment)) || '…', blocks: [] }
}

/** An empty text is none: notifications and screen readers would have nothing to say. */
const isPrepared = (value: unknown): value is Prepared => isRecord(value) && value['text'] !== '' && Array.isArray(value['blocks'])

function cut(text: string): string {
  return text.length <= limits.message.adviseText
    ? text
    : `${text.slice(0, limits.message.adviseText - 1).replace(/[\ud800-\udbff]$/, '')}…`
}

/** In texts alone: what a button carries goes back as it is. */
function withMoment(value: unknown, moment: Moment): unknown {
  if (Array.isArray(value)) return value.map((item) => withMoment(item, moment))
  if (!isRecord(value)) return value
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => {
      return [name, name === 'text' && typeof item === 'string' ? datedText(item, moment) : withMoment(item, moment)]
    }),
  )
}

const datedText = (text: string, moment: Moment) => text.replaceAll(updatedMark, () => formatMoment(moment))

/** In the reader's own time zone, where Slack can. */
export function formatMoment({ at, lagSeconds }: Moment): string {
  const clock = at.toISOString().slice(11, 19)
  const shown = `updated <!date^${Math.floor(at.getTime() / 1000)}^{time_secs}|${clock} UTC>`
  return lagSeconds >= tellsLagFromSeconds ? `${shown} · delayed ${Math.round(lagSeconds)} s by Slack` : shown
}
