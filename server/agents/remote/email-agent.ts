// An agent that sends a letter: to, subject and text (or html) are its parameters. A retry carries the same Message-ID, so that mail
// programs show what came twice once; a mail server itself does not promise more.
import { isIP } from 'node:net'
import { MailRefused } from '../../outbound/smtp.ts'
import type { Json, RunContext, RunFailure, RunOutcome } from '../adapter.ts'
import type { AgentConfig } from '../config.ts'
import { failed, failure } from '../failure.ts'
import type { Outside } from './outside.ts'

interface Letter {
  to: string[]
  cc: string[]
  subject: string
  text: string | undefined
  html: string | undefined
}

const addressPattern = /^[^\s@<>"(),:;\\[\]]{1,64}@[A-Za-z0-9.-]{1,255}$/
const mostRecipients = 50

export async function runEmailAgent(agent: AgentConfig, context: RunContext, { mailer }: Outside): Promise<RunOutcome> {
  const letter = readLetter(context.parameters)
  if ('class' in letter) return { kind: 'failed', error: letter }
  if (!mailer)
    return failed('NO_MAIL_SERVER', 'PERMANENT', `${agent.name} sends mail, and SMTP_URL is not set on this server. Set it and retry.`)
  const { to, cc, subject, text, html } = letter
  const messageId = mailer.messageId(context.taskId)
  const aborted = new Promise<'aborted'>((resolve) => context.signal.addEventListener('abort', () => resolve('aborted'), { once: true }))
  try {
    const sent = mailer.send({ to, cc, subject, text, html, messageId, headers: { 'Auto-Submitted': 'auto-generated' } })
    if ((await Promise.race([sent, aborted])) === 'aborted')
      return failed('ABORTED', 'CANCELLED', 'The run was aborted; the letter may have gone out.')
    return { kind: 'succeeded', result: { sent: true, to, messageId } }
  } catch (error) {
    if (!(error instanceof MailRefused)) throw error
    return failed('MAIL_REFUSED', error.permanent ? 'PERMANENT' : 'TRANSIENT', `The letter was not sent: ${error.message}`)
  }
}

function readLetter(parameters: { [key: string]: Json }): Letter | RunFailure {
  const list = (value: Json | undefined) => [value ?? []].flat().filter((one) => typeof one === 'string')
  const text = (value: Json | undefined) => (typeof value === 'string' ? value : undefined)
  const letter = {
    to: list(parameters['to'] ?? parameters['recipients']),
    cc: list(parameters['cc']),
    subject: text(parameters['subject']) ?? '',
    text: text(parameters['text'] ?? parameters['body']),
    html: text(parameters['html']),
  }
  const everybody = [...letter.to, ...letter.cc]
  const wrong = everybody.find((address) => !isAddress(address))
  if (wrong !== undefined) return failure('BAD_ADDRESS', 'PERMANENT', `Expected an email address, got "${wrong.slice(0, 100)}".`)
  if (letter.to.length === 0 || everybody.length > mostRecipients) {
    return failure('BAD_ADDRESS', 'PERMANENT', `Expected 1 to ${mostRecipients} recipients in "to", got ${everybody.length}.`)
  }
  if (letter.text === undefined && letter.html === undefined)
    return failure('NO_TEXT', 'PERMANENT', 'Expected "text", "body" or "html" in the parameters.')
  return /[\r\n]/.test(letter.subject) ? failure('BAD_SUBJECT', 'PERMANENT', 'Expected a subject of one line.') : letter
}

function isAddress(text: string): boolean {
  return addressPattern.test(text) && isIP(text.split('@')[1] ?? '') === 0
}
