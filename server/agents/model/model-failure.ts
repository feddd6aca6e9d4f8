// What went wrong with a call of a model, as a failure with a sentence for people. Knows the error forms of the SDK and the providers.
import { parseRetryAfter } from '../../retry-after.ts'
import type { RunFailure } from '../adapter.ts'
import { createMasker } from '../secrets.ts'
import type { HostedModel } from './providers.ts'
import { readTrouble, type Trouble } from './trouble.ts'

const shownChars = 300
/** Providers have no name of their own for these. */
const tooLong = /prompt is too long|input is too long|maximum context length|context window/i
const unknownModel = /model.{0,80}(does not exist|not found|not exist)/i

type Verdict = Pick<RunFailure, 'code' | 'class' | 'message'>

export function toFailure(error: unknown, hosted: HostedModel): RunFailure {
  const trouble = readTrouble(error)
  const verdict =
    onNetwork(trouble, hosted) ??
    onLimits(trouble, hosted) ??
    onRequest(trouble, hosted) ??
    onProvider(trouble, hosted) ??
    broken(hosted.title, shorten(trouble.message))
  const retryAfterMs = verdict.class === 'PERMANENT' ? undefined : readRetryAfter(trouble.headers)
  const mask = createMasker(hosted.key ? [hosted.key] : [])
  return { ...verdict, message: mask(verdict.message), ...(retryAfterMs !== undefined && { retryAfterMs }) }
}

function onNetwork({ codes, status, message }: Trouble, { title, url }: HostedModel): Verdict | undefined {
  const host = new URL(url).host
  if (codes.some((code) => code === 'UND_ERR_HEADERS_TIMEOUT' || code === 'UND_ERR_BODY_TIMEOUT'))
    return { code: 'MODEL_STALLED', class: 'TRANSIENT', message: `${title} (${host}) sent nothing for too long, so the call was given up.` }
  // A call that could not even begin has no code of the system.
  const code = codes[0] ?? /^cannot connect to api: (.+)/i.exec(message)?.[1]
  // A status of success belongs to an answer that broke off later.
  if (code === undefined || (status !== undefined && status >= 400)) return undefined
  if (/^(ECONNRESET|EPIPE|UND_ERR_SOCKET|UND_ERR_ABORTED)$/.test(code))
    return {
      code: 'MODEL_CONNECTION_LOST',
      class: 'TRANSIENT',
      message: `The connection to ${inside(title)} (${host}) broke in the middle (${code}).`,
    }
  return {
    code: 'MODEL_UNREACHABLE',
    class: 'TRANSIENT',
    message: `${title} cannot be reached at ${host} (${code}). Check the network and the address.`,
  }
}

function onLimits({ status, names, message }: Trouble, { title, model }: HostedModel): Verdict | undefined {
  if (status === 402 || /insufficient_quota|billing_/.test(names) || /credit balance is too low/i.test(message))
    return {
      code: 'MODEL_CREDIT_USED_UP',
      class: 'PERMANENT',
      message: `The account at ${inside(title)} has no credit left: ${shorten(message)} Top it up, then retry.`,
    }
  if (status === 413 || /context_length_exceeded|request_too_large/.test(names) || tooLong.test(message))
    return contextOverflow(model, shorten(message))
  const overloaded = status === 529 || /overloaded/.test(names)
  if (overloaded || status === 429 || /rate_limit|too_many_requests/.test(names))
    return {
      code: overloaded ? 'MODEL_OVERLOADED' : 'MODEL_RATE_LIMITED',
      class: 'RATE_LIMITED',
      message: `${title} asks to slow down: ${shorten(message)}`,
    }
  return undefined
}

function onRequest({ status, names, message }: Trouble, hosted: HostedModel): Verdict | undefined {
  const { title, model, keyName, urlName, url } = hosted
  if (/content_policy|content_filter|safety_violation/.test(names)) return refused(model, shorten(message))
  if (status === 401 || status === 403 || /authentication_error|permission_error|invalid_api_key/.test(names))
    return {
      code: 'MODEL_KEY_REFUSED',
      class: 'PERMANENT',
      message: `${title} refuses the key in ${keyName} (${status ?? 'no status'}): ${shorten(message)} Set a valid key, restart, then retry.`,
    }
  if (/model_not_found|not_found_error/.test(names) || unknownModel.test(message))
    return {
      code: 'MODEL_UNKNOWN',
      class: 'PERMANENT',
      message: `${title} has no model "${model}" for this key. Correct llm_config.model in the agent's file.`,
    }
  if (status === 404)
    return {
      code: 'MODEL_ADDRESS_WRONG',
      class: 'PERMANENT',
      message: `Nothing that speaks the protocol answers at ${new URL(url).host}${new URL(url).pathname} (404). Correct ${urlName}.`,
    }
  return undefined
}

function onProvider({ status = 0, names, message }: Trouble, { title, model }: HostedModel): Verdict | undefined {
  if (/^(json parsing|type validation) failed/i.test(message)) return broken(title, 'it is not what the protocol says.')
  const passing = status === 408 || status === 409 || status >= 500 || (status < 400 && /api_error|server_error|timeout_error/.test(names))
  if (status >= 400 && !passing)
    return {
      code: 'MODEL_REQUEST_REFUSED',
      class: 'PERMANENT',
      message: `${title} refuses the request for ${model} (${status}): ${shorten(message)}`,
    }
  if (!passing) return undefined
  return {
    code: 'MODEL_UNAVAILABLE',
    class: 'TRANSIENT',
    message: `${title} has trouble of its own (${status >= 400 ? status : 'in its answer'}): ${shorten(message)}`,
  }
}

/** What cannot be read as an answer, or ends before it is complete: another try may bring a whole one. */
function broken(title: string, why: string): Verdict {
  return { code: 'MODEL_ANSWER_BROKEN', class: 'TRANSIENT', message: `The answer of ${inside(title)} broke off or cannot be read: ${why}` }
}

export function refused(model: string, why: string): RunFailure {
  return {
    code: 'MODEL_REFUSED',
    class: 'PERMANENT',
    message: `${model} refuses to answer${why ? `: ${why}` : '.'} Change the task's parameters or the agent's instructions.`,
  }
}

export function contextOverflow(model: string, detail: string): RunFailure {
  const said = detail ? ` (${detail.replace(/\.$/, '')})` : ''
  return {
    code: 'CONTEXT_OVERFLOW',
    class: 'PERMANENT',
    message: `The task is too long for ${model}${said}. Give it less text, or choose a model that reads more in llm_config.model.`,
  }
}

/** In the middle of a sentence. */
const inside = (title: string) => title.replace(/^The /, 'the ')

function readRetryAfter(headers: Trouble['headers']): number | undefined {
  const exact = Number(headers['retry-after-ms'])
  return headers['retry-after-ms'] && Number.isFinite(exact) && exact >= 0 ? exact : parseRetryAfter(headers['retry-after'])
}

function shorten(message: string): string {
  const plain = message.replace(/\s+/g, ' ').trim()
  const cut = plain.length > shownChars ? `${plain.slice(0, shownChars)}…` : plain
  return /[.!?…]$/.test(cut) ? cut : `${cut}.`
}
