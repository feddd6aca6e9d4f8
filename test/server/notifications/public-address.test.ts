// Which addresses a user's webhook may lead to, and that the address checked is the address connected to.
import { request } from 'undici'
import { describe, expect, it } from 'vitest'
import { createGuardedAgent, isAllowedHost, isPublicAddress, RefusedAddress } from '../../../server/public-address.ts'
import { receiveHttp } from './receivers.ts'

const hook = await receiveHttp()

describe('an address', () => {
  it.each(['8.8.8.8', '1.1.1.1', '2606:4700::1111', '::ffff:8.8.8.8'])('%s is public', (address) => {
    expect(isPublicAddress(address)).toBe(true)
  })

  it.each([
    ...[
      '127.0.0.1',
      '127.9.9.9',
      '0.0.0.0',
      '10.0.0.1',
      '172.16.0.1',
      '192.168.1.1',
      '169.254.169.254',
      '100.100.100.200',
      '168.63.129.16',
      '224.0.0.1',
      '255.255.255.255',
      '240.0.0.1',
    ],
    ...[
      '::',
      '::1',
      '::ffff:127.0.0.1',
      '::ffff:169.254.169.254',
      '::7f00:1',
      'fe80::1',
      'fd00:ec2::254',
      'fec0::1',
      'ff02::1',
      '64:ff9b::7f00:1',
      '2002:7f00:1::',
      'example.com',
      '',
    ],
  ])('%s is not', (address) => {
    expect(isPublicAddress(address)).toBe(false)
  })
})

describe('a name', () => {
  const { port } = new URL(hook.url)
  type Resolve = NonNullable<Parameters<typeof createGuardedAgent>[0]>
  const leadingTo = (...addresses: string[]) =>
    ((_name: string, _options: object, done: (error: null, found: object[]) => void) =>
      done(
        null,
        addresses.map((address) => ({ address, family: 4 })),
      )) as unknown as Resolve

  it('that leads to a private address is refused, also when another of its addresses is public', async () => {
    for (const resolve of [leadingTo('127.0.0.1'), leadingTo('8.8.8.8', '127.0.0.1')]) {
      const agent = createGuardedAgent(resolve)
      await expect(request(`http://innocent.example:${port}/`, { dispatcher: agent })).rejects.toBeInstanceOf(RefusedAddress)
      await agent.destroy()
    }
    expect(hook.received).toEqual([])
  })

  it('is allowed with its port only', () => {
    expect(isAllowedHost(new URL('https://hooks.internal/x'), ['hooks.internal:443'])).toBe(true)
    expect(isAllowedHost(new URL('http://hooks.internal/x'), ['hooks.internal:443'])).toBe(false)
    expect(isAllowedHost(new URL('http://[::1]:8080/x'), ['[::1]:8080'])).toBe(true)
  })
})
