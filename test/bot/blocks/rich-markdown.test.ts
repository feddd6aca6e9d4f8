// What agents write as Markdown is shown as what it means, and can do nothing else.
import { expect, it } from 'vitest'
import { renderMarkdown } from '../../../bot/blocks/rich-markdown.ts'
import { validateMessage } from '../../../bot/blocks/validate.ts'

const elements = (markdown: string, most = 2000) => renderMarkdown(markdown, most).elements

it('headings, paragraphs, lists, quotes and code are told apart', () => {
  const shown = elements('# Title #\n\nOne\ntwo\n\n- a\n- b\n  - deeper\n1. first\n2. second\n> said\n```js\nlet x = "*no*"\n```\nThe end')
  expect(shown.map(({ type }) => type)).toEqual([
    'rich_text_section',
    'rich_text_section',
    'rich_text_list',
    'rich_text_list',
    'rich_text_list',
    'rich_text_quote',
    'rich_text_preformatted',
    'rich_text_section',
  ])
  expect(shown[0]).toMatchObject({ elements: [{ text: 'Title\n', style: { bold: true } }] })
  expect(shown[2]).toMatchObject({ style: 'bullet', indent: 0, elements: [{ elements: [{ text: 'a' }] }, { elements: [{ text: 'b' }] }] })
  expect(shown[3]).toMatchObject({ indent: 1 })
  expect(shown[4]).toMatchObject({ style: 'ordered', elements: [{}, {}] })
  expect(shown[6]).toMatchObject({ elements: [{ text: 'let x = "*no*"' }] })
})

it('emphasis is shown, and what only looks like it is left alone', () => {
  const [line] = elements('**bold** and *it* and _it_ and `co*de*`, but 2 * 3 * 4 and a_b_c')
  expect(line).toMatchObject({
    elements: [
      { text: 'bold', style: { bold: true } },
      { text: ' and ' },
      { text: 'it', style: { italic: true } },
      { text: ' and ' },
      { text: 'it', style: { italic: true } },
      { text: ' and ' },
      { text: 'co*de*', style: { code: true } },
      { text: ', but 2 * 3 * 4 and a_b_c\n' },
    ],
  })
})

it('mentions, links and broken marks stay text', () => {
  const said = JSON.stringify(elements('<!channel> <@U0ANN> [click](https://evil.example) **open `open'))
  expect(said).toContain('<!channel> <@U0ANN> [click](https://evil.example) **open `open')
  expect(said).not.toMatch(/"type":"(link|user|broadcast)"/)
})

it.each([
  ['nothing', ''],
  ['a fence that never ends', '```\nx'],
  ['a thousand headings', '# a\n'.repeat(1000)],
  ['a thousand kinds of list', '- a\n1. b\n'.repeat(1000)],
  ['a line of blanks behind a mark', `# ${' '.repeat(2900)}x`],
  ['nothing but marks of headings', `#${' #'.repeat(1400)}`],
  ['marks alone', '** __ `` > # - 1.'.repeat(100)],
])('%s is taken by Slack', (_what, markdown) => {
  expect(validateMessage({ text: 'x', blocks: [renderMarkdown(markdown, 3000)] as never })).toEqual([])
})
