// Slack's requests over HTTP: our own checks first, then Bolt's of the signature. Everything else is 404.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type App, HTTPReceiver, type InstallationStore, type Receiver } from '@slack/bolt'
import { slackClientOptions } from '../installations/installation.ts'
import { type Logger, toBoltLogger } from '../log.ts'
import { scopes } from '../manifest.ts'
import { type Pages, servePage } from './pages.ts'
import { createReplays } from './replays.ts'

export interface HttpReceiverOptions {
  host: string
  port: number
  signingSecret: string
  slackApiUrl: string
  publicUrl: string
  pages: Pages
  log: Logger
  oauth?: { clientId: string; clientSecret: string; stateSecret: string; installationStore: InstallationStore } | undefined
}

export interface StartedReceiver extends Receiver {
  /** Where it listens, once it does. */
  address(): string | undefined
}

const eventsPath = '/slack/events'
const mostBytes = 1024 * 1024

export function createHttpReceiver(options: HttpReceiverOptions): StartedReceiver {
  const { host, port, pages, log } = options
  const bolt = createBolt(options)
  const replays = createReplays()
  const server = createServer((req, res) => {
    if (servePage(pages, req, res)) return
    if (req.url?.split('?')[0] === eventsPath && !admit(req, res)) return
    try {
      bolt.requestListener(req, res)
    } catch {
      res.writeHead(404).end()
    }
  })

  function admit(req: IncomingMessage, res: ServerResponse): boolean {
    const signature = String(req.headers['x-slack-signature'] ?? '')
    const why = replays.begin({ timestamp: String(req.headers['x-slack-request-timestamp'] ?? ''), signature })
    if (why) {
      log.warn({ why, from: req.socket.remoteAddress }, 'a request was refused')
      res.writeHead(401, { connection: 'close' }).end()
      req.resume()
      return false
    }
    res.once('close', () => replays.end(signature, res.statusCode >= 200 && res.statusCode < 300))
    return true
  }

  return {
    init: (app: App) => bolt.init(app),
    start: () =>
      new Promise((resolve, reject) => {
        server.once('error', reject)
        server.listen(port, host, () => resolve(server))
      }),
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve(undefined))
        server.closeIdleConnections()
      }),
    address: () => {
      const address = server.address() as AddressInfo | null
      return address ? `http://${host}:${address.port}` : undefined
    },
  }
}

function createBolt({ signingSecret, slackApiUrl, publicUrl, oauth, log }: HttpReceiverOptions): HTTPReceiver {
  const { origin } = new URL(slackApiUrl)
  return new HTTPReceiver({
    signingSecret,
    endpoints: eventsPath,
    bodyLimit: mostBytes,
    logger: toBoltLogger(log),
    ...(oauth && {
      ...oauth,
      scopes: [...scopes.needed, ...scopes.useful],
      redirectUri: new URL('/slack/oauth_redirect', publicUrl).href,
      installerOptions: {
        redirectUriPath: '/slack/oauth_redirect',
        directInstall: true,
        clientOptions: slackClientOptions(slackApiUrl),
        ...(origin !== 'https://slack.com' && { authorizationUrl: `${origin}/oauth/v2/authorize` }),
      },
    }),
  })
}
