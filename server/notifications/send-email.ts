// Tells a person by email, over the operator's own mail server.
import { createMailer, MailRefused } from '../outbound/smtp.ts'
import type { DeliveryDoc } from '../queue/deliveries.ts'
import { toSubject, toText } from './message.ts'
import type { Sending } from './sending.ts'

export interface EmailOptions {
  smtpUrl: string | undefined
  publicUrl: string
}

export function createEmailSender({ smtpUrl, publicUrl }: EmailOptions): (delivery: DeliveryDoc, signal: AbortSignal) => Promise<Sending> {
  if (!smtpUrl) return async () => ({ kind: 'failed', message: 'SMTP_URL is not set on this server', permanent: false })
  const mailer = createMailer(smtpUrl)
  return async (delivery, signal) => {
    const letter = {
      to: { name: '', address: delivery.address },
      subject: toSubject(delivery),
      text: toText(delivery, publicUrl),
      messageId: mailer.messageId(delivery._id),
      headers: { 'Auto-Submitted': 'auto-generated' },
    }
    try {
      const sent = await Promise.race([mailer.send(letter).then(() => true), aborted(signal)])
      return sent ? { kind: 'delivered' } : { kind: 'failed', message: 'the mail server did not answer in time', permanent: false }
    } catch (error) {
      if (!(error instanceof MailRefused)) throw error
      return { kind: 'failed', message: error.message, permanent: error.permanent }
    }
  }
}

function aborted(signal: AbortSignal): Promise<false> {
  return new Promise((resolve) => {
    signal.addEventListener('abort', () => resolve(false), { once: true })
  })
}
