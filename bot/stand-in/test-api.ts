// What a test, or the demo page, can do with the stand-in for Slack: be a person, look at what is shown, make things go wrong.
// Says nothing of how: stand-in.ts makes one.

export type Json = { [key: string]: unknown }

export interface PersonSpec {
  /** What tests call the person, e.g. `ben`; also the id when it looks like one (`U...`). */
  name: string
  id?: string
  realName?: string
  timeZone?: string
  isBot?: boolean
  /** A guest of another workspace: its events carry that team. */
  team?: string
}

export interface ChannelSpec {
  /** Without the `#`. */
  name: string
  id?: string
  isPrivate?: boolean
  isArchived?: boolean
  /** Shared with another company. */
  isExternal?: boolean
  /** Names of people; left out: all of them. */
  members?: string[]
  /** Whether the bot is in it. Left out: yes. */
  bot?: boolean
}

export interface StandInOptions {
  mode?: 'http' | 'socket'
  people?: PersonSpec[]
  channels?: ChannelSpec[]
  team?: { id: string; name: string }
  /** More workspaces that the app can be installed in by OAuth; each has the same people and channels under other ids. */
  otherTeams?: { id: string; name: string }[]
  /** HTTP mode: where the bot listens. May be told later with `connect`. */
  requestUrl?: string
  /** What the app's manifest would say. Left out: `/capstan`. */
  commands?: string[]
  port?: number
  /** False: nothing is refused for being too often. Left out: Slack's own numbers. */
  rateLimits?: boolean
  /** How long the minute is in which calls are counted. Left out: 60,000. */
  minuteMs?: number
  /** Left out: 3000. */
  triggerMs?: number
  ackMs?: number
  /** Pauses before an event is delivered for the second, third and fourth time. Left out: at once, 1 min, 5 min. */
  retryAfterMs?: number[]
  /** Scopes the bot's token has. Left out: all that the product asks for. */
  scopes?: string[]
  now?: () => number
}

export interface Credentials {
  botToken: string
  appToken: string
  signingSecret: string
  clientId: string
  clientSecret: string
}

export interface ShownMessage {
  ts: string
  channel: string
  user: string
  text: string
  blocks: Json[]
  threadTs?: string
  /** Shown to this person alone. */
  ephemeralTo?: string
  edited?: { ts: string; times: number }
  reactions: { name: string; users: string[] }[]
  files: ShownFile[]
  broadcast?: boolean
  metadata?: Json
  /** True for what the bot wrote. */
  fromBot: boolean
}

export interface ShownFile {
  id: string
  name: string
  title: string
  size: number
  mimeType: string
  content: Buffer
  altText?: string
}

export interface ShownView {
  id: string
  hash: string
  type: 'modal' | 'home'
  callbackId: string
  title: string
  blocks: Json[]
  privateMetadata: string
  submit?: string
  close?: string
  /** What the person has filled in so far, by block id and action id. */
  values: { [block: string]: { [action: string]: Json } }
  /** What the last submission was refused for, by block id. */
  errors: { [block: string]: string }
}

/** How the bot took a delivery. */
export interface Delivery {
  /** The bot acknowledged it in time. */
  acknowledged: boolean
  /** HTTP status; in Socket Mode 200 when it was acknowledged and 0 when not. */
  status: number
  tookMs: number
  /** What came with the acknowledgement. */
  response?: Json
  /** What the person sees when the bot did not acknowledge. */
  failure?: string
}

export interface SubmitResult extends Delivery {
  /** Fields the person has to mend, from Slack itself or from the bot. */
  errors: { [block: string]: string }
  closed: boolean
}

/** A thing to press or choose in. It is looked for in the newest place that shows it, unless a place is named. */
export interface Target {
  /** The action id, e.g. `task.cancel`; or the text on it. */
  action: string
  block?: string
  channel?: string
  /** The `ts` of the message. */
  message?: string
  /** Where to look. Left out: an open modal, else messages. */
  on?: 'message' | 'modal' | 'home'
  /** Selects, radio buttons, checkboxes, overflow: the value or text of what is chosen; pickers and inputs: the value. */
  choose?: string | string[]
  /** Press "no" in the confirm dialog: nothing is delivered. */
  deny?: boolean
}

export interface CallRecord {
  method: string
  args: Json
  token: string
  at: number
  /** Slack's answer. */
  ok: boolean
  error?: string
  status: number
}

