// Whom to tell: what of an address may be shown, and whether this server can reach such a target at all.
import type { Config } from '../config.ts'
import { isAllowedHost, refuseLiteral } from '../public-address.ts'
import type { NotifyTarget } from '../queue/task.ts'

/** The query of a webhook's address often holds a secret: those who may see the task need not see that. */
export function shownAddress({ kind, address }: Pick<NotifyTarget, 'kind' | 'address'>): string {
  if (kind !== 'WEBHOOK') return address
  const { origin, pathname, search } = new URL(address)
  return `${origin}${pathname}${search ? '?…' : ''}`
}

export type RefuseTarget = (target: NotifyTarget) => string | undefined

/** Says what is wrong with a target before the task is stored. A name is looked up only when the webhook is sent. */
export function createTargetCheck({
  smtpUrl,
  slackBotToken,
  webhookAllow,
}: Pick<Config, 'smtpUrl' | 'slackBotToken' | 'webhookAllow'>): RefuseTarget {
  return ({ kind, address }) => {
    switch (kind) {
      case 'EMAIL':
        return smtpUrl ? undefined : 'this server sends no email: its operator has to set SMTP_URL'
      case 'SLACK':
        return slackBotToken ? undefined : 'this server posts nothing to Slack: its operator has to set SLACK_BOT_TOKEN'
      case 'WEBHOOK': {
        const url = new URL(address)
        return isAllowedHost(url, webhookAllow) ? undefined : refuseLiteral(url, 'CAPSTAN_WEBHOOK_ALLOW')
      }
    }
  }
}
