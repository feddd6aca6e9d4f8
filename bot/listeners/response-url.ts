// Answers through the address that came with a request: five within half an hour, and only to Slack's own hosts.
import type { Rendered } from '../outbox/card.ts'

export interface ResponseUrls {
  /** False when the address is not Slack's; nothing is sent then. */
  allows(url: string): boolean
  send(url: string, answer: Answer): Promise<void>
}

export interface Answer extends Rendered {
  /** Takes the place of the message that was pressed. */
  replace?: boolean
}

const patienceMs = 3000

export function createResponseUrls(hosts: readonly string[]): ResponseUrls {
  const allows = (url: string) => {
    if (!URL.canParse(url)) return false
    const { host, protocol } = new URL(url)
    return hosts.includes(host) && (protocol === 'https:' || host !== 'hooks.slack.com')
  }
  return {
    allows,
    send: async (url, { text, blocks, replace }) => {
      if (!allows(url)) throw new Error('A response_url leads to another host than Slack; nothing was sent.')
      const body = { text, ...(blocks && { blocks }), response_type: 'ephemeral', replace_original: replace === true }
      const response = await fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json; charset=utf-8' },
        body: JSON.stringify(body),
        redirect: 'error',
        signal: AbortSignal.timeout(patienceMs),
      })
      if (!response.ok) throw new Error(`Slack did not take an answer: status ${response.status} ${(await response.text()).slice(0, 100)}`)
    },
  }
}