export interface ForgedRequest {
  kind: 'command' | 'interactive' | 'event' | 'options'
  payload: Json
  signature?: string
  timestamp?: number
  secret?: string
  headers?: { [name: string]: string }
}

export interface Faults {
  /** The next calls of the method (`*`: of any) are answered 429. */
  rateLimit(method: string, options?: { retryAfterSeconds?: number; times?: number }): void
  /** The next calls are answered with this error of Slack's. */
  refuse(method: string, error: string, times?: number): void
  /** The next calls are answered with a 5xx. */
  unavailable(method: string, options?: { status?: number; times?: number }): void
  /** The next calls are carried out, and answered late. */
  late(method: string, ms: number, times?: number): void
  /** The next calls are carried out, but the connection breaks before the answer. */
  loseAnswer(method: string, times?: number): void
  /** Every socket goes, without a word. */
  dropSockets(): void
  /** The socket goes right after the next envelope was sent on it. */
  dropSocketOnNextDelivery(): void
  /** What Slack sends before it closes a socket by itself. */
  disconnectSockets(): void
  /** The next deliveries come twice, as Slack's sometimes do. */
  duplicateDeliveries(times?: number): void
  clear(): void
}

export interface SlackStandIn {
  /** Of its own pages. */
  url: string
  /** To be given as SLACK_API_URL. */
  apiUrl: string
  credentials: Credentials
  team: { id: string; name: string }
  bot: { userId: string; botId: string; appId: string }
  faults: Faults
  /** Where HTTP deliveries go, e.g. `http://127.0.0.1:4100/slack/events`. */
  connect(requestUrl: string): void
  /** Socket Mode: settles when this many sockets (1) are open. */
  connected(sockets?: number): Promise<void>

  userId(person: string): string
  channelId(channel: string): string
  /** The person's direct messages with the bot, for `channel` in any other call. */
  directChannel(person: string): string

  command(person: string, text: string, options?: { channel?: string; command?: string }): Promise<Delivery>
  mention(person: string, text: string, options?: { channel?: string; thread?: string }): Promise<Delivery>
  /** In a channel, or with no channel to the bot directly. */
  message(person: string, text: string, options?: { channel?: string; thread?: string }): Promise<Delivery>
  shortcut(person: string, callbackId: string): Promise<Delivery>
  messageShortcut(person: string, callbackId: string, message: { channel: string; ts: string }): Promise<Delivery>
  click(person: string, target: Target): Promise<Delivery>
  /** What an external select offers for what was typed. */
  suggestions(person: string, target: { action: string; query: string; on?: 'message' | 'modal' }): Promise<Json[]>
  /** Fills in the topmost modal, by block id, action id or label, without submitting. */
  fill(person: string, values: { [field: string]: unknown }): void
  /** Fills in and submits the topmost modal. */
  submitView(person: string, values?: { [field: string]: unknown }): Promise<SubmitResult>
  closeView(person: string): Promise<Delivery | undefined>
  openHome(person: string, tab?: 'home' | 'messages'): Promise<Delivery>
  /** Any other event, as Slack would send it. */
  event(event: Json, options?: { eventId?: string; team?: string }): Promise<Delivery>
  uninstall(): Promise<Delivery>
  /** HTTP mode: a request that need not be Slack's. */
  forge(request: ForgedRequest): Promise<{ status: number; body: string }>

  /** Oldest first, threads included. With a person: also what that person alone sees. */
  messages(channel: string, person?: string): ShownMessage[]
  thread(channel: string, ts: string): ShownMessage[]
  modals(person: string): ShownView[]
  home(person: string): ShownView | undefined
  file(id: string): ShownFile
  calls(method?: string): CallRecord[]
  /** Deliveries that were not acknowledged, and what Slack would complain about. */
  complaints(): string[]

  /** The first that is not undefined or false, past or to come. Looks again at every change; the deadline's message shows what there is. */
  waitFor<T>(find: () => T | undefined | false, what: string, withinMs?: number): Promise<T>
  waitForMessage(channel: string, holds: (message: ShownMessage) => boolean, person?: string): Promise<ShownMessage>
  waitForModal(person: string, holds?: (view: ShownView) => boolean): Promise<ShownView>
  waitForHome(person: string, holds?: (view: ShownView) => boolean): Promise<ShownView>
  /** Told after every change of what anyone sees. */
  onChange(listener: () => void): () => void
  close(): Promise<void>
}
