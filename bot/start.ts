// The composition root: connects, wires and starts one bot process, and ends it in reverse. Knows nothing of signals or exit codes.
import { hkdfSync } from 'node:crypto'
import { Registry } from 'prom-client'
import { createApp } from './app.ts'
import { createCards } from './cards/cards.ts'
import { createDeliver } from './cards/deliver.ts'
import { createFollower, followedTypes } from './cards/follow.ts'
import { createWatchStore, type WatchStore } from './cards/watch-store.ts'
import { createApi } from './client/api.ts'
import { readNews } from './client/news.ts'
import type { Clock } from './clock.ts'
import type { Config } from './config.ts'
import { createDraftStore } from './forms/draft-store.ts'
import { me } from './generated/operations.ts'
import { startClockwork } from './home/clockwork.ts'
import { createHomes } from './home/homes.ts'
import { createPeopleStore } from './home/people-store.ts'
import { createSingleInstallation, type Installations } from './installations/installation.ts'
import { createOAuthInstallations } from './installations/installation-store.ts'
import { createSeal } from './installations/seal.ts'
import { createResponseUrls } from './listeners/response-url.ts'
import type { Logger } from './log.ts'
import { createOutbox } from './outbox/outbox.ts'
import type { Parts } from './parts.ts'
import { createHttpReceiver, type HttpReceiverOptions, type StartedReceiver } from './receivers/http.ts'
import type { Pages } from './receivers/pages.ts'
import { createSocketReceiver } from './receivers/socket.ts'
import { createSlackClients } from './slack-clients.ts'
import { connectStore, type Store } from './store/mongo-store.ts'
import { createSeen } from './store/seen-store.ts'

export interface RunningBot {
  url: string | undefined
  stop(): Promise<void>
}

type Stop = () => unknown

export interface BotOptions {
  config: Config
  log: Logger
  /** How long the minute is in which Slack counts calls; a stand-in for Slack may have a shorter one. */
  minuteMs?: number | undefined
  /** For quiet hours and summaries. Left out: the one on the wall. */
  clock?: Clock | undefined
}

export async function startBot(options: BotOptions): Promise<RunningBot> {
  // What was started last is stopped first.
  const stops: Stop[] = []
  const stop = async () => {
    for (const end of stops.splice(0).reverse()) await end()
  }
  try {
    return { url: await run(options, stops), stop }
  } catch (error) {
    await stop().catch(() => undefined)
    throw error
  }
}

async function run({ config, log, minuteMs, clock }: BotOptions, stops: Stop[]): Promise<string | undefined> {
  const store = await connectStore(config.mongodbUrl)
  stops.push(() => store.close())
  const { installations, oauth } = await createInstallations(config, store)
  const registry = new Registry()
  const watches = await createWatchStore(store)
  const parts = await createParts({ config, log, minuteMs, store, installations, registry, watches })
  stops.push(parts.outbox.start())
  const follower = createFollower({
    cards: parts.cards,
    watches,
    log,
    deliver: createDeliver({ ...parts, clock }),
    onChange: () => parts.homes.changed(),
  })
  stops.push(
    () => follower.stop(),
    () => parts.homes.stop(),
    startClockwork({ ...parts, clock }),
  )
  const news = readNews({
    url: config.apiUrl,
    token: config.apiToken,
    log,
    types: followedTypes,
    readCursor: () => watches.cursor(),
    onNews: follower.onNews,
    onGap: follower.onGap,
  })
  stops.push(() => news.stop())
  const receiver = createReceiver({ config, log, oauth, pages: createPages({ parts, registry, connected: news.connected }) })
  const app = await createApp(receiver, parts)
  await app.start()
  stops.push(() => app.stop())
  log.info({ url: receiver.address(), mode: config.appToken ? 'socket' : 'http', server: config.apiUrl }, 'ready')
  void tellUnlessService(parts)
  return receiver.address()
}

/** With any other key the server would take everybody for the owner of that key: it refuses, and this says why. */
async function tellUnlessService({ api, log }: Parts): Promise<void> {
  try {
    const { me: viewer } = await api.ask(me, {})
    if (!viewer.service)
      log.error('CAPSTAN_TOKEN is not the key of a service: make one with createApiKey(input: { name: "Slack bot", service: true })')
  } catch (error) {
    log.warn({ err: error }, 'the server does not know the bot yet')
  }
}

interface PartsOptions extends Pick<BotOptions, 'config' | 'log' | 'minuteMs'> {
  store: Store
  installations: Installations
  registry: Registry
  watches: WatchStore
}

async function createParts({ config, log, minuteMs, store, installations, registry, watches }: PartsOptions): Promise<Parts> {
  const api = createApi({ url: config.apiUrl, token: config.apiToken })
  const slack = createSlackClients({ installations, slackApiUrl: config.slackApiUrl })
  const people = createPeopleStore(store)
  const outbox = await createOutbox({
    store,
    minuteMs,
    slackApiUrl: config.slackApiUrl,
    tokenOf: async (team) => (await installations.find(team))?.botToken,
    onGivenUp: (given) => {
      log.warn(given, 'Slack did not take a message')
      cards.relocate(given).catch((error: unknown) => log.error({ err: error }, 'a card is nowhere to be seen'))
    },
    onTrouble: (error) => log.warn({ err: error }, 'messages wait'),
    registry,
  })
  const cards = createCards({ api, outbox, watches, people, config, log })
  const homes = createHomes({ api, outbox, people, slack, log })
  const [seen, drafts] = await Promise.all([createSeen(store), createDraftStore(store)])
  const responseUrls = createResponseUrls(config.responseHosts)
  return { config, log, api, outbox, seen, installations, slack, responseUrls, people, cards, drafts, homes }
}

async function createInstallations(
  config: Config,
  store: Store,
): Promise<{ installations: Installations; oauth?: HttpReceiverOptions['oauth'] }> {
  const { botToken, slackApiUrl, oauth, secretKey = '' } = config
  if (!oauth) return { installations: createSingleInstallation({ botToken: botToken ?? '', slackApiUrl }) }
  const installations = await createOAuthInstallations({ store, seal: createSeal(secretKey) })
  const stateSecret = Buffer.from(hkdfSync('sha256', secretKey, '', 'capstan slack oauth state', 32)).toString('hex')
  return { installations, oauth: { ...oauth, stateSecret, installationStore: installations.store } }
}

function createReceiver({
  config,
  log,
  oauth,
  pages,
}: Pick<PartsOptions, 'config' | 'log'> & { oauth: HttpReceiverOptions['oauth']; pages: Pages }): StartedReceiver {
  const { host, port, slackApiUrl, appToken, signingSecret, publicUrl } = config
  const shared = { host, port, slackApiUrl, pages, log }
  return appToken ? createSocketReceiver({ ...shared, appToken }) : createHttpReceiver({ ...shared, signingSecret, publicUrl, oauth })
}

function createPages({ parts, registry, connected }: { parts: Parts; registry: Registry; connected: () => boolean }): Pages {
  return {
    health: async () => {
      const [stats, teams] = await Promise.all([
        parts.outbox.stats().catch(() => undefined),
        parts.installations.teams().catch(() => undefined),
      ])
      return {
        ok: stats !== undefined && teams !== undefined,
        database: stats !== undefined,
        slack: teams !== undefined,
        server: connected(),
        outbox: stats,
      }
    },
    metrics: async () => ({ type: registry.contentType, text: await registry.metrics() }),
  }
}
