// The shapes of what stands inside blocks: texts, options, buttons, selects, inputs. The numbers come from limits.ts.
import { limits } from './limits.ts'
import {
  all,
  boolean,
  byType,
  type Fields,
  integer,
  isRecord,
  list,
  oneOf,
  pattern,
  pick,
  type Rule,
  shape,
  string,
  webAddress,
} from './rules.ts'

const type = (name: string): Fields => ({ type: oneOf(name) })

export const plainText = (max: number, min = 1): Rule => shape({ ...type('plain_text'), text: string(max, min) }, { emoji: boolean })
const mrkdwn = (max: number): Rule => shape({ ...type('mrkdwn'), text: string(max) }, { verbatim: boolean })
export const mrkdwnText = (max: number): Rule => byType({ mrkdwn: mrkdwn(max) })
export const anyText = (max: number): Rule => byType({ plain_text: plainText(max), mrkdwn: mrkdwn(max) })

const confirm = shape(
  { text: anyText(limits.confirm.text) },
  {
    title: plainText(limits.confirm.title),
    confirm: plainText(limits.confirm.button),
    deny: plainText(limits.confirm.button),
    style: oneOf('primary', 'danger'),
  },
)

const id: Fields = { action_id: string(limits.action.id) }
const confirmable: Fields = { ...id, confirm }
const focusable: Fields = { ...confirmable, focus_on_load: boolean }
const choosable: Fields = { ...focusable, placeholder: plainText(limits.placeholder.text) }
const typable: Fields = {
  ...id,
  focus_on_load: boolean,
  placeholder: plainText(limits.placeholder.text),
  dispatch_action_config: shape({}, { trigger_actions_on: list(oneOf('on_enter_pressed', 'on_character_entered'), { max: 2 }) }),
}

const option = (text: Rule): Rule =>
  shape({ text, value: string(limits.option.value) }, { description: plainText(limits.option.description), url: webAddress(3000) })
const plainOption = option(plainText(limits.option.text))
const anyOption = option(anyText(limits.option.text))
const optionGroup = shape({
  label: plainText(limits.select.label),
  options: list(plainOption, { max: limits.select.options }),
})

/** Either options or groups of them, and no value twice. */
const offered: Rule = (value, path, report) => {
  if (!isRecord(value)) return
  const { options, option_groups: groups } = value
  if ((options === undefined) === (groups === undefined)) report.flaw(path, 'needs options or option_groups, and not both')
}

const staticSelect = (name: string, more: Fields): Rule =>
  all(
    shape(type(name), {
      ...choosable,
      ...more,
      options: list(plainOption, { max: limits.select.options }),
      option_groups: list(optionGroup, { max: limits.select.groups }),
    }),
    offered,
    initialIsOffered,
  )

/** Slack refuses a select whose initial option is none of its options. */
const initialIsOffered: Rule = (value, path, report) => {
  if (!isRecord(value)) return
  const groups = Array.isArray(value['option_groups']) ? value['option_groups'] : [value]
  const offers = groups.flatMap((group: unknown) => (isRecord(group) && Array.isArray(group['options']) ? group['options'] : []))
  const known = new Set(offers.map((offer: unknown) => (isRecord(offer) ? offer['value'] : undefined)))
  const initial = [value['initial_option'], value['initial_options']].flat().filter((chosen) => chosen !== undefined)
  for (const chosen of initial) {
    if (!isRecord(chosen) || !known.has(chosen['value'])) report.flaw(path, 'has an initial option that is none of its options')
  }
}

const many: Fields = { max_selected_items: integer(1, 1000) }
const filter = shape(
  {},
  {
    include: list(oneOf('im', 'mpim', 'private', 'public'), { max: 4 }),
    exclude_external_shared_channels: boolean,
    exclude_bot_users: boolean,
  },
)
const responds: Fields = { response_url_enabled: boolean }
const conversations: Fields = { ...choosable, filter, default_to_current_conversation: boolean }
const ids = list(string(255), { max: 100 })

const button = shape(
  { ...type('button'), text: plainText(limits.button.text) },
  {
    ...confirmable,
    value: string(limits.button.value),
    url: webAddress(limits.button.url),
    style: oneOf('primary', 'danger'),
    accessibility_label: string(limits.button.accessibilityLabel),
  },
)
export const buttonElement = byType({ button })

const slackFile = shape({}, { id: string(255), url: webAddress(3000) })
const imageFields: Fields = { image_url: webAddress(limits.image.url), slack_file: slackFile }
const hasOneImage: Rule = (value, path, report) => {
  if (isRecord(value) && (value['image_url'] === undefined) === (value['slack_file'] === undefined)) {
    report.flaw(path, 'needs image_url or slack_file, and not both')
  }
}
const altText: Fields = { alt_text: string(limits.image.altText) }
export const imageElement = all(shape({ ...type('image'), ...altText }, imageFields), hasOneImage)
export const imageBlockShape = (base: Fields): Rule =>
  all(shape({ ...type('image'), ...altText }, { ...base, ...imageFields, title: plainText(limits.image.title) }), hasOneImage)

