// Text as Slack sends it -> text as the person meant it: escapes, curly quotes, long dashes and odd spaces undone.
// Knows nothing of commands.

const entities: { [entity: string]: string } = { '&amp;': '&', '&lt;': '<', '&gt;': '>' }

/** `<@U1|ann>` becomes `@U1`, `<#C1|team>` becomes `#C1`, links become their address. Ids survive; names would be anybody's claim. */
export function plainText(text: string): string {
  return text
    .normalize('NFC')
    .replace(/<@([UW][A-Z0-9]+)(?:\|[^>]*)?>/g, '@$1')
    .replace(/<#([CG][A-Z0-9]+)(?:\|[^>]*)?>/g, '#$1')
    .replace(/<!subteam\^([A-Z0-9]+)(?:\|[^>]*)?>/g, '@$1')
    .replace(/<!(here|channel|everyone)(?:\|[^>]*)?>/g, '@$1')
    .replace(/<((?:https?|mailto|tel|slack):[^|>\s]+)(?:\|([^>]*))?>/g, (_all, url: string, label?: string) => linkText(url, label))
    .replace(/&(?:amp|lt|gt);/g, (entity) => entities[entity] ?? entity)
    .replace(/[\u201c\u201d\u201e\u201f\u00ab\u00bb]/g, '"')
    .replace(/[\u2018\u2019\u201a\u201b]/g, "'")
    .replace(/(^|\s)[\u2013\u2014](?=[A-Za-z])/g, '$1--')
    .replace(/[\u00a0\u2000-\u200a\u202f\u205f\u3000]/g, ' ')
    .replace(/[\u200b-\u200d\u2060\ufeff]/g, '')
    .trim()
}

/** Slack makes links of what looks like one; the person typed the label. */
function linkText(url: string, label: string | undefined): string {
  if (label && (url === label || url.replace(/^(?:https?:\/\/|mailto:|tel:)/, '').replace(/\/$/, '') === label)) return label
  return url.replace(/^(?:mailto|tel):/, '')
}

/** Without the mention of the bot it begins with. */
export function withoutMention(text: string, botUserId: string | undefined): string {
  const mention = text.match(/^\s*<@([UW][A-Z0-9]+)(?:\|[^>]*)?>[\s,:]*/)
  return mention && (botUserId === undefined || mention[1] === botUserId) ? text.slice(mention[0].length) : text
}
