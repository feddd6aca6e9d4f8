// What a definition may not be: everything wrong with it is reported at once, with its place, and with the line where there is a text.
// biome-ignore-all lint/suspicious/noThenProperty: the word that workflows use for the branch of a condition
import { describe, expect, it } from 'vitest'
import type { AgentConfig } from '../../../server/agents/config.ts'
import type { AgentRegistry } from '../../../server/agents/registry.ts'
import { checkDefinition } from '../../../server/workflows/check-definition.ts'
import { fakeAgent } from '../../support/engine.ts'

const agents = new Map(
  [
    fakeAgent({
      name: 'writer',
      output: {
        type: 'object',
        properties: {
          title: { type: 'string' },
          tags: { type: 'array', items: { type: 'string' } },
          meta: { type: 'object', properties: { words: { type: 'integer' } } },
        },
      },
    }),
    fakeAgent({ name: 'free', parameters: { type: 'object', additionalProperties: true } }),
  ].map((config): [string, { config: AgentConfig; available: boolean }] => [config.name, { config, available: true }]),
)
const registry = { get: (name: string) => agents.get(name), list: () => [...agents.values()] } as unknown as AgentRegistry

function problems(definition: unknown): string[] {
  return checkDefinition({ registry, hasTemplate: (name) => name === 'known' }, definition).violations.map(
    ({ path, message }) => `${path}: ${message}`,
  )
}

const step = (id: string, more: object = {}) => ({ id, agent: 'free', ...more })

