// How the connection stands, in words.
import type { State } from '../state/state.ts'
import { formatSpan } from '../text/format.ts'
import type { Glyphs, Span } from '../theme.ts'

export function describeConnection({ connection, now }: State, { live, lost }: Glyphs): Span {
  switch (connection.kind) {
    case 'connecting':
      return { text: `${lost} connecting`, tone: 'warn' }
    case 'live':
      return { text: `${live} live${connection.latencyMs === undefined ? '' : ` ${Math.round(connection.latencyMs)}ms`}`, tone: 'good' }
    case 'lost':
      return { text: `${lost} reconnecting ${formatSpan(Math.max(0, now - connection.since))}`, tone: 'bad' }
    case 'refused':
      return { text: `${lost} refused: ${connection.reason}`, tone: 'bad' }
  }
}
