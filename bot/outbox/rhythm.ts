// How fast the outbox may speak. Everything follows from how long the minute is that Slack counts calls in: a stand-in for Slack may have a
// shorter one. Knows nothing of rows and calls.
import type { Urgency } from './card.ts'

export interface Rhythm {
  minuteMs: number
  /** Between two posts to one channel. Slack allows one a second; the network may bring two closer together than they were sent. */
  postGapMs: number
  /** Until a reply looks again whether its card is posted. */
  parentLookMs: number
  /** Between two edits of one card. What ends a wait of people is shown sooner than one more step of progress. */
  editGapMs(urgency: Urgency): number
}

export function createRhythm(minuteMs = 60_000): Rhythm {
  return {
    minuteMs,
    postGapMs: minuteMs / 48,
    parentLookMs: minuteMs / 60,
    editGapMs: (urgency) => (urgency === 'terminal' || urgency === 'approval' ? minuteMs / 120 : minuteMs / 20),
  }
}
