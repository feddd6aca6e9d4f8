// The dashboard from its start to its end: puts client, state, screen and keys together, and takes them apart again.
import { setFlagsFromString } from 'node:v8'
import { type CapstanClient, createCapstanClient } from './client/client.ts'
import type { Config } from './config.ts'
import { loadValidation } from './forms/validate.ts'
import { createEffects, type Effects } from './live/effects.ts'
import { startFeed } from './live/feed.ts'
import { createLists } from './live/lists.ts'
import { createOutside } from './live/outside.ts'
import { createPages } from './live/pages.ts'
import { createStore, type Store } from './live/store.ts'
import { startTicking } from './live/ticker.ts'
import { openPlain } from './plain/plain.ts'
import { keyUnder } from './screens/clicks.ts'
import { startDrawing } from './screens/drawing.ts'
import { createFrameSource } from './screens/frame-source.ts'
import { readSettings } from './settings-file.ts'
import { type Click, keySteps, mouseSteps, pasteSteps } from './state/keyboard.ts'
import { routeByName, routeOfId } from './state/route.ts'
import { beginState } from './state/state.ts'
import { type Capabilities, readCapabilities } from './terminal/capabilities.ts'
import { createFace, type Face } from './terminal/face.ts'
import type { InputEvent } from './terminal/input-decoder.ts'

export interface DashboardOptions {
  url: string
  token: string | (() => string | Promise<string>)
  config: Config
  /** A screen by its name, or an id such as T-12. */
  view?: string | undefined
  /** Glyphs of ASCII only. */
  ascii?: boolean | undefined
  /** Lines of text and numbered choices instead of a screen. */
  screenReader?: boolean | undefined
  workspace?: string | undefined
  /** Something to tell at the start. */
  note?: string | undefined
}

/** Waiting longer than a person notices costs nothing over a slow line, and saves most of the bytes. */
const gatherMs = { local: 100, remote: 250 }
/** What is not needed at once is loaded when the start is over. */
const restMs = 1_500
const escapeMs = { local: 50, remote: 120 }

/** Resolves when the person quits, with the terminal as it was before. Ends the process with 128 + n on a signal. */
export async function openDashboard(options: DashboardOptions): Promise<void> {
  if (options.screenReader) return openPlain(options)
  // Stays open for days beside other programs: collect a little more often rather than double the heap first.
  setFlagsFromString('--heap-growing-percent=20')
  const { stdin, stdout } = process
  const capabilities = readCapabilities(options.config.environment)
  if (!stdin.isTTY || !stdout.isTTY || !capabilities.addressable) throw new NoTerminal()
  const place = capabilities.remote ? 'remote' : 'local'
  const store = begin(options, capabilities, { columns: stdout.columns || 80, rows: stdout.rows || 24 })
  let effects: Effects | undefined
  let end = () => {}
  const ended = new Promise<void>((resolve) => {
    end = resolve
  })
  const face = createFace({
    stdin,
    stdout,
    escapeMs: escapeMs[place],
    wantsMouse: () => store.get().settings.mouse,
    onEvent: (event) => effects && hear(store, effects, event),
    onResize: (size) => store.dispatch({ type: 'resized', size }, 'at once'),
  })
  face.takeOver()
  const stopDrawing = startDrawing(createFrameSource(store, capabilities), face, stdin)
  const live = goLive(options, { store, capabilities, face, quit: end })
  effects = live.effects
  await ended
  const closed = live.stop()
  stopDrawing()
  await face.giveBack()
  await closed
}

/** The dashboard draws on a screen; there is none. */
export class NoTerminal extends Error {
  constructor() {
    super(
      'The dashboard needs a terminal that can place its cursor. Without one, use the commands, for example "capstan status", or --screen-reader.',
    )
    this.name = 'NoTerminal'
  }
}

function begin(
  { config, view, ascii, url, note }: DashboardOptions,
  { lightBackground }: Capabilities,
  size: { columns: number; rows: number },
): Store {
  const settings = readSettings(config.settingsFile)
  const wanted = view === undefined ? undefined : (routeByName(view) ?? routeOfId(view))
  const route = wanted ?? { kind: 'overview' as const }
  const now = Date.now()
  const state = beginState({
    size,
    now,
    url,
    route,
    settings,
    ascii,
    lightBackground: lightBackground ?? false,
  })
  const store = createStore(state, gatherMs.local)
  if (view !== undefined && !wanted)
    store.dispatch({ type: 'notice', text: `There is no screen ${view}: this is the overview`, tone: 'warn' })
  else if (note) store.dispatch({ type: 'notice', text: note, tone: 'dim' })
  return store
}

interface Parts {
  store: Store
  capabilities: Capabilities
  face: Face
  quit(): void
}

function goLive({ url, token, workspace, config }: DashboardOptions, { store, capabilities, face, quit }: Parts) {
  let lost = false
  const client: CapstanClient = createCapstanClient({
    url,
    token,
    workspace,
    onConnection: (connection) => {
      // What happened meanwhile comes through the feed; what no event tells is read again.
      if (connection.kind === 'live' && lost) lists.refresh()
      lost = connection.kind === 'lost'
      store.dispatch({ type: 'connection', connection }, 'at once')
    },
  })
  const lists = createLists({ client, store })
  const pages = createPages({ client, store })
  const refresh = () => {
    lists.refresh()
    pages.refresh()
    if (store.get().connection.kind !== 'live') client.reconnect()
  }
  const effects = createEffects({ client, store, outside: createOutside({ config, capabilities, store, face, refresh, quit }) })
  const stopFeed = startFeed({ client, store, gatherMs: capabilities.remote ? gatherMs.remote : gatherMs.local, now: Date.now })
  const stopTicking = startTicking(store)
  const getReady = setTimeout(() => void loadValidation(), restMs)
  return {
    effects,
    async stop() {
      clearTimeout(getReady)
      stopTicking()
      stopFeed()
      effects.stop()
      pages.stop()
      lists.stop()
      store.stop()
      await client.close()
    },
  }
}

function hear(store: Store, effects: Effects, event: InputEvent): void {
  if (event.kind === 'key') press(store, effects, event.key)
  else if (event.kind === 'paste') effects.run(pasteSteps(store.get(), event.text))
  else if (event.kind === 'mouse') click(store, effects, event)
  else if (event.kind === 'background') effects.run([{ type: 'background', light: event.light }])
}

function click(store: Store, effects: Effects, event: Click): void {
  const key = event.action === 'press' ? keyUnder(store.get(), event) : undefined
  if (key === undefined) effects.run(mouseSteps(store.get(), event))
  else press(store, effects, key)
}

function press(store: Store, effects: Effects, key: string): void {
  const steps = keySteps(store.get(), key)
  effects.run(steps)
  // Escape and the next key, typed fast, look like one key with Alt.
  const fused = steps.length === 0 ? /^alt\+(.+)$/.exec(key)?.[1] : undefined
  if (fused === undefined) return
  effects.run(keySteps(store.get(), 'escape'))
  effects.run(keySteps(store.get(), fused))
}
