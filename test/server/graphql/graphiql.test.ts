// GraphiQL as a browser meets it: the page, its policy, its assets, and when the token is in it.
import { readFile } from 'node:fs/promises'
import { buildSchema, parse, validate } from 'graphql'
import { expect, test } from 'vitest'
import { sampleOperations } from '../../../server/graphql/graphiql/samples.ts'
import { startApi, token } from './api-fixture.ts'
import { send } from './api-requests.ts'

const html = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8', authorization: undefined }

test('every sample fits the schema and declares the variables it brings', async () => {
  const schema = buildSchema(await readFile(new URL('../../../schema.graphql', import.meta.url), 'utf8'))
  for (const { query, variables } of sampleOperations) {
    expect(validate(schema, parse(query))).toEqual([])
    for (const name of Object.keys(JSON.parse(variables ?? '{}'))) expect(query).toContain(`$${name}:`)
  }
})

test('serves a page that loads only from us, with the token for our own browser', async () => {
  const api = await startApi({ config: { graphiql: true }, localToken: token })
  const page = await send(api, { headers: html })
  expect(page.status).toBe(200)
  expect(page.text).toContain(`"token":"${token}"`)
  expect(page.text).not.toMatch(/https?:\/\//)
  const policy = page.headers.get('content-security-policy')
  expect(policy).toContain("default-src 'none'; script-src 'self';")
  expect(policy).toContain(`connect-src 'self' ws://127.0.0.1:${api.port}`)
  expect(policy).toContain("frame-ancestors 'none'")
  expect(page.headers.get('x-frame-options')).toBe('DENY')
  expect(page.headers.get('cache-control')).toBe('no-store')
})

test('serves both assets, to be kept', async () => {
  const api = await startApi({ config: { graphiql: true } })
  const page = await send(api, { headers: html })
  const paths = [...page.text.matchAll(/"(\/graphql\/graphiql-[^"]+)"/g)].map((match) => match[1] ?? '')
  expect(paths).toHaveLength(2)
  for (const path of paths) {
    const asset = await send(api, { path, headers: { authorization: undefined } })
    expect(asset.status).toBe(200)
    expect(asset.text.length).toBeGreaterThan(10_000)
    expect(asset.headers.get('cache-control')).toContain('immutable')
  }
  expect((await send(api, { path: '/graphql/graphiql-0000000000000000.js' })).status).toBe(404)
})

test.each([
  ['in production', { production: true, graphiql: true }],
  ['when it listens beyond this machine', { host: '0.0.0.0', graphiql: true }],
])('gives no token away %s', async (_when, config) => {
  const api = await startApi({ config, localToken: token })
  const page = await send(api, { headers: html })
  expect(page.status).toBe(200)
  expect(page.text).not.toContain(token)
})

test('shows no page when GraphiQL is off', async () => {
  const api = await startApi({ localToken: token })
  const page = await send(api, { headers: html })
  expect([page.status, page.headers.get('content-type')]).toEqual([401, 'application/json; charset=utf-8'])
})
