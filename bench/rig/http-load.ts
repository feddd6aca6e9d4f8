// Asks a GraphQL server many questions over kept-alive connections, so many in flight, and notes how long each answer took.
import { type KeptConnection, openConnection } from './kept-connection.ts'
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
  const target = new URL('/graphql', url)
  const head = headOf(target, token)
  const connections = await Promise.all(Array.from({ length: Math.min(inFlight, count) }, () => openConnection(target)))
  const idle = [...connections]
  const latenciesMs: number[] = []
  const answers: string[] = []
  const began = performance.now()
  await inLanes(inFlight, count, async (index) => {
    const body = JSON.stringify({ query, variables: variables(index) })
    const connection = idle.pop() as KeptConnection
    const asked = performance.now()
    const answer = await connection.ask(`${head}${Buffer.byteLength(body)}\r\n\r\n${body}`)
    latenciesMs.push(performance.now() - asked)
    idle.push(connection)
    if (answer.status !== 200 || answer.body.includes('"errors"')) throw new Error(`the server answered ${answer.body.slice(0, 500)}`)
    answers.push(answer.body)
  })
  const seconds = (performance.now() - began) / 1000
  for (const connection of connections) connection.close()
  return { seconds, latenciesMs, answers }
}

/** Up to the length of what follows. */
function headOf({ host, pathname }: URL, token: string | undefined): string {
  return [
    `POST ${pathname} HTTP/1.1`,
    `host: ${host}`,
    'content-type: application/json',
    'accept: application/json',
    ...(token ? [`authorization: Bearer ${token}`] : []),
    'content-length: ',
  ].join('\r\n')
}
