// Follows one task until it has ended: node docs/examples/watch.mjs T-1. Knows the API and nothing of the server.
import { readFileSync } from 'node:fs'
import { createClient } from 'graphql-ws'
import WebSocket from 'ws'

const [id = 'T-1'] = process.argv.slice(2)
const { url, token } = JSON.parse(readFileSync(`${process.env.CAPSTAN_DATA_DIR ?? '.capstan'}/credentials.json`, 'utf8'))
const connectionParams = { authorization: `Bearer ${token}` }
const client = createClient({ url: `${url}/graphql`, webSocketImpl: WebSocket, connectionParams })
const query = 'subscription ($id: ID!) { taskUpdated(id: $id) { task { status progress currentStep finishedAt } } }'

for await (const { data, errors } of client.iterate({ query, variables: { id } })) {
  if (!data) throw new Error(errors?.[0]?.message ?? 'expected news of the task, got nothing')
  const { status, progress, currentStep, finishedAt } = data.taskUpdated.task
  console.log(`${status.padEnd(9)} ${String(Math.round(progress * 100)).padStart(3)} %  ${currentStep ?? ''}`)
  if (finishedAt) break
}
