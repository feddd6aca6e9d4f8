// What needs somebody, worst first: the overview lists it, and Enter leads there. Pure.
import type { AgentRow } from '../resources/agents.ts'
import { plural } from '../text/format.ts'
import type { Tone } from '../theme.ts'
import type { Route } from './route.ts'
import type { State } from './state.ts'

export interface Attention {
  tone: Tone
  sign: 'failed' | 'waiting' | 'paused' | 'retrying'
  text: string
  route: Route
}

const severities = ['CRITICAL', 'WARNING', 'INFO']

export function attentionOf({ standingAlerts, openRequests = 0, deadLetters = 0, lists, me }: State): Attention[] {
  const alerts = standingAlerts
    .filter(({ status }) => status === 'OPEN')
    .toSorted((a, b) => severities.indexOf(a.severity) - severities.indexOf(b.severity))
    .map(
      ({ id, title, severity }): Attention => ({
        tone: severity === 'CRITICAL' ? 'bad' : 'warn',
        sign: 'failed',
        text: title,
        route: { kind: 'detail', list: 'alerts', id },
      }),
    )
  return [
    ...alerts,
    ...(openRequests > 0
      ? [
          {
            tone: 'warn' as const,
            sign: 'waiting' as const,
            text: `${plural(openRequests, 'request')} ${openRequests === 1 ? 'waits' : 'wait'} for people`,
            route: list('requests'),
          },
        ]
      : []),
    ...(deadLetters > 0
      ? [
          {
            tone: 'bad' as const,
            sign: 'failed' as const,
            text: `${plural(deadLetters, 'dead letter')} nobody has dealt with`,
            route: list('deadLetterGroups'),
          },
        ]
      : []),
    ...(lists.agents.rows as readonly AgentRow[]).flatMap(agentAttention),
    ...(me?.workspace.manual
      ? [
          {
            tone: 'warn' as const,
            sign: 'paused' as const,
            text: 'This workspace is in manual mode: tasks wait until Q runs the queue',
            route: { kind: 'settings' } as const,
          },
        ]
      : []),
  ]
}

const list = (name: 'requests' | 'deadLetterGroups'): Route => ({ kind: 'list', list: name, filter: '' })

function agentAttention({ id, circuit, enabled, problem, draining }: AgentRow): Attention[] {
  const route: Route = { kind: 'detail', list: 'agents', id }
  return [
    ...(circuit === 'OPEN'
      ? [{ tone: 'bad' as const, sign: 'retrying' as const, text: `${id}: circuit open, its tasks are parked`, route }]
      : []),
    ...(enabled
      ? []
      : [
          {
            tone: 'dim' as const,
            sign: 'paused' as const,
            text: `${id} is switched ${draining ? 'off and finishes what it runs' : 'off'}`,
            route,
          },
        ]),
    ...(problem ? [{ tone: 'warn' as const, sign: 'failed' as const, text: `${id}: its file cannot be used`, route }] : []),
  ]
}
