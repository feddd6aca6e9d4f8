// Templates, filters and expressions: what stands for what, which type it has, and what is refused.
import { describe, expect, it } from 'vitest'
import { evaluate, parseExpression } from '../../../server/workflows/expressions.ts'
import { render } from '../../../server/workflows/templates.ts'

const context = {
  input: { topic: 'bees', count: 3, list: ['a', 'b'], nothing: null, deep: { at: [{ x: 1 }] }, text: 'a|b' },
  steps: { blog: { status: 'SUCCEEDED', output: { words: 700, tags: ['x', 'y'] } } },
}

describe('a template', () => {
  it.each([
    ['{{input.count}}', 3],
    [' {{ input.list }} ', ['a', 'b']],
    ['{{input.deep.at[0].x}}', 1],
    ['{{input.deep.at.0.x}}', 1],
    ['{{input.topic}} and {{input.count}}', 'bees and 3'],
    ['{{input.list}}!', '["a","b"]!'],
    ['{{input.topic | upper}}', 'BEES'],
    ['{{input.list | join: " + "}}', 'a + b'],
    ['{{input.list | join(" + ")}}', 'a + b'],
    ['{{input.missing | default: "none"}}', 'none'],
    ['{{input.nothing | default: 7}}', 7],
    ['{{input.missing.deeper | default: [] | length}}', 0],
    ['{{input.topic | truncate: 3}}', 'be…'],
    ['{{input.list | first}}', 'a'],
    ['{{input.list | last | upper}}', 'B'],
    ['{{input.deep | json}}', '{"at":[{"x":1}]}'],
    ['{{input.deep | keys}}', ['at']],
    ['{{ input.count + 1 }}', 4],
    ['{{ input.count > 2 || false ? "many" : "few" }}', 'many'],
    ['{{ input.text.contains("|") }}', true],
    ['no braces', 'no braces'],
  ])('%s is %j', (text, expected) => {
    expect(render(text, context)).toEqual(expected)
  })

  it('works inside of objects and lists, and names the place that fails', () => {
    expect(render({ a: ['{{input.count}}', { b: '{{input.topic}}' }] }, context)).toEqual({ a: [3, { b: 'bees' }] })
    expect(() => render({ a: ['{{input.tpoic}}'] }, context, ['parameters'])).toThrow('input.tpoic is not there; input is an object')
    try {
      render({ a: ['{{input.list | keys}}'] }, context, ['parameters'])
    } catch (error) {
      expect(error).toMatchObject({ place: ['parameters', 'a', 0], message: 'keys: expected an object, got a list' })
    }
  })
})

describe('an expression', () => {
  it.each([
    ['steps.blog.output.words > 500', true],
    ['steps.blog.output.words == 700', true],
    ['steps.blog.output.words * 2 + 1', 1401],
    ['steps.blog.output.words / 2.0', 350],
    ['steps.blog.output.words % 7 == 0', true],
    ['"x" in steps.blog.output.tags', true],
    ['has(steps.blog.output.nope)', false],
    ['input.list.exists(each, each == "b")', true],
    ['size(input.list) == 2 && !(input.topic == "ants")', true],
  ])('%s is %j', (text, expected) => {
    expect(evaluate(text, context)).toEqual(expected)
  })

  it('says which values it reads', () => {
    expect(parseExpression('steps.blog.output["words"] > size(input.list) && item.a[0] == index').reads).toEqual([
      ['steps', 'blog', 'output', 'words'],
      ['input', 'list'],
      ['item', 'a', 0],
      ['index'],
    ])
    expect(parseExpression('input.list.exists(each, each.name == run.name)').reads).toEqual([
      ['input', 'list'],
      ['run', 'name'],
    ])
    expect(parseExpression('1 < 2').constant).toBe(true)
  })

  it.each([
    'input.constructor.constructor("return 1")()',
    'process.exit()',
    'input.topic.matches(".*")',
    'input.list.map(a, input.list.map(b, input.list.map(c, c)))',
    '1 +',
  ])('is refused: %s', (text) => {
    expect(() => parseExpression(text)).toThrow()
  })

  it('reaches nothing but what it was given', () => {
    for (const text of ['input.__proto__', 'input.constructor', 'input.toString', 'steps.blog.output.tags.length'])
      expect(() => evaluate(text, context)).toThrow()
  })
})
