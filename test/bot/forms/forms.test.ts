// Between the words people type, the forms they fill in, and the parameters an agent gets.
import { describe, expect, it } from 'vitest'
import { placeSteps } from '../../../bot/blocks/step-order.ts'
import { retype } from '../../../bot/commands/command-handler.ts'
import { splitOptions } from '../../../bot/commands/task-options.ts'
import { readParameters } from '../../../bot/forms/answers.ts'
import { searchChoices, toInputs } from '../../../bot/forms/inputs.ts'
import { guessRhythm, toWhen, wordsToWhen } from '../../../bot/forms/rhythm.ts'
import { toFields } from '../../../bot/forms/schema-fields.ts'
import { typeParameters } from '../../../bot/forms/typed-parameters.ts'
import { type Command, parseCommand } from '../../../bot/grammar/command.ts'
import { isQuiet } from '../../../bot/home/quiet-hours.ts'
import { readAnswers } from '../../../bot/submissions/submission.ts'

const schema = {
  type: 'object',
  required: ['topic'],
  properties: {
    count: { type: 'integer', minimum: 1, maximum: 9, default: 3 },
    topic: { type: 'string', minLength: 3, maxLength: 50 },
    loud: { type: 'boolean' },
    tone: { enum: ['calm', 'wild'] },
    words: { type: 'array', items: { type: 'string' } },
    sizes: { type: 'array', items: { type: 'number' } },
    more: { type: 'object' },
    day: { type: 'string', format: 'date' },
    country: { enum: Array.from({ length: 150 }, (_, index) => `Land ${index}`) },
  },
}
const fields = toFields(schema)

describe('words', () => {
  it('become values of the types the schema asks for', () => {
    const pairs = { count: '1,200', loud: 'yes', tone: 'CALM', words: 'a, b', sizes: '[1, 2.5]', more: '{"a": 1}', other: '7' }
    expect(typeParameters({ fields, pairs, rest: 'About the sea' })).toEqual({
      count: 1200,
      loud: true,
      tone: 'calm',
      words: ['a', 'b'],
      sizes: [1, 2.5],
      more: { a: 1 },
      other: '7',
      topic: 'About the sea',
    })
  })

  it('that do not fit stay as they are, for the server to say what is wrong', () => {
    expect(typeParameters({ fields, pairs: { count: 'many', loud: 'perhaps', more: '{' }, rest: '' })).toEqual({
      count: 'many',
      loud: 'perhaps',
      more: '{',
    })
  })

  it("name a task's own options, unless the agent has a parameter of that name", () => {
    const { pairs, flags } = parseCommand('run x priority=high tags=a,b --timeout 10m topic=y') as Command
    expect(splitOptions({ pairs, flags }, ['topic'])).toEqual({
      options: { priority: 'HIGH', tags: ['a', 'b'], timeoutSeconds: 600 },
      pairs: { topic: 'y' },
    })
    expect(splitOptions({ pairs, flags }, ['priority']).pairs).toMatchObject({ priority: 'high' })
  })

  it('can be typed again for the next page', () => {
    const command = parseCommand('list status=failed "two words"') as Command
    expect(parseCommand(retype(command))).toMatchObject({ name: 'task.list', words: ['two words'], pairs: { status: 'failed' } })
  })
})

describe('a form', () => {
  it('asks first for what must be there, and knows lists too long to show', () => {
    const { blocks } = toInputs({ fields })
    expect(blocks[0]?.block_id).toBe('p:topic')
    const country = blocks.find(({ block_id: id }) => id === 'p:country')
    expect(country?.element.type).toBe('external_select')
    const land = fields.find(({ name }) => name === 'country')
    expect(searchChoices(land!, 'land 149').map(({ text }) => text.text)).toEqual(['Land 149'])
  })

  it('gives back what was filled in, typed, and what was left empty', () => {
    const value = (block: string, answer: object) => ({ [`p:${block}`]: { value: { type: 'x', ...answer } } })
    const answers = readAnswers({
      ...value('topic', { value: 'The sea' }),
      ...value('count', { value: '4' }),
      ...value('loud', { selected_options: [{ value: 'yes' }] }),
      ...value('tone', { selected_option: { value: '1' } }),
      ...value('words', { value: 'one\ntwo, three' }),
      ...value('day', { selected_date: '2026-03-02' }),
      ...value('more', { value: '{broken' }),
      ...value('sizes', { value: null }),
    })
    const { parameters, emptied, errors } = readParameters(fields, answers)
    expect(parameters).toEqual({ topic: 'The sea', count: 4, loud: true, tone: 'wild', words: ['one', 'two, three'], day: '2026-03-02' })
    expect(emptied).toEqual(['sizes'])
    expect(Object.keys(errors)).toEqual(['p:more'])
  })

  it('leaves alone what no form can hold', () => {
    const { left } = toInputs({ fields, given: { topic: 'x'.repeat(4000) } })
    expect(left).toEqual(['topic'])
  })
})

describe('how often', () => {
  it('is cron, a pause, a moment or words, and back', () => {
    expect(toWhen({ rhythm: 'weekly', time: '09:05', days: ['1', '3'] })).toEqual({ cron: '5 9 * * 1,3' })
    expect(toWhen({ rhythm: 'weekly', time: '09:05' })).toBeUndefined()
    expect(wordsToWhen('0 9 * * MON#1')).toEqual({ cron: '0 9 * * MON#1' })
    expect(wordsToWhen('15 m')).toEqual({ every: '15m' })
    expect(wordsToWhen('every weekday at 9:00')).toEqual({ words: 'every weekday at 9:00' })
    expect(guessRhythm({ cron: '5 9 * * 1,3' })).toMatchObject({ rhythm: 'weekly', time: '09:05', days: ['1', '3'] })
    expect(guessRhythm({ cron: '5 9 * * 1-5' })).toMatchObject({ rhythm: 'weekdays', time: '09:05' })
    expect(guessRhythm({ cron: '*/5 * * * *' })).toMatchObject({ rhythm: 'words', words: '*/5 * * * *' })
  })

  it('quiet hours may lie on two days, by the clock on the wall', () => {
    const night = { quietFrom: '22:00', quietTo: '07:00', timeZone: 'Australia/Sydney' }
    expect(isQuiet(night, new Date('2026-01-01T12:00:00Z'))).toBe(true)
    expect(isQuiet(night, new Date('2026-01-01T02:00:00Z'))).toBe(false)
    expect(isQuiet({ timeZone: 'UTC' }, new Date())).toBe(false)
  })
})

describe('steps of a workflow', () => {
  it('stand after what they wait for, below their group, each once, whatever the graph', () => {
    const step = (id: string, dependsOn: string[] = [], parent: string | null = null) => ({ id, dependsOn, parent })
    const order = (steps: ReturnType<typeof step>[]) => placeSteps(steps).map(({ step: { id }, depth }) => `${depth}${id}`)
    expect(order([step('c', ['b']), step('b', ['a']), step('a')])).toEqual(['0a', '0b', '0c'])
    expect(order([step('g'), step('x', [], 'g'), step('y', ['x'], 'g')])).toEqual(['0g', '1x', '1y'])
    expect(order([step('a', ['b']), step('b', ['a'])])).toHaveLength(2)
    expect(order([step('a', [], 'b'), step('b', [], 'a')])).toHaveLength(2)
  })
})
