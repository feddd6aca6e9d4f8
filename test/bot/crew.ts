// Agents for tests of the bot: a writer whose form has every kind of field, one that holds until it is let go, and one that fails.
import { commandAgent, failer, holder } from '../e2e/crew.ts'

export const writer = commandAgent(
  'writer',
  `
  say({ type: 'log', level: 'info', text: 'Reading about ' + parameters.topic })
  say({ type: 'progress', fraction: 0.5, step: 'Half way' })
  say({ type: 'result', result: parameters.rows
    ? [{ city: 'Oslo', visits: 3 }, { city: 'Bergen', visits: 5 }]
    : { title: 'On ' + parameters.topic, words: parameters.word_count, tone: parameters.tone, content: 'x '.repeat(parameters.long ? 3000 : 2) } })`,
  {
    description: 'Writes about a topic.',
    parameters: {
      type: 'object',
      required: ['topic'],
      properties: {
        topic: { type: 'string', description: 'What it is about.', minLength: 3, maxLength: 200 },
        word_count: { type: 'integer', minimum: 100, maximum: 5000, default: 500 },
        tone: { type: 'string', enum: ['calm', 'loud'], default: 'calm' },
        long: { type: 'boolean', default: false },
        rows: { type: 'boolean', default: false },
        keywords: { type: 'array', items: { type: 'string' } },
        notes: { type: 'string', maxLength: 5000 },
        country: { type: 'string', enum: Array.from({ length: 150 }, (_, index) => `Country ${index}`) },
        extra: { type: 'object' },
      },
    },
  },
)

export const keeper = holder('keeper', { parameters: { type: 'object', properties: { gate: { type: 'string' } } } })

/** Fails unless it is told to be good. */
export const breaker = commandAgent(
  'breaker',
  `if (parameters.good) say({ type: 'result', result: { good: true } }); else { process.stderr.write('no such table'); process.exit(1) }`,
  {
    parameters: { type: 'object', properties: { good: { type: 'boolean', default: false }, case: { type: 'string' } } },
  },
)

/** One that is switched off by its circuit when it has failed twice. */
export const fragile = failer('fragile', { breaker: { minimum: 2 } })

export const crew = { ...writer, ...keeper, ...breaker, ...fragile }
