// Asks a GraphQL server many questions over kept-alive connections, so many in flight, and notes how long each answer took.
import { Agent, request } from 'node:http'
import { inLanes } from './lanes.ts'

export interface LoadOptions {
  url: string
  token?: string
  inFlight: number
  count: number
  query: string
  variables: (index: number) => object
}

export interface Load {
  seconds: number
  latenciesMs: number[]
  answers: string[]
}

/** Throws at the first answer that carries errors. */
export async function askMany({ url, token, inFlight, count, query, variables }: LoadOptions): Promise<Load> {
  const agent = new Agent({ keepAlive: true, maxSockets: inFlight, scheduling: 'fifo' })
  const target = new URL('/graphql', url)
  const headers = { 'content-type': 'application/json', accept: 'application/json', ...(token && { authorization: `Bearer ${token}` }) }
  const latenciesMs: number[] = []
  const answers: string[] = []
  const began = performance.now()
  await inLanes(inFlight, count, async (index) => {
    const body = JSON.stringify({ query, variables: variables(index) })
    const asked = performance.now()
    const answer = await post({ target, agent, headers, body })
    latenciesMs.push(performance.now() - asked)
    if (answer.includes('"errors"')) throw new Error(`the server answered ${answer.slice(0, 500)}`)
    answers.push(answer)
  })
  const seconds = (performance.now() - began) / 1000
  agent.destroy()
  return { seconds, latenciesMs, answers }
}

interface Post {
  target: URL
  agent: Agent
  headers: { [name: string]: string }
  body: string
}

function post({ target, agent, headers, body }: Post): Promise<string> {
  return new Promise((resolve, reject) => {
    const outgoing = request(
      target,
      { method: 'POST', agent, headers: { ...headers, 'content-length': Buffer.byteLength(body) } },
      (incoming) => {
        const chunks: Buffer[] = []
        incoming.on('data', (chunk: Buffer) => chunks.push(chunk))
        incoming.on('error', reject)
        incoming.on('end', () => resolve(Buffer.concat(chunks).toString()))
      },
    )
    outgoing.on('error', reject)
    outgoing.end(body)
  })
}
