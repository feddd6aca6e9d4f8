// One call of the Web API, from its arguments to its answer: faults, token, rate limits, scopes, arguments, method, in this order.
// Knows nothing of HTTP bodies; web-server.ts does.
import { setTimeout as pause } from 'node:timers/promises'
import type { SlackMethod } from '../blocks/limits.ts'
import type { Call } from './call.ts'
import type { FaultPlan } from './faults.ts'
import { isKnownMethod, methodArguments, readArguments } from './method-arguments.ts'
import { knownChannel } from './method-chat.ts'
import { methods } from './methods.ts'
import type { RateLimits } from './rate-limits.ts'
import { refuse, SlackRefusal } from './refusal.ts'
import type { CallRecord, Json } from './test-api.ts'
import type { Team } from './world.ts'

export interface ApiContext extends Omit<Call, 'team' | 'args'> {
  appToken: string
  faultPlan: FaultPlan
  /** Undefined: nothing is too often. */
  rates: RateLimits | undefined
  calls: CallRecord[]
}

export interface ApiAnswer {
  status: number
  body: Json
  retryAfter?: number
  /** The connection breaks instead of an answer. */
  lost?: boolean
}

export async function answerCall(context: ApiContext, request: { method: string; token: string; raw: Json }): Promise<ApiAnswer> {
  const fault = context.faultPlan.take(request.method)
  let answer: ApiAnswer
  if (fault?.kind === 'rate-limit') answer = tooOften(fault.retryAfterSeconds)
  else if (fault?.kind === 'unavailable') answer = { status: fault.status, body: {} }
  else if (fault?.kind === 'refuse') answer = { status: 200, body: { ok: false, error: fault.error } }
  else answer = { ...carryOut(context, request), lost: fault?.kind === 'lose-answer' }
  record(context, request, answer)
  if (fault?.kind === 'late') await pause(fault.ms)
  return answer
}

const tooOften = (retryAfter: number): ApiAnswer => ({ status: 429, body: { ok: false, error: 'ratelimited' }, retryAfter })

function carryOut(context: ApiContext, { method, token, raw }: { method: string; token: string; raw: Json }): ApiAnswer {
  try {
    if (!isKnownMethod(method)) return refuse('unknown_method', { req_method: method })
    const team = authenticate(context, method, token)
    const wait = context.rates?.take(method, team.id, channelKey(context, team, raw['channel'])) ?? 0
    if (wait > 0) return tooOften(wait)
    checkScope(context, method)
    const args = readArguments(method, raw)
    return { status: 200, body: { ok: true, ...methods[method]({ ...context, team, args }) } }
  } catch (error) {
    if (error instanceof SlackRefusal) return { status: 200, body: { ok: false, error: error.message, ...error.more } }
    throw error
  }
}

function channelKey({ world }: ApiContext, team: Team, given: unknown): string | undefined {
  return given === undefined ? undefined : (knownChannel(world, team.id, String(given))?.id ?? String(given))
}

function authenticate({ world, appToken }: ApiContext, method: SlackMethod, token: string): Team {
  const kind = methodArguments[method].token
  if (kind === 'none') return world.home
  if (!token) return refuse('not_authed')
  if (kind === 'app') return token === appToken ? world.home : refuse(token.startsWith('xapp-') ? 'invalid_auth' : 'not_allowed_token_type')
  const team = [...world.teams.values()].find(({ botToken }) => botToken === token)
  if (!team) return refuse(token === appToken ? 'not_allowed_token_type' : 'invalid_auth')
  return team.installed ? team : refuse('account_inactive')
}

function checkScope({ world }: ApiContext, method: SlackMethod): void {
  const { scopes } = methodArguments[method]
  if (scopes.length === 0 || scopes.some((scope) => world.scopes.has(scope))) return
  refuse('missing_scope', { needed: scopes.join(','), provided: [...world.scopes].join(',') })
}

function record(
  { calls, world }: ApiContext,
  { method, token, raw }: { method: string; token: string; raw: Json },
  answer: ApiAnswer,
): void {
  calls.push({
    method,
    token,
    args: decode(raw),
    at: world.now(),
    ok: answer.body['ok'] === true,
    status: answer.status,
    ...(answer.body['error'] ? { error: String(answer.body['error']) } : {}),
  })
  world.changed()
}

/** Blocks and views as what they are, for whoever reads the record. */
function decode(raw: Json): Json {
  const { token: _none, ...args } = raw
  for (const name of ['blocks', 'view', 'metadata', 'files']) {
    if (typeof args[name] !== 'string') continue
    try {
      args[name] = JSON.parse(args[name])
    } catch {
      // Left as it came: the method has refused it.
    }
  }
  return args
}
