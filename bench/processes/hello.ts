// The least a GraphQL server can do: bare Yoga that answers one word.
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createSchema, createYoga } from 'graphql-yoga'
import { readOptions, tell, untilAsked } from '../rig/conversation.ts'

readOptions()
const asked = untilAsked()
const schema = createSchema({ typeDefs: 'type Query { hello: String! }', resolvers: { Query: { hello: () => 'hello' } } })
const yoga = createYoga({ schema, logging: false, graphiql: false })
const server = createServer((req, res) => void yoga(req, res))
server.listen(0, '127.0.0.1', () => tell({ kind: 'listening', port: (server.address() as AddressInfo).port }))
await asked
process.exit(0)
