// Notifications about tasks that ended, put together: the check at submission, the key receivers verify with, the deliverer.

import { retryPresets } from '../agents/retry-presets.ts'
import type { Config } from '../config.ts'
import type { Feed } from '../events/feed.ts'
import type { Logger } from '../log.ts'
import type { Database } from '../mongo.ts'
import { webhookKeys } from '../outbound/webhook-signature.ts'
import type { StoredRetry } from '../queue/task.ts'
import type { Vault } from '../tasks/vault.ts'
import type { WorkspaceRules } from '../tasks/workspaces.ts'
import { type Send, startDeliverer } from './deliverer.ts'
import { createDeliveryStore } from './delivery-store.ts'
import { createEmailSender } from './send-email.ts'
import { createSlackSender } from './send-slack.ts'
import { createWebhookSender } from './send-webhook.ts'
import { createTargetCheck, type RefuseTarget } from './target.ts'

export interface NotificationOptions {
  config: Pick<Config, 'smtpUrl' | 'slackBotToken' | 'slackApiUrl' | 'webhookAllow' | 'publicUrl'>
  database: Database
  vault: Pick<Vault, 'derive'>
  workspaces: Pick<WorkspaceRules, 'get'>
  feed: Pick<Feed, 'onEvent' | 'onGap'>
  log: Logger
  retry?: StoredRetry
  tryMs?: number
  lookEveryMs?: number
}

export interface Notifications {
  refuseTarget: RefuseTarget
  /** What the receivers of a workspace's webhooks verify signatures with. */
  webhookSecret(workspace: string): string
  start(): () => Promise<void>
}

function listen(feed: Pick<Feed, 'onEvent' | 'onGap'>, wake: () => void): () => void {
  const stops = [feed.onGap(wake), feed.onEvent(({ type }) => type === 'notification.due' && wake())]
  return () => {
    for (const stop of stops) stop()
  }
}

export function createNotifications({
  config,
  database,
  vault,
  workspaces,
  feed,
  log,
  retry = retryPresets.event,
  tryMs,
  lookEveryMs,
}: NotificationOptions): Notifications {
  const { publicUrl, smtpUrl, slackBotToken: token, slackApiUrl: apiUrl, webhookAllow: allow } = config
  // Keys of its own for each workspace: whoever knows one can speak in our name.
  const keysOf = (workspace: string) => webhookKeys(vault.derive, { workspace, rotation: workspaces.get(workspace).webhookKey })
  return {
    refuseTarget: createTargetCheck(config),
    webhookSecret: (workspace) => `whsec_${Buffer.from(keysOf(workspace)[0]).toString('base64')}`,
    start: () => {
      const webhooks = createWebhookSender({ keysOf, publicUrl, allow })
      const senders = {
        WEBHOOK: webhooks.send,
        EMAIL: createEmailSender({ smtpUrl, publicUrl }),
        SLACK: createSlackSender({ token, apiUrl, publicUrl }),
      }
      const send: Send = (delivery, signal) => senders[delivery.kind](delivery, signal)
      const stop = startDeliverer({
        store: createDeliveryStore(database),
        log,
        retry,
        send,
        now: () => database.now().getTime(),
        onDue: (wake) => listen(feed, wake),
        ...(tryMs !== undefined && { tryMs }),
        ...(lookEveryMs !== undefined && { lookEveryMs }),
      })
      return async () => {
        await stop()
        await webhooks.close()
      }
    },
  }
}
