// The shape of rich text: sections, lists, quotes, preformatted text and what stands in them.
import { limits } from './limits.ts'
import { boolean, byType, type Fields, integer, list, number, oneOf, type Rule, shape, string, webAddress } from './rules.ts'

const styled: Fields = { style: shape({}, { bold: boolean, code: boolean, italic: boolean, strike: boolean, underline: boolean }) }

const piece = (name: string, required: Fields, optional: Fields = {}): { [type: string]: Rule } => ({
  [name]: shape({ type: oneOf(name), ...required }, { ...styled, ...optional }),
})

const texts = piece('text', { text: string(limits.richText.text) })
const links = piece('link', { url: webAddress(3000) }, { text: string(limits.richText.text), unsafe: boolean })

const pieces = byType({
  ...texts,
  ...links,
  ...piece('broadcast', { range: oneOf('here', 'channel', 'everyone') }),
  ...piece('color', { value: string(40) }),
  ...piece('channel', { channel_id: string(255) }),
  ...piece('date', { timestamp: number, format: string(255) }, { url: webAddress(3000), fallback: string(255) }),
  ...piece('emoji', { name: string(255) }, { unicode: string(255), url: webAddress(3000) }),
  ...piece('team', { team_id: string(255) }),
  ...piece('user', { user_id: string(255) }),
  ...piece('usergroup', { usergroup_id: string(255) }),
})

const many = { min: 0, max: 1000 }
const bordered: Fields = { border: oneOf(0, 1) }
const section = shape({ type: oneOf('rich_text_section'), elements: list(pieces, many) })

const parts = byType({
  rich_text_section: section,
  rich_text_list: shape(
    { type: oneOf('rich_text_list'), elements: list(byType({ rich_text_section: section }), many), style: oneOf('bullet', 'ordered') },
    { ...bordered, indent: integer(0, 8), offset: integer(0, 100_000) },
  ),
  rich_text_quote: shape({ type: oneOf('rich_text_quote'), elements: list(pieces, many) }, bordered),
  rich_text_preformatted: shape(
    { type: oneOf('rich_text_preformatted'), elements: list(byType({ ...texts, ...links }), many) },
    { ...bordered, language: string(40) },
  ),
})

export const richText = (base: Fields): Rule => shape({ type: oneOf('rich_text'), elements: list(parts, { min: 0, max: 100 }) }, base)
