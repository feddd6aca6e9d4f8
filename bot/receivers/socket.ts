// Slack's requests over a WebSocket that the bot opens itself, and a small server for its own pages.
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type App, SocketModeReceiver } from '@slack/bolt'
import { slackClientOptions } from '../installations/installation.ts'
import { type Logger, toBoltLogger } from '../log.ts'
import type { StartedReceiver } from './http.ts'
import { type Pages, servePage } from './pages.ts'

export interface SocketReceiverOptions {
  host: string
  port: number
  appToken: string
  slackApiUrl: string
  pages: Pages
  log: Logger
}

export function createSocketReceiver({ host, port, appToken, slackApiUrl, pages, log }: SocketReceiverOptions): StartedReceiver {
  const bolt = new SocketModeReceiver({
    appToken,
    logger: toBoltLogger(log),
    installerOptions: { clientOptions: slackClientOptions(slackApiUrl) },
    // An acknowledgement that finds its socket gone: Slack sends the same again, and it is known then.
    processEventErrorHandler: async ({ error }) => {
      log.warn({ err: error }, 'a delivery could not be taken')
      return false
    },
  })
  const server = createServer((req, res) => {
    if (!servePage(pages, req, res)) res.writeHead(404).end()
  })
  return {
    init: (app: App) => bolt.init(app),
    start: async () => {
      await new Promise<void>((resolve, reject) => {
        server.once('error', reject)
        server.listen(port, host, () => resolve())
      })
      return bolt.start()
    },
    stop: async () => {
      await bolt.stop().catch((error: unknown) => log.debug({ err: error }, 'the socket was closed already'))
      await new Promise<void>((resolve) => {
        server.close(() => resolve())
        server.closeIdleConnections()
      })
    },
    address: () => {
      const address = server.address() as AddressInfo | null
      return address ? `http://${host}:${address.port}` : undefined
    },
  }
}
