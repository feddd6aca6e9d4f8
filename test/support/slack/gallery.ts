// One of every block and every input there is, for looking at a page that has to show them.
import type { KnownBlock, View } from '@slack/types'

const text = (value: string) => ({ type: 'plain_text' as const, text: value })
const mrkdwn = (value: string) => ({ type: 'mrkdwn' as const, text: value })
const rich = (value: string) => ({
  type: 'rich_text' as const,
  elements: [{ type: 'rich_text_section' as const, elements: [{ type: 'text' as const, text: value }] }],
})
const option = (value: string) => ({ text: text(value), value })

export const gallery: KnownBlock[] = [
  { type: 'header', text: text('Build docs · T-4F2K') },
  {
    type: 'section',
    fields: [
      mrkdwn('*Status*\n● Running 62 %'),
      mrkdwn('*Agent*\n`copywriter`'),
      mrkdwn('*Priority*\nHigh :rocket:'),
      mrkdwn('*Attempt*\n2 of 5'),
      mrkdwn('*Started*\n<!date^1753000000^{date_short} {time}|then>'),
      mrkdwn('*Link*\n<https://example.com|the run> & &lt;b&gt;no markup&lt;/b&gt;'),
    ],
  },
  { type: 'context', elements: [mrkdwn('▓▓▓▓▓▓░░░░ 62 % · step 5/8 · updated <!date^1753000000^{time_secs}|12:04:10>')] },
  { type: 'alert', level: 'error', text: mrkdwn('*Dead after 5 attempts*: TimeoutError') },
  { type: 'divider' },
  {
    type: 'plan',
    title: 'release-42 · 2/4 · 3m12s',
    tasks: [
      { type: 'task_card', task_id: 'a', title: 'build', status: 'complete', output: rich('41 s') },
      { type: 'task_card', task_id: 'b', title: '├ test', status: 'in_progress', details: rich('62 %') },
      { type: 'task_card', task_id: 'c', title: '├ lint', status: 'error', output: rich('3 findings') },
      { type: 'task_card', task_id: 'd', title: '└ deploy', status: 'pending', details: rich('waits on test, lint') },
    ],
  },
  {
    type: 'rich_text',
    elements: [
      {
        type: 'rich_text_section',
        elements: [
          { type: 'text', text: 'Bold', style: { bold: true } },
          { type: 'text', text: ' and ' },
          { type: 'text', text: 'code', style: { code: true } },
          { type: 'text', text: ' ' },
          { type: 'emoji', name: 'tada' },
        ],
      },
      { type: 'rich_text_list', style: 'bullet', elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text: 'a point' }] }] },
      { type: 'rich_text_preformatted', elements: [{ type: 'text', text: 'Error: no\n  at line 1\n  at line 2' }] },
      { type: 'rich_text_quote', elements: [{ type: 'text', text: 'a quote' }] },
    ],
  },
  {
    type: 'table',
    column_settings: [{ align: 'left' }, { align: 'right' }],
    rows: [
      [
        { type: 'raw_text', text: 'Agent' },
        { type: 'raw_text', text: 'Runs' },
      ],
      [
        { type: 'raw_text', text: 'copywriter' },
        { type: 'raw_number', value: 42, text: '42' },
      ],
    ],
  },
  {
    type: 'image',
    image_url: 'https://example.com/chart.png',
    alt_text: 'A chart',
    title: text('Tasks an hour'),
  },
  {
    type: 'section',
    text: mrkdwn('Choose one:'),
    accessory: { type: 'static_select', action_id: 'pick', options: [option('one'), option('two')] },
  },
  {
    type: 'actions',
    block_id: 'acts',
    elements: [
      { type: 'button', action_id: 'go', text: text('Approve'), style: 'primary', value: '1' },
      {
        type: 'button',
        action_id: 'stop',
        text: text('Cancel'),
        style: 'danger',
        value: '1',
        confirm: {
          title: text('Cancel T-4F2K?'),
          text: text('It ends at once.'),
          confirm: text('Cancel it'),
          deny: text('Keep it'),
          style: 'danger',
        },
      },
      { type: 'button', action_id: 'logs', text: text('Logs'), value: '1' },
      { type: 'overflow', action_id: 'more', options: [option('Assign'), option('Mute')] },
    ],
  },
]

export const everyInput: View = {
  type: 'modal',
  callback_id: 'every',
  title: text('Every input'),
  submit: text('Save'),
  blocks: [
    { type: 'section', text: mrkdwn('All the ways to *fill in* something.') },
    {
      type: 'input',
      block_id: 'line',
      label: text('A line'),
      hint: text('Short'),
      element: { type: 'plain_text_input', action_id: 'v', placeholder: text('Type') },
    },
    {
      type: 'input',
      block_id: 'long',
      label: text('A long text'),
      optional: true,
      element: { type: 'plain_text_input', action_id: 'v', multiline: true },
    },
    {
      type: 'input',
      block_id: 'number',
      label: text('A number'),
      element: { type: 'number_input', action_id: 'v', is_decimal_allowed: false, initial_value: '7' },
    },
    { type: 'input', block_id: 'mail', label: text('Mail'), optional: true, element: { type: 'email_text_input', action_id: 'v' } },
    { type: 'input', block_id: 'url', label: text('Address'), optional: true, element: { type: 'url_text_input', action_id: 'v' } },
    { type: 'input', block_id: 'day', label: text('A day'), element: { type: 'datepicker', action_id: 'v', initial_date: '2026-11-21' } },
    { type: 'input', block_id: 'time', label: text('A time'), element: { type: 'timepicker', action_id: 'v', initial_time: '09:30' } },
    { type: 'input', block_id: 'moment', label: text('A moment'), optional: true, element: { type: 'datetimepicker', action_id: 'v' } },
    {
      type: 'input',
      block_id: 'one',
      label: text('One of few'),
      element: { type: 'static_select', action_id: 'v', options: [option('low'), option('high')], initial_option: option('low') },
    },
    {
      type: 'input',
      block_id: 'many',
      label: text('Some of few'),
      optional: true,
      element: { type: 'multi_static_select', action_id: 'v', options: [option('red'), option('green')] },
    },
    {
      type: 'input',
      block_id: 'agent',
      label: text('One of many'),
      optional: true,
      element: { type: 'external_select', action_id: 'agent', min_query_length: 0 },
    },
    { type: 'input', block_id: 'person', label: text('A person'), optional: true, element: { type: 'users_select', action_id: 'v' } },
    {
      type: 'input',
      block_id: 'place',
      label: text('A channel'),
      optional: true,
      element: { type: 'conversations_select', action_id: 'v', filter: { include: ['public'] } },
    },
    {
      type: 'input',
      block_id: 'radio',
      label: text('Either or'),
      optional: true,
      element: { type: 'radio_buttons', action_id: 'v', options: [option('this'), option('that')] },
    },
    {
      type: 'input',
      block_id: 'boxes',
      label: text('Ticks'),
      optional: true,
      element: { type: 'checkboxes', action_id: 'v', options: [option('loud'), option('late')] },
    },
    { type: 'input', block_id: 'rich', label: text('Rich'), optional: true, element: { type: 'rich_text_input', action_id: 'v' } },
  ],
}
