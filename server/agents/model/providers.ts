// Who answers for an agent: which provider, which model, with which key and at which address. The only place that knows the defaults.
import { Agent, fetch as undiciFetch } from 'undici'
import type { ModelProvider, ModelRun } from '../config.ts'
import type { Model } from './step-reply.ts'

export type HostedProvider = Exclude<ModelProvider, 'auto' | 'offline'>

const connectMs = 10_000
/** Models that think send nothing for a while. */
export const standardIdleMs = 120_000

interface ProviderFacts {
  /** How people call it. */
  title: string
  defaultModel: string
  defaultUrl: string
  keyName: string
  urlName: string
}

const facts: Readonly<Record<HostedProvider, ProviderFacts>> = {
  anthropic: {
    title: 'Anthropic',
    defaultModel: 'claude-sonnet-5-5',
    defaultUrl: 'https://api.anthropic.com',
    keyName: 'ANTHROPIC_API_KEY',
    urlName: 'ANTHROPIC_BASE_URL',
  },
  openai: {
    title: 'The OpenAI endpoint',
    defaultModel: 'gpt-5.4-mini',
    defaultUrl: 'https://api.openai.com/v1',
    keyName: 'OPENAI_API_KEY',
    urlName: 'OPENAI_BASE_URL',
  },
}

/** One model at one address. */
export interface HostedModel extends ProviderFacts {
  provider: HostedProvider
  model: string
  url: string
  /** Endpoints on one's own machine often need none. */
  key: string | undefined
  /** OpenAI's own, and not another that speaks its protocol. */
  openaiItself: boolean
  takesTemperature: boolean
}

type Env = Readonly<Record<string, string | undefined>>

/** Undefined when nothing is set up: the offline provider answers then. */
export function chooseModel(run: ModelRun, env: Env): HostedModel | undefined {
  if (run.provider === 'offline') return undefined
  const candidates = run.provider === 'auto' ? (['anthropic', 'openai'] as const) : [run.provider]
  const provider = candidates.find((each) => isSetUp(each, env))
  if (!provider) return undefined
  const fact = facts[provider]
  const url = (env[fact.urlName] || fact.defaultUrl).replace(/\/+$/, '')
  const openaiItself = provider === 'openai' && new URL(url).hostname === 'api.openai.com'
  const model = run.model ?? fact.defaultModel
  return {
    ...fact,
    provider,
    url,
    model,
    key: env[fact.keyName] || undefined,
    openaiItself,
    // Its models that always think refuse the setting.
    takesTemperature: !(openaiItself && /^(o\d|gpt-5($|-))/.test(model)),
  }
}

/** A key is what Anthropic needs; an address of one's own is enough for the others. */
function isSetUp(provider: HostedProvider, env: Env): boolean {
  return Boolean(env[facts[provider].keyName]) || (provider === 'openai' && Boolean(env[facts.openai.urlName]))
}

/** Which variables would bring a hosted model. */
export function missingKeys({ provider }: ModelRun): string[] {
  const all = Object.values(facts).map(({ keyName }) => keyName)
  return provider === 'anthropic' || provider === 'openai' ? [facts[provider].keyName] : all
}

export type OpenModel = (hosted: HostedModel) => Promise<Model>

/** The SDK is loaded with the first call. What sends nothing for `idleMs` is given up, connection and all. */
export function createModels(idleMs: number): OpenModel {
  const dispatcher = new Agent({ headersTimeout: idleMs, bodyTimeout: idleMs, connect: { timeout: connectMs } })
  // undici's own types of fetch and the ones of Node.js describe the same thing.
  const fetch = ((input: string, init: RequestInit) =>
    undiciFetch(input, { ...init, dispatcher } as Parameters<typeof undiciFetch>[1])) as unknown as typeof globalThis.fetch
  return async ({ provider, model, url, key, openaiItself }) => {
    if (provider === 'anthropic') {
      const { createAnthropic } = await import('@ai-sdk/anthropic')
      return createAnthropic({ apiKey: key ?? '', baseURL: url.endsWith('/v1') ? url : `${url}/v1`, fetch })(model)
    }
    const { createOpenAICompatible } = await import('@ai-sdk/openai-compatible')
    return createOpenAICompatible({
      name: 'openai',
      baseURL: url,
      includeUsage: true,
      fetch,
      metadataExtractor: { extractMetadata: async () => undefined, createStreamExtractor: createRefusalReader },
      ...(key && { apiKey: key }),
      ...(openaiItself && { transformRequestBody: toOpenAiBody }),
    })(model)
  }
}

/** Its newer models refuse the older name that everybody else knows. */
function toOpenAiBody({ max_tokens: limit, ...body }: Record<string, unknown>): Record<string, unknown> {
  return { ...body, ...(limit !== undefined && { max_completion_tokens: limit }) }
}

/** The SDK leaves out the field in which a model says why it will not answer. */
function createRefusalReader() {
  let refusal = ''
  return {
    processChunk: (chunk: unknown) => {
      const [choice] = (chunk as { choices?: { delta?: { refusal?: unknown } }[] }).choices ?? []
      if (typeof choice?.delta?.refusal === 'string') refusal += choice.delta.refusal
    },
    buildMetadata: () => (refusal === '' ? undefined : { openai: { refusal } }),
  }
}