const feedback = shape(
  { text: plainText(limits.button.text), value: string(limits.button.value) },
  { accessibility_label: string(limits.button.accessibilityLabel) },
)

const choices: { readonly [type: string]: Rule } = {
  checkboxes: all(
    shape(
      { ...type('checkboxes'), options: list(anyOption, { max: limits.checkboxes.options }) },
      { ...focusable, initial_options: list(anyOption, { max: limits.checkboxes.options }) },
    ),
    initialIsOffered,
  ),
  radio_buttons: all(
    shape(
      { ...type('radio_buttons'), options: list(anyOption, { max: limits.radioButtons.options }) },
      { ...focusable, initial_option: anyOption },
    ),
    initialIsOffered,
  ),
  static_select: staticSelect('static_select', { initial_option: plainOption }),
  multi_static_select: staticSelect('multi_static_select', { ...many, initial_options: list(plainOption, { max: 100 }) }),
  external_select: shape(type('external_select'), { ...choosable, initial_option: plainOption, min_query_length: integer(0, 100) }),
  multi_external_select: shape(type('multi_external_select'), {
    ...choosable,
    ...many,
    initial_options: list(plainOption, { max: 100 }),
    min_query_length: integer(0, 100),
  }),
  users_select: shape(type('users_select'), { ...choosable, initial_user: string(255) }),
  multi_users_select: shape(type('multi_users_select'), { ...choosable, ...many, initial_users: ids }),
  conversations_select: shape(type('conversations_select'), { ...conversations, ...responds, initial_conversation: string(255) }),
  multi_conversations_select: shape(type('multi_conversations_select'), { ...conversations, ...many, initial_conversations: ids }),
  channels_select: shape(type('channels_select'), { ...choosable, ...responds, initial_channel: string(255) }),
  multi_channels_select: shape(type('multi_channels_select'), { ...choosable, ...many, initial_channels: ids }),
  datepicker: shape(type('datepicker'), { ...choosable, initial_date: pattern(/^\d{4}-\d\d-\d\d$/, 'a date, YYYY-MM-DD') }),
  timepicker: shape(type('timepicker'), {
    ...choosable,
    initial_time: pattern(/^([01]\d|2[0-3]):[0-5]\d$/, 'a time, HH:mm'),
    timezone: string(100),
  }),
  datetimepicker: shape(type('datetimepicker'), { ...focusable, initial_date_time: integer(1e9, 9_999_999_999) }),
}

const initialText: Fields = { ...typable, initial_value: string(limits.plainTextInput.length, 0) }

const inputs: { readonly [type: string]: Rule } = {
  plain_text_input: shape(type('plain_text_input'), {
    ...initialText,
    multiline: boolean,
    min_length: integer(0, limits.plainTextInput.length),
    max_length: integer(1, limits.plainTextInput.length),
  }),
  number_input: shape(
    { ...type('number_input'), is_decimal_allowed: boolean },
    { ...initialText, min_value: string(40), max_value: string(40) },
  ),
  email_text_input: shape(type('email_text_input'), initialText),
  url_text_input: shape(type('url_text_input'), initialText),
  rich_text_input: shape(type('rich_text_input'), {
    ...typable,
    initial_value: byType({ rich_text: () => undefined }),
    min_lines: integer(1, 100),
    max_lines: integer(1, 100),
  }),
  file_input: shape(type('file_input'), {
    ...id,
    filetypes: list(string(40), { max: 100 }),
    max_files: integer(1, limits.fileInput.files),
  }),
}

const overflow = shape(
  {
    ...type('overflow'),
    options: list(plainOption, { max: limits.overflow.options }),
  },
  confirmable,
)

export const elementShapes: { readonly [type: string]: Rule } = {
  button,
  overflow,
  image: imageElement,
  ...choices,
  ...inputs,
}

export const contextActionElements = byType({
  feedback_buttons: shape({ ...type('feedback_buttons'), positive_button: feedback, negative_button: feedback }, id),
  icon_button: shape(
    { ...type('icon_button'), icon: string(80), text: plainText(limits.button.text) },
    {
      ...confirmable,
      value: string(limits.button.value),
      accessibility_label: string(limits.button.accessibilityLabel),
      visible_to_user_ids: ids,
    },
  ),
})

export const actionElements = byType({ button, overflow, ...choices, rich_text_input: inputs['rich_text_input'] ?? shape({}) })
export const inputElements = byType({ ...choices, ...inputs })
const { datetimepicker: _onlyInOthers, ...accessories } = choices
export const accessoryElements = byType({ button, overflow, ...accessories, ...pick(elementShapes, 'image') })
