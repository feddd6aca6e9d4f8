// The shape of every block, and which blocks may stand where. The numbers come from limits.ts.
import {
  accessoryElements,
  actionElements,
  anyText,
  buttonElement,
  contextActionElements,
  imageBlockShape,
  imageElement,
  inputElements,
  mrkdwnText,
  plainText,
} from './element-shapes.ts'
import { limits } from './limits.ts'
import { richText } from './rich-text-shapes.ts'
import {
  all,
  boolean,
  byType,
  type Fields,
  integer,
  isRecord,
  list,
  number,
  oneOf,
  pick,
  type Rule,
  shape,
  string,
  webAddress,
} from './rules.ts'

const base: Fields = { block_id: string(limits.block.id) }
const block = (name: string, required: Fields, optional: Fields = {}): { [type: string]: Rule } => ({
  [name]: shape({ type: oneOf(name), ...required }, { ...base, ...optional }),
})

const cell = byType({
  raw_text: shape({ type: oneOf('raw_text'), text: string(limits.section.text) }),
  raw_number: shape({ type: oneOf('raw_number'), value: number, text: string(255) }),
  rich_text: richText(base),
})

/** All rows as wide as the first. */
const even: Rule = (value, path, report) => {
  const rows = isRecord(value) && Array.isArray(value['rows']) ? value['rows'] : []
  const width = Array.isArray(rows[0]) ? rows[0].length : 0
  for (const [index, row] of rows.entries()) {
    if (Array.isArray(row) && row.length !== width) report.flaw(`${path}/rows/${index}`, `must have ${width} cells as the first row has`)
  }
}
const rows = ({ rows: max, columns }: { rows: number; columns: number }) => list(list(cell, { max: columns }), { max })

const needsTextOrFields: Rule = (value, path, report) => {
  if (isRecord(value) && value['text'] === undefined && value['fields'] === undefined) report.flaw(path, 'needs text or fields')
}

const section = all(
  shape(
    { type: oneOf('section') },
    {
      ...base,
      text: anyText(limits.section.text),
      fields: list(anyText(limits.section.field), { max: limits.section.fields }),
      accessory: accessoryElements,
      expand: boolean,
    },
  ),
  needsTextOrFields,
)

const taskCard = shape(
  {
    type: oneOf('task_card'),
    task_id: string(limits.taskCard.id),
    title: string(limits.taskCard.title),
    status: oneOf('pending', 'in_progress', 'complete', 'error'),
  },
  {
    ...base,
    details: richText(base),
    output: richText(base),
    sources: list(shape({ type: oneOf('url'), url: webAddress(3000), text: string(255) }), { max: limits.taskCard.sources }),
  },
)

const cardFields: Fields = {
  ...base,
  hero_image: imageElement,
  icon: imageElement,
  title: mrkdwnText(limits.card.title),
  subtitle: mrkdwnText(limits.card.subtitle),
  body: mrkdwnText(limits.card.body),
  actions: list(buttonElement, { max: limits.card.actions }),
}
const hasSomething: Rule = (value, path, report) => {
  if (isRecord(value) && !['hero_image', 'title', 'actions', 'body'].some((name) => value[name] !== undefined)) {
    report.flaw(path, 'needs hero_image, title, actions or body')
  }
}
const card = all(shape({ type: oneOf('card') }, cardFields), hasSomething)

const simple: { readonly [type: string]: Rule } = {
  section,
  ...block('actions', { elements: list(actionElements, { max: limits.actions.elements }) }),
  ...block('alert', { text: anyText(limits.alert.text) }, { level: oneOf('default', 'info', 'warning', 'error', 'success') }),
  ...block('context', {
    elements: list(
      byType({
        image: imageElement,
        plain_text: plainText(limits.context.text),
        mrkdwn: mrkdwnText(limits.context.text),
      }),
      { max: limits.context.elements },
    ),
  }),
  ...block('context_actions', { elements: list(contextActionElements, { max: limits.contextActions.elements }) }),
  ...block('divider', {}),
  ...block('header', { text: plainText(limits.header.text) }),
  image: imageBlockShape(base),
  ...block(
    'input',
    { label: plainText(limits.input.label), element: inputElements },
    { hint: plainText(limits.input.hint), optional: boolean, dispatch_action: boolean },
  ),
  ...block('markdown', { text: string(limits.markdown.text) }),
  rich_text: richText(base),
  table: all(
    shape(
      { type: oneOf('table'), rows: rows(limits.table) },
      {
        ...base,
        column_settings: list(shape({}, { align: oneOf('left', 'center', 'right'), is_wrapped: boolean }), {
          max: limits.table.columns,
        }),
      },
    ),
    even,
  ),
  data_table: all(
    shape(
      { type: oneOf('data_table'), rows: rows(limits.dataTable), caption: string(255) },
      { ...base, page_size: integer(1, limits.dataTable.pageSize), row_header_column_index: integer(0, limits.dataTable.columns - 1) },
    ),
    even,
  ),
  task_card: taskCard,
  ...block('plan', { title: string(limits.plan.title) }, { tasks: list(byType({ task_card: taskCard }), { max: limits.plan.tasks }) }),
  card,
  ...block('carousel', { elements: list(byType({ card }), { max: limits.carousel.cards }) }),
}

const inContainer = pick(simple, 'actions', 'context', 'divider', 'header', 'image', 'input', 'rich_text', 'section', 'table')
const container = all(
  shape(
    { type: oneOf('container'), child_blocks: list(byType(inContainer), { max: limits.container.blocks }) },
    {
      ...base,
      title: plainText(limits.container.title),
      rich_text_title: richText(base),
      subtitle: anyText(limits.container.subtitle),
      width: oneOf('narrow', 'standard', 'wide', 'full'),
      icon: imageElement,
      is_collapsible: boolean,
      default_collapsed: boolean,
      has_header_divider: boolean,
    },
  ),
  (value, path, report) => {
    if (isRecord(value) && !value['title'] && !value['rich_text_title']) report.flaw(path, 'needs title or rich_text_title')
  },
)

export const messageBlock = byType({ ...simple, container })
const surfaces = ['section', 'actions', 'context', 'divider', 'header', 'image', 'input', 'rich_text'] as const
export const modalBlock = byType(pick({ ...simple, container }, ...surfaces, 'alert', 'container', 'data_table'))
export const homeBlock = byType(
  pick({ ...simple, container }, ...surfaces, 'alert', 'card', 'carousel', 'container', 'data_table', 'table'),
)
