// The dashboard for screen readers: lines that are only ever added, and numbers to choose by. The same lists, actions and words.
import { createInterface } from 'node:readline/promises'
import { createCapstanClient } from '../client/client.ts'
import { sanitizeText } from '../client/sanitize.ts'
import { conversation } from './conversation.ts'
import { hearNews } from './news.ts'

export interface PlainOptions {
  url: string
  token: string | (() => string | Promise<string>)
  workspace?: string | undefined
}

export async function openPlain({ url, token, workspace }: PlainOptions): Promise<void> {
  const lines = createInterface({ input: process.stdin, output: process.stdout, terminal: false })
  const answers = lines[Symbol.asyncIterator]()
  const say = (line: string) => void process.stdout.write(`${line}\n`)
  const ask = async (question: string) => {
    process.stdout.write(`${question} `)
    const { value, done } = await answers.next()
    // Nobody typed an end of the line: what the shell says next is not to stand behind the question.
    if (done) say('')
    return done ? undefined : sanitizeText(String(value)).trim()
  }
  const client = createCapstanClient({
    url,
    token,
    workspace,
    onConnection: (state) => {
      if (state.kind === 'lost') say('Connection lost. It comes back by itself.')
      if (state.kind === 'refused') say(`The server refuses: ${state.reason}.`)
    },
  })
  const stop = hearNews(client, say)
  try {
    await conversation({ client, say, ask })
  } finally {
    stop()
    lines.close()
    await client.close()
  }
}
