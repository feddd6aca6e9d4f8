// What a call of a model costs. Only models listed here have a price; a call of another has none, which is not the same as nothing.

export interface CallTokens {
  input: number
  /** Of those, read from the provider's cache. */
  cached: number
  /** Of those, written to it. */
  written: number
  output: number
}

/** Dollars for a million tokens, which is the same figure as millionths of a dollar for one. */
interface Price {
  input: number
  cached: number
  output: number
  /** For calls with a prompt of more than this many tokens. */
  long?: { from: number; times: number }
}

/** Providers' list prices of November 2026. Dated names, such as gpt-5.4-2026-03-05, have the price of the name they begin with. */
const prices: Readonly<Record<string, Price>> = {
  'claude-fable-5-1': { input: 10, cached: 0.25, output: 50 },
  'claude-fable-5': { input: 10, cached: 1, output: 50 },
  'claude-opus-5-5': { input: 4, cached: 0.2, output: 20 },
  'claude-opus-5': { input: 5, cached: 0.5, output: 25 },
  'claude-opus-4-8': { input: 5, cached: 0.5, output: 25 },
  'claude-opus-4-7': { input: 5, cached: 0.5, output: 25 },
  'claude-opus-4-6': { input: 5, cached: 0.5, output: 25 },
  'claude-opus-4-5': { input: 5, cached: 0.5, output: 25 },
  'claude-sonnet-5-5': { input: 2, cached: 0.1, output: 10 },
  'claude-sonnet-5': { input: 2, cached: 0.2, output: 10 },
  'claude-sonnet-4-6': { input: 3, cached: 0.3, output: 15 },
  'claude-sonnet-4-5': { input: 3, cached: 0.3, output: 15 },
  'claude-haiku-5-5': { input: 0.1, cached: 0.01, output: 0.5, long: { from: 100_000, times: 5 } },
  'claude-haiku-4-5': { input: 1, cached: 0.1, output: 5 },
  'gpt-5.5': { input: 5, cached: 0.5, output: 30 },
  'gpt-5.4': { input: 2.5, cached: 0.25, output: 15 },
  'gpt-5.4-mini': { input: 0.75, cached: 0.075, output: 4.5 },
  'gpt-5.4-nano': { input: 0.2, cached: 0.02, output: 1.25 },
}
/** Of the input price. */
const cacheWriteTimes = 1.25

export function costMicros(model: string, tokens: CallTokens): number | undefined {
  const price = prices[model.replace(/-\d{8}$|-\d{4}-\d{2}-\d{2}$/, '')]
  if (!price) return undefined
  const { input, cached, output, long } = price
  const times = long && tokens.input > long.from ? long.times : 1
  const plain = tokens.input - tokens.cached - tokens.written
  return times * (plain * input + tokens.cached * cached + tokens.written * input * cacheWriteTimes + tokens.output * output)
}
