// A local stand-in for Slack: as strict as Slack where it is known to be strict, for tests and for trying the bot without a workspace.
// Puts the parts together; each part is a file of its own. What no stand-in shows is how Slack's own programs draw a message.
import { randomBytes } from 'node:crypto'
import { limits } from '../blocks/limits.ts'
import { deliverOverHttp } from './deliver-http.ts'
import { createDeliveries } from './delivery.ts'
import { createFaults } from './faults.ts'
import { forge } from './forging.ts'
import { createLooking } from './looking.ts'
import { createModalActs } from './modal-acts.ts'
import { createOAuth } from './oauth.ts'
import { createPressing, type Suggested } from './pressing.ts'
import { createRateLimits } from './rate-limits.ts'
import { Sockets } from './sockets.ts'
import { type ActContext, createSpeaking } from './speaking.ts'
import type { CallRecord, Credentials, SlackStandIn, StandInOptions } from './test-api.ts'
import { createTriggers, type Triggers } from './triggers.ts'
import { waitUntil } from './waiting.ts'
import type { ApiContext } from './web-api.ts'
import { type OtherRoutes, startWebServer } from './web-server.ts'
import { createWorld, type World } from './world.ts'

export interface StandInWithPage extends SlackStandIn {
  world: World
  triggers: Triggers
  /** Further pages of the same server. */
  serve(routes: OtherRoutes): void
}

export async function createSlackStandIn(options: StandInOptions = {}): Promise<StandInWithPage> {
  const { mode = 'socket', ackMs = limits.acknowledge.withinMs, commands = ['/capstan'], retryAfterMs = [0, 60_000, 300_000] } = options
  const world = createWorld(options)
  const credentials = createCredentials(world)
  const triggers = createTriggers({ now: world.now, triggerMs: options.triggerMs })
  const oauth = createOAuth(world, credentials)
  const calls: CallRecord[] = []
  const complaints: string[] = []
  const stopping = new AbortController()
  const sockets = new Sockets({ appId: world.appId, ackMs })
  let requestUrl = options.requestUrl
  let others: OtherRoutes | undefined

  const web = await startWebServer({
    port: options.port ?? 0,
    context: () => context,
    authorize: oauth.authorize,
    others: () => others,
  })
  sockets.start(web.server, world.changed)
  const faultPlan = createFaults(sockets)
  const context: ApiContext = {
    world,
    triggers,
    oauth,
    url: web.url,
    appToken: credentials.appToken,
    faultPlan,
    rates: options.rateLimits === false ? undefined : createRateLimits(world.now, options.minuteMs),
    calls,
    openSocket: () => sockets.openLink(web.url),
  }
  const deliveries = createDeliveries({
    send: (outgoing) => {
      if (mode === 'socket') return sockets.deliver(outgoing)
      if (!requestUrl) throw new Error('The stand-in does not know where the bot listens: call connect(requestUrl).')
      return deliverOverHttp({ url: requestUrl, secret: credentials.signingSecret, ackMs, now: world.now }, outgoing)
    },
    copies: faultPlan.copies,
    retryAfterMs,
    signal: stopping.signal,
  })
  const acts: ActContext = { world, triggers, url: web.url, deliveries, commands, complain: (what) => complaints.push(what) }

  return {
    url: web.url,
    apiUrl: `${web.url}/api/`,
    credentials,
    team: { id: world.home.id, name: world.home.name },
    bot: { userId: world.home.botUserId, botId: world.home.botId, appId: world.appId },
    world,
    triggers,
    faults: faultPlan.faults,
    serve: (routes) => {
      others = routes
    },
    connect: (url) => {
      requestUrl = url
    },
    connected: async (count = 1) => {
      await waitUntil(world, { find: () => sockets.count() >= count, what: `${count} open sockets`, shown: () => sockets.count() })
    },
    forge: (request) => forge({ url: requestUrl ?? '', secret: credentials.signingSecret, now: world.now }, request),
    ...createPeople(acts),
    ...createLooking(world, calls),
    complaints: () => [...complaints, ...deliveries.complaints()],
    close: async () => {
      stopping.abort()
      sockets.close()
      await web.close()
    },
  }
}

/** Everything people do. */
function createPeople(acts: ActContext) {
  const suggested: Suggested = new Map()
  return { ...createSpeaking(acts), ...createPressing(acts, suggested), ...createModalActs(acts, suggested) }
}

function createCredentials(world: World): Credentials {
  const random = () => randomBytes(16).toString('hex')
  return {
    botToken: world.home.botToken,
    appToken: `xapp-1-${world.appId}-${random()}`,
    signingSecret: random(),
    clientId: `${Date.now()}.1`,
    clientSecret: random(),
  }
}
