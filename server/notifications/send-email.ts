// Tells a person by email, over the operator's own mail server.
import { isIP } from 'node:net'
import { createTransport } from 'nodemailer'
import type { DeliveryDoc } from '../queue/deliveries.ts'
import { toSubject, toText } from './message.ts'
import type { Sending } from './sending.ts'

const waitMs = 10_000

export interface EmailOptions {
  smtpUrl: string | undefined
  publicUrl: string
}

export function createEmailSender({ smtpUrl, publicUrl }: EmailOptions): (delivery: DeliveryDoc, signal: AbortSignal) => Promise<Sending> {
  if (!smtpUrl) return async () => ({ kind: 'failed', message: 'SMTP_URL is not set on this server', permanent: false })
  const from = senderOf(new URL(smtpUrl))
  const transport = createTransport({
    url: smtpUrl,
    connectionTimeout: waitMs,
    greetingTimeout: waitMs,
    socketTimeout: waitMs,
    dnsTimeout: waitMs,
  })
  return async (delivery, signal) => {
    const message = {
      from,
      to: { name: '', address: delivery.address },
      subject: toSubject(delivery),
      text: toText(delivery, publicUrl),
      // The same on every try: a mail program shows what came twice once.
      messageId: `<${delivery._id}@${from.address.split('@')[1]}>`,
      headers: { 'Auto-Submitted': 'auto-generated' },
    }
    try {
      const sent = await Promise.race([transport.sendMail(message).then(() => true), aborted(signal)])
      return sent ? { kind: 'delivered' } : { kind: 'failed', message: 'the mail server did not answer in time', permanent: false }
    } catch (error) {
      const { message: reason, responseCode = 0 } = error as Error & { responseCode?: number }
      return { kind: 'failed', message: `the mail server: ${reason}`, permanent: responseCode >= 500 }
    }
  }
}

function aborted(signal: AbortSignal): Promise<false> {
  return new Promise((resolve) => {
    signal.addEventListener('abort', () => resolve(false), { once: true })
  })
}

/** The account itself when it is an address, else one of the mail server's own. */
function senderOf({ username, hostname }: URL): { name: string; address: string } {
  const account = decodeURIComponent(username)
  const host = isIP(hostname.replace(/^\[|\]$/g, '')) ? 'localhost' : hostname
  return { name: 'Capstan', address: account.includes('@') ? account : `capstan@${host}` }
}
