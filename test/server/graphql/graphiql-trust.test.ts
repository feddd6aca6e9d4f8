// Who gets the token of this machine: a table of the kernel, and requests over a real socket.
import { createServer, type IncomingMessage } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { isLoopback, isOwnBrowser, ownerOf } from '../../../server/graphql/graphiql/trust.ts'

const v4 = `  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 0100007F:0FA0 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 100 1
   1: 0100007F:0FA0 0100007F:C350 01 00000000:00000000 00:00000000 00000000     0        0 101 1
   2: 0100007F:C350 0100007F:0FA0 01 00000000:00000000 00:00000000 00000000  1000        0 102 1
`
const v6 = `  sl  local_address                         remote_address                        st tx_queue rx_queue tr tm->when retrnsmt   uid
   0: 0000000000000000FFFF00000100007F:C351 0000000000000000FFFF00000100007F:0FA0 01 00000000:00000000 00:00000000 00000000  1001        0 103 1
   1: 00000000000000000000000001000000:C352 00000000000000000000000001000000:0FA0 01 00000000:00000000 00:00000000 00000000  1002        0 104 1
`
const server4 = { address: '127.0.0.1', port: 4000 }

test('finds the owner of the far end, not of ours', () => {
  expect(ownerOf(v4, { address: '127.0.0.1', port: 50_000 }, server4)).toBe(1000)
  expect(ownerOf(v4, { address: '::ffff:127.0.0.1', port: 50_000 }, server4)).toBe(1000)
  expect(ownerOf(v6, { address: '127.0.0.1', port: 50_001 }, server4)).toBe(1001)
  expect(ownerOf(v6, { address: '::1', port: 50_002 }, { address: '::1', port: 4000 })).toBe(1002)
})

test('knows no owner of a connection that is not listed', () => {
  expect(ownerOf(v4, { address: '127.0.0.1', port: 50_009 }, server4)).toBeUndefined()
  expect(ownerOf(v4, { address: '127.0.0.1', port: 50_000 }, { ...server4, port: 4001 })).toBeUndefined()
  expect(ownerOf('', { address: '127.0.0.1', port: 50_000 }, server4)).toBeUndefined()
})

test('tells loopback from look-alikes', () => {
  expect(['127.0.0.1', '127.9.9.9', '::1', '::ffff:127.0.0.1'].every(isLoopback)).toBe(true)
  expect(['128.0.0.1', '10.0.0.1', '::', '0.0.0.0', '127.0.0.1.evil.example', '::ffff:10.0.0.1'].some(isLoopback)).toBe(false)
})

let port = 0
const server = createServer((req: IncomingMessage, res) => {
  void isOwnBrowser(req).then((own) => res.end(own ? 'own' : 'other'))
})
beforeAll(async () => {
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  port = (server.address() as AddressInfo).port
})
afterAll(() => server.close())

function askWith(headers: Record<string, string>): Promise<string> {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value.replace('PORT', String(port))}\r\n`)
  return new Promise((resolve, reject) => {
    let answer = ''
    const socket = connect(port, '127.0.0.1', () => socket.write(`GET / HTTP/1.1\r\nConnection: close\r\n${lines.join('')}\r\n`))
    socket.on('data', (data) => (answer += data))
    socket.on('end', () => resolve(answer.split('\r\n\r\n')[1] ?? ''))
    socket.on('error', reject)
  })
}

test.each<Record<string, string>>([
  { host: '127.0.0.1:PORT' },
  { host: 'localhost:PORT' },
  { host: 'LOCALHOST:PORT', 'sec-fetch-site': 'none' },
  { host: '[::1]:PORT', 'sec-fetch-site': 'same-origin' },
])('trusts a browser of our own user: %j', async (headers) => {
  expect(await askWith(headers)).toBe('own')
})

test.each<Record<string, string>>([
  { host: 'evil.example:PORT' },
  { host: 'localhost.evil.example:PORT' },
  { host: 'localhost' },
  { host: 'localhost:1' },
  { host: '127.0.0.1:PORT', 'x-forwarded-for': '127.0.0.1' },
  { host: '127.0.0.1:PORT', forwarded: 'for=127.0.0.1' },
  { host: '127.0.0.1:PORT', 'sec-fetch-site': 'cross-site' },
  { host: '127.0.0.1:PORT', 'sec-fetch-site': 'same-site' },
])('does not trust %j', async (headers) => {
  expect(await askWith(headers)).toBe('other')
})
