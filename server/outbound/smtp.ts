// The operator's mail server: how it is reached, and who letters come from. Knows nothing of what is in them.
import { isIP } from 'node:net'
import { createTransport, type SendMailOptions, type Transporter } from 'nodemailer'

const waitMs = 10_000

export interface Mailer {
  from: { name: string; address: string }
  /** An id for a letter: the same on every try, so that a mail program shows what came twice once. */
  messageId(of: string): string
  send(letter: SendMailOptions): Promise<void>
  close(): void
}

/** What the mail server said, and whether it said so for good. */
export class MailRefused extends Error {
  readonly permanent: boolean

  constructor(message: string, permanent: boolean) {
    super(message)
    this.permanent = permanent
  }
}

export function createMailer(smtpUrl: string): Mailer {
  const from = senderOf(new URL(smtpUrl))
  const transport: Transporter = createTransport({
    url: smtpUrl,
    connectionTimeout: waitMs,
    greetingTimeout: waitMs,
    socketTimeout: waitMs,
    dnsTimeout: waitMs,
  })
  return {
    from,
    messageId: (of) => `<${of}@${from.address.split('@')[1] ?? 'localhost'}>`,
    send: async (letter) => {
      try {
        await transport.sendMail({ from, ...letter })
      } catch (error) {
        const { message, responseCode = 0 } = error as Error & { responseCode?: number }
        throw new MailRefused(`the mail server: ${message}`, responseCode >= 500)
      }
    },
    close: () => transport.close(),
  }
}

/** The account itself when it is an address, else one of the mail server's own. */
function senderOf({ username, hostname }: URL): { name: string; address: string } {
  const account = decodeURIComponent(username)
  const host = isIP(hostname.replace(/^\[|\]$/g, '')) ? 'localhost' : hostname
  return { name: 'Capstan', address: account.includes('@') ? account : `capstan@${host}` }
}
