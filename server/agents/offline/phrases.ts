// The phrases the offline provider writes continuous text from: data, no logic but the choice of a tone.

export interface Phrases {
  /** One pool per position in a paragraph: claim, reason, example, advice, lead on. */
  sentences: readonly (readonly string[])[]
  aspects: readonly string[]
  people: readonly string[]
  signs: readonly string[]
  spans: readonly string[]
}

const aspects = [
  'ownership',
  'timing',
  'the cost of delay',
  'quality',
  'the first impression',
  'trust',
  'the hand-over between teams',
  'measurement',
  'training',
  'the budget',
  'the choice of tools',
  'everyday habits',
  'the feedback loop',
  'documentation',
  'risk',
  'the learning curve',
  'priorities',
  'support',
  'reach',
  'consistency',
  'the decision process',
  'maintenance',
  'expectations',
  'security',
  'accessibility',
  'the starting point',
]
const people = [
  'small teams',
  'experienced practitioners',
  'newcomers',
  'decision makers',
  'the people who do the daily work',
  'customers',
  'project leads',
  'colleagues in other departments',
  'early adopters',
  'sceptics',
  'partners',
  'busy readers',
]
const signs = [
  'fewer questions in the weekly meeting',
  'shorter waiting times',
  'less rework',
  'a steadier pace',
  'clearer responsibilities',
  'better answers from customers',
  'fewer surprises near the deadline',
  'a smaller backlog',
  'more repeat business',
  'decisions that hold',
]
const spans = [
  'within the first week',
  'after about a month',
  'over one quarter',
  'in a single afternoon',
  'before the next review',
  'within two iterations',
  'by the end of the year',
]

const claims = [
  '{subject} begins with {aspect}, and most of the later effort depends on getting that right.',
  'For {who}, the value of {subject} becomes visible first in {aspect}.',
  'Two questions decide how far {subject} carries: who looks after {aspect}, and what happens to {aspect} when plans change.',
  'What is often underestimated about {subject} is {aspect}.',
  'Good work on {subject} treats {aspect} and {aspect} as one topic rather than two.',
  'There is no single recipe for {subject}, but {aspect} is part of every version that lasts.',
  'Whoever starts with {subject} soon meets the question of {aspect}.',
  'Compared with other efforts, {subject} asks more of {aspect} and less of {aspect}.',
]
const reasons = [
  'The reason is simple: {aspect} shapes what {who} can rely on, long before results are counted.',
  'When {aspect} is left open, {who} fill the gap with assumptions, and these rarely agree.',
  'This matters because {aspect} and {aspect} compete for the same hours in the week.',
  'Without it, progress looks fine on paper while {aspect} slowly gets worse.',
  'The effect is gradual, which is why it tends to be noticed only through {sign}.',
  '{who} notice the difference early, usually as {sign}.',
  'Once {aspect} is settled, the discussion about {aspect} becomes much shorter.',
  'It also lowers the threshold for {who}, who would otherwise wait and watch.',
]
const closings = [
  'That leads directly to {aspect}, which deserves the same care.',
  'From here it is a short step to {aspect}.',
  'The next question is then how {aspect} keeps up.',
  'With that in place, {aspect} is easier to discuss on facts.',
  'What remains open is {aspect}, and it is better named than hidden.',
  'Seen this way, {aspect} is less a hurdle than a sequence of small choices.',
]
const examples: Record<string, readonly string[]> = {
  professional: [
    'One department started with {aspect} alone and saw {sign} {span}.',
    'A typical case: {who} agree on one measure for {aspect}, review it {span}, and keep only what helped.',
    'In practice, a short written agreement on {aspect} has brought {sign} {span}.',
    'Organisations that review {aspect} regularly report {sign} rather than dramatic change.',
    'A pilot limited to {who} is usually enough to show whether {aspect} holds up.',
  ],
  casual: [
    'Picture this: {who} tidy up {aspect} {span}, and suddenly there is {sign}.',
    'We have all seen it go wrong: everyone talks about {aspect}, nobody owns it.',
    'Try it with {who} first; if it works you will see {sign} {span}.',
    'It sounds like a detail, but sorting out {aspect} is often what brings {sign}.',
    'Here is the fun part: once {aspect} clicks, {who} start to ask for more.',
  ],
  technical: [
    'A useful experiment fixes everything except {aspect} and compares the outcome {span}.',
    'Recorded before and after, {aspect} gives a baseline against which {sign} can be verified.',
    'Where {aspect} is automated, the failure modes move to {aspect} and should be monitored there.',
    'A minimal set-up covers {aspect} and {aspect}; everything else can be added {span}.',
    'The trade-off is explicit: more effort for {aspect} in exchange for {sign}.',
  ],
}
const advice: Record<string, readonly string[]> = {
  professional: [
    'A sensible first step is to name one person for {aspect} and to agree what will be reviewed {span}.',
    'Set a limit for {aspect}, write down the reason, and revisit it {span}.',
    'It pays to involve {who} before {aspect} is decided, not after.',
    'Keep the list of open points on {aspect} short, visible and dated.',
    'Plan for {aspect} explicitly; what has no date tends to have no result.',
  ],
  casual: [
    'So keep it small: pick {aspect}, give it a try {span}, and talk about what happened.',
    'Our tip: ask {who} what annoys them about {aspect}, then fix exactly that.',
    'Do not wait for the perfect plan; {aspect} gets better by doing.',
    'Write it on one page, share it with {who}, done.',
    'If in doubt, start with {aspect}; you can always adjust {span}.',
  ],
  technical: [
    'Define the interface to {aspect} first, then measure it {span} under realistic load.',
    'Version every change to {aspect} and keep a tested way back.',
    'Treat {aspect} as an invariant, check it automatically, and alert {who} when it breaks.',
    'Prefer a reversible decision on {aspect}; it keeps the cost of being wrong low.',
    'Document the limits of {aspect} next to the code or configuration that enforces them.',
  ],
}

/** A tone that is not known reads professional. */
export function phrasesFor(tone: string): Phrases {
  const key = tone in examples ? tone : 'professional'
  return { sentences: [claims, reasons, examples[key] ?? [], advice[key] ?? [], closings], aspects, people, signs, spans }
}