describe('a definition', () => {
  it('may be the nested form with the words of older documents', () => {
    const definition = {
      workflow_id: 'marketing_campaign_001',
      name: 'Product Launch Campaign',
      steps: [
        { step_id: 'generate_blog', agent_id: 'writer', parameters: { topic: 'New AI Product Launch', words: 2000 }, retry: 3 },
        {
          step_id: 'parallel_assets',
          type: 'parallel',
          tasks: [
            { step_id: 'generate_image', agent_id: 'free', parameters: { prompt: '{{steps.generate_blog.output.title}}' } },
            { step_id: 'generate_social', agent_id: 'free', parameters: { content: '{{steps.generate_blog.output.tags}}' } },
          ],
        },
        {
          step_id: 'send_email',
          agent_id: 'free',
          parameters: {
            subject: 'New: {{steps.generate_blog.output.title}}',
            attachments: ['{{steps.parallel_assets.generate_image.output.file_path}}'],
          },
          depends_on: ['parallel_assets'],
        },
      ],
      on_failure: { notify: ['manager@example.com'], retry_workflow: false },
      on_success: { notify: ['team@example.com'] },
    }
    expect(problems(definition)).toEqual([])
  })

  it.each([
    [
      'a cycle',
      { a: { agent: 'free', depends_on: 'b' }, b: { agent: 'free', depends_on: ['a'] } },
      /^steps\.[ab]\.depends_on: is a cycle: (a -> b -> a|b -> a -> b)$/,
    ],
    [
      'a cycle through a group',
      [{ id: 'g', type: 'parallel', depends_on: ['z'], steps: [step('x')] }, step('z', { depends_on: ['x'] })],
      /is a cycle: .*g/,
    ],
    ['an unknown step', [step('a', { depends_on: ['bb'] })], 'steps.0.depends_on: there is no step "bb"'],
    [
      'an unknown agent',
      [{ id: 'a', agent: 'writr', parameters: { topic: 'abc' } }],
      'steps.0.agent: there is no agent "writr", did you mean "writer"?',
    ],
    [
      'a duplicate id',
      [step('a'), { id: 'p', type: 'parallel', steps: [step('a')] }],
      'steps.1.steps.0.id: "a" is the id of steps.0 as well; every step needs its own',
    ],
    ['a missing id', [{ agent: 'free' }], 'steps.0.id: is missing; expected an id for the step'],
    [
      'a kind that is not known',
      [{ id: 'a', type: 'paralel' }],
      /steps\.0\.type: expected one of agent, parallel, .* got "paralel", did you mean "parallel"\?/,
    ],
    ['a key that is not known', [step('a', { parametres: {} })], /steps\.0\.parametres: unknown key, did you mean "parameters"\?/],
    [
      'a template to a step that is not there',
      [step('a', { parameters: { x: '{{steps.zz.output.y}}' } })],
      'steps.0.parameters.x: steps.zz.output.y: there is no step "zz"',
    ],
    [
      'a template to an output that is not there',
      [{ id: 'a', agent: 'writer', parameters: { topic: 'abc' } }, step('b', { parameters: { x: '{{steps.a.output.titl}}' } })],
      'steps.1.parameters.x: steps.a.output.titl: there is no "titl", did you mean "title"?',
    ],
    [
      'a template deep into an output',
      [{ id: 'a', agent: 'writer', parameters: { topic: 'abc' } }, step('b', { parameters: { x: '{{steps.a.output.meta.word}}' } })],
      'steps.1.parameters.x: steps.a.output.meta.word: there is no "word", did you mean "words"?',
    ],
    [
      'a template to a step that does not come before',
      { a: { agent: 'free', parameters: { x: '{{steps.b.output}}' } }, b: { agent: 'free' } },
      'steps.a.parameters.x: steps.b.output: b does not come before a; add it to depends_on',
    ],
    [
      'an input that is not there',
      [step('a', { parameters: { x: '{{input.colour}}' } })],
      'steps.0.parameters.x: input.colour: there is no "colour"; there is topic',
    ],
    [
      'an item outside of a for-each',
      [step('a', { parameters: { x: '{{item}}' } })],
      'steps.0.parameters.x: item: there is no "item" outside of a for-each',
    ],
    [
      'a filter that is not known',
      [step('a', { parameters: { x: '{{input.topic | uper}}' } })],
      'steps.0.parameters.x: {{input.topic | uper}}: there is no filter "uper", did you mean "upper"?',
    ],
    ['braces without an end', [step('a', { parameters: { x: '{{input.topic' } })], 'steps.0.parameters.x: has {{ without }}'],
    ['a step behind an end', [{ id: 'e', type: 'end' }, step('a')], 'steps.1: cannot be reached: e ends the run before it'],
    [
      'a branch that is never chosen',
      [{ id: 'c', if: '1 > 2', then: [step('a')] }],
      'steps.0.then.0: cannot be reached: the condition c never chooses "then"',
    ],
    ['a branch to a step that is not there', [{ id: 'c', if: 'input.topic == "a"', then: 'zz' }], 'steps.0.then: there is no step "zz"'],
    ['a condition that is no expression', [{ id: 'c', if: 'input.topic ==', then: [step('a')] }], /^steps\.0\.if: input\.topic ==: /],
    [
      'a condition of an unknown name',
      [{ id: 'c', if: 'topic == "a"', then: [step('a')] }],
      /^steps\.0\.if: topic == "a": Unknown variable: topic/,
    ],
    ['a regular expression', [{ id: 'c', if: 'input.topic.matches("(a+)+$")', then: [step('a')] }], /matches is not available/],
    [
      'a for-each over no list',
      [{ id: 'f', type: 'for-each', items: '{{input.topic}}', steps: [step('a')] }],
      'steps.0.items: input.topic: expected a list, but it is of type string',
    ],
    [
      'a for-each over a word',
      [{ id: 'f', type: 'for-each', items: 'abc', steps: [step('a')] }],
      'steps.0.items: expected a list, or a template for one such as {{input.items}}, got "abc"',
    ],
    [
      'a step inside of a for-each that is waited for from outside',
      [{ id: 'f', type: 'for-each', items: [1], steps: [step('a')] }, step('b', { depends_on: ['a'] })],
      'steps.1.depends_on: "a" runs once for each item of f; depend on f instead',
    ],
    [
      'a parameter that the agent does not take',
      [{ id: 'a', agent: 'writer', parameters: { topic: 'abc', wrds: 3 } }],
      'steps.0.parameters.wrds: is not known, did you mean "words"?',
    ],
    ['a parameter that is missing', [{ id: 'a', agent: 'writer' }], 'steps.0.parameters.topic: is required'],
    ['a wait for nothing', [{ id: 'w', type: 'wait' }], 'steps.0: expected exactly one of for, until and event'],
    [
      'a role that is none',
      [{ id: 'q', type: 'approval', roles: ['boss'] }],
      'steps.0.roles: expected one of admin, user, viewer, got "boss"',
    ],
    [
      'an escalation after the end',
      [{ id: 'q', type: 'approval', expires: '1h', escalate: { after: '2h', roles: ['admin'] } }],
      /steps\.0\.escalate\.after: expected a shorter time than expires/,
    ],
    [
      'a template that is not there',
      [{ id: 'w', type: 'workflow', template: 'unknown' }],
      'steps.0.template: there is no template "unknown"',
    ],
    [
      'an address that is none',
      [step('a')],
      'on_success.notify.0: expected a channel such as C0123456789 or #releases',
      { on_success: { notify: ['everybody'] } },
    ],
    ['no steps', [], 'steps: expected at least one step'],
  ])('may not have %s', (_what, steps, expected, more?: object) => {
    const found = problems({ parameters: { type: 'object', properties: { topic: { type: 'string' } } }, steps, ...more })
    expect(found).toEqual(
      expect.arrayContaining([typeof expected === 'string' ? expect.stringContaining(expected) : expect.stringMatching(expected)]),
    )
  })

  it('is told everything that is wrong at once', () => {
    const found = problems({
      steps: [
        { id: 'a', agent: 'nobody' },
        step('b', { depends_on: ['x'], parameters: { t: '{{steps.q.output}}' } }),
        { id: 'c', if: '1 +', then: [step('d')] },
        { id: 'e', type: 'wait', for: 'soon' },
      ],
    })
    expect(found).toHaveLength(5)
    expect(found.map((problem) => problem.split(':')[0])).toEqual([
      'steps.3.for',
      'steps.0.agent',
      'steps.1.depends_on',
      'steps.1.parameters.t',
      'steps.2.if',
    ])
  })

  it('is told what else is wrong beside a cycle', () => {
    const found = problems({
      steps: { a: { agent: 'free', depends_on: 'b', parameters: { x: '{{steps.q.output}}' } }, b: step('b', { depends_on: 'a' }) },
    })
    expect(found).toEqual([
      expect.stringContaining('is a cycle'),
      expect.stringContaining('steps.a.parameters.x: steps.q.output: there is no step "q"'),
    ])
  })

  it('is told the line of what is wrong in a text', () => {
    const text = ['steps:', '  - id: a', '    agent: free', '  - id: b', '    agent: nobody', '    depends_on: [zz]'].join('\n')
    expect(problems(text)).toEqual([
      'steps.1.depends_on: line 6: there is no step "zz"',
      'steps.1.agent: line 5: there is no agent "nobody"',
    ])
    expect(problems('steps:\n  - id: a\n   agent: b')[0]).toContain('line 3: is not valid YAML')
  })

  it('has no pattern that a text could keep busy for ever', () => {
    for (const pattern of ['^(a+)+$', '(a|a)*$', 'a*a*a*a*$']) {
      const schemas = [{ properties: { x: { type: 'string', pattern } } }, { patternProperties: { [pattern]: {} } }]
      for (const schema of schemas) {
        const form = { type: 'object', ...schema }
        expect(problems({ parameters: form, steps: [step('a')] })[0]).toContain('without a repeated group')
        expect(problems({ steps: [{ id: 'q', type: 'question', text: 'x', form }] })[0]).toContain('without a repeated group')
      }
    }
    for (const pattern of ['^[a-z+*]+\\(\\)$', '^\\d{4}-\\d{2}-\\d{2}$', '^[A-Z]{2,3}-\\d+$']) {
      const plain = { type: 'object', properties: { x: { type: 'string', pattern } } }
      expect(problems({ parameters: plain, steps: [step('a')] })).toEqual([])
    }
  })

  it('is read within reason however much of it is wrong', () => {
    const keys = Array.from({ length: 30_000 }, (_, index) => `k${index}:`)
    expect(problems(keys.join('\n'))).toHaveLength(100)
    expect(problems(`[${','.repeat(100_000)}`)).toHaveLength(100)
  })

  it('is refused when it has too many steps, or is no definition at all', () => {
    const many = Array.from({ length: 201 }, (_, index) => step(`s${index}`))
    expect(problems({ steps: many })[0]).toBe('steps: expected at most 200 steps, got 201')
    expect(problems('steps: []\nname: a\nname: b')).toEqual(['definition:3: line 3: is not valid YAML: Map keys must be unique'])
    expect(problems('steps: &a [*a]')).toEqual(['definition: cannot be read: it has a part that holds itself'])
    expect(problems([1])[0]).toBe('definition: expected an object with steps, or a text in YAML')
    expect(problems({})[0]).toBe('steps: expected steps')
  })
})
