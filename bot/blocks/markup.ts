// Slack's markup. Whatever is put into a text is a stranger's until it was made here: this is the one place that escapes and cuts.
// Knows nothing of what is said.

/** Text in Slack's markup that is safe to show. */
export class Markup {
  readonly text: string

  constructor(text: string) {
    this.text = text
  }

  toString(): string {
    return this.text
  }
}

type Part = string | number | Markup

/** Controls, and marks that turn the reading direction: they would let a name look like something else. */
const invisible =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what it looks for.
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufff9-\ufffb\ue000]/g

const lone = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g

/** For texts that Slack shows as they are. */
export function harmless(text: string): string {
  return text.replace(/\r\n?/g, '\n').replace(invisible, '').replace(lone, '\ufffd')
}

export function escapeText(text: string): string {
  return harmless(text).replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;')
}

/** A text with values in it: what is no markup already is escaped. */
export function markup(texts: TemplateStringsArray, ...parts: Part[]): Markup {
  const safe = parts.map((part) => (part instanceof Markup ? part.text : escapeText(String(part))))
  return new Markup(texts.map((text, index) => text + (safe[index] ?? '')).join(''))
}

export const nothing = new Markup('')

export function joinMarkup(parts: readonly Part[], between = ''): Markup {
  return new Markup(parts.map((part) => (part instanceof Markup ? part.text : escapeText(String(part)))).join(between))
}

/** In letters of one width; marks that would end it are replaced. */
export function code(text: string, most = 200): Markup {
  return new Markup(`\`${escapeText(cut(oneLine(text), most)).replaceAll('`', '\u2019')}\``)
}

/** Bold, on one line; stars in it are kept from ending it. */
export function bold(text: string, most = 200): Markup {
  return new Markup(`*${escapeText(cut(oneLine(text), most)).replaceAll('*', '\u2217')}*`)
}

export function oneLine(text: string): string {
  return harmless(text).replace(/\s+/g, ' ').trim()
}

/** A moment in the reader's own time zone. */
export function moment(at: string | number | Date, form = '{date_short_pretty} {time}'): Markup {
  const date = new Date(at)
  if (Number.isNaN(date.getTime())) return new Markup('?')
  const fallback = `${date.toISOString().slice(0, 16).replace('T', ' ')} UTC`
  return new Markup(`<!date^${Math.floor(date.getTime() / 1000)}^${form}|${fallback}>`)
}

/** Someone in Slack by id; anything else is text. */
export function mention(user: string): Markup {
  return /^[UW][A-Z0-9]{2,20}$/.test(user) ? new Markup(`<@${user}>`) : markup`${user}`
}

export function channelName(channel: string): Markup {
  return /^[CG][A-Z0-9]{2,20}$/.test(channel) ? new Markup(`<#${channel}>`) : markup`${channel}`
}

/** Cut to a length, with a sign that there was more; never through a character. */
export function cut(text: string, most: number): string {
  if (text.length <= most) return text
  const kept = text.slice(0, Math.max(0, most - 1)).replace(/[\ud800-\udbff]$/, '')
  return `${kept}\u2026`
}

/** As `cut`, never through an entity or a `<...>` either. */
export function cutMarkup({ text }: Markup, most: number): string {
  if (text.length <= most) return text
  const kept = text
    .slice(0, Math.max(0, most - 1))
    .replace(/[\ud800-\udbff]$/, '')
    .replace(/&[a-z]{0,4}$/, '')
    .replace(/<[^>]*$/, '')
  return `${kept}\u2026`
}
