// Answers one GraphQL operation over HTTP. The usual one, sent as JSON and done without an error, is written here and now: Yoga's request
// and response objects would cost more than all else of it. Everything else is put into words by Yoga: other media types, GET, failures.
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Engine, OperationParams } from './engine.ts'
import { logOperation, type Operation } from './operation.ts'
import type { GraphqlBody } from './request-body.ts'

export interface Asked {
  req: IncomingMessage
  res: ServerResponse
  /** Of a POST. */
  body: GraphqlBody | undefined
  operation: Operation
}

/** By what the client says it takes; a client that says anything else may mean something else. */
const mediaTypes = new Map([
  ['*/*', 'application/json'],
  ['application/json', 'application/json'],
  ['application/graphql-response+json', 'application/graphql-response+json'],
  ['application/graphql-response+json, application/json', 'application/graphql-response+json'],
])

export async function answerOperation({ req, res, body, operation }: Asked, engine: Engine): Promise<void> {
  if (body) giveToYoga(req, body)
  const mediaType = mediaTypes.get(req.headers.accept ?? '*/*')
  if (!mediaType || !body || !isPlain(body)) return engine.yoga(req, res, { operation })
  const outcome = await engine.run(body, operation)
  if (outcome.errors || !('data' in outcome)) return engine.yoga(req, res, { operation, params: body, outcome })
  logOperation(operation, undefined, performance.now())
  res.setHeader('content-type', `${mediaType}; charset=utf-8`)
  res.end(JSON.stringify(outcome))
}

/** Yoga takes a body that is there already, and its parser goes by the content type. */
function giveToYoga(req: IncomingMessage, body: GraphqlBody): void {
  Object.assign(req, { body })
  req.headers['content-type'] = 'application/json'
}

/** Nothing is in it but what an operation needs, each of its type. */
function isPlain(body: GraphqlBody): body is GraphqlBody & OperationParams {
  for (const name in body) if (!isFine.get(name)?.(body[name])) return false
  return true
}

const isFine = new Map<string, (value: unknown) => boolean>([
  ['query', () => true],
  ['operationName', (value) => value === null || typeof value === 'string'],
  ['variables', (value) => typeof value === 'object' && !Array.isArray(value)],
])
