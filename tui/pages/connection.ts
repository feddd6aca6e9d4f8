// How the connection stands, in words.
import type { State } from '../state/state.ts'
import { formatSpan } from '../text/format.ts'
import type { Glyphs, Span } from '../theme.ts'

/** Only worth a look when it is felt; a figure that changes all the time would have to be drawn all the time. */
const slowness = (ms = 0) => (ms < 150 ? '' : ` ${Math.round(ms / 100) * 100}ms`)

export function describeConnection({ connection, now }: State, { live, lost }: Glyphs): Span {
  switch (connection.kind) {
    case 'connecting':
      return { text: `${lost} connecting`, tone: 'warn' }
    case 'live':
      return { text: `${live} live${slowness(connection.latencyMs)}`, tone: 'good' }
    case 'lost':
      return { text: `${lost} reconnecting ${formatSpan(Math.max(0, now - connection.since))}`, tone: 'bad' }
    case 'refused':
      return { text: `${lost} refused: ${connection.reason}`, tone: 'bad' }
  }
}
