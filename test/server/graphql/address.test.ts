import { expect, test } from 'vitest'
import { createAddressRule } from '../../../server/graphql/address.ts'

const request = (forwarded?: string) =>
  ({ headers: forwarded === undefined ? {} : { 'x-forwarded-for': forwarded }, socket: { remoteAddress: '10.0.0.9' } }) as Parameters<
    ReturnType<typeof createAddressRule>
  >[0]

test('without proxies of our own, what a request says of its address counts for nothing', () => {
  expect(createAddressRule(0)(request('1.2.3.4'))).toBe('10.0.0.9')
})

test('behind proxies it is what the outermost of them saw, never what stands left of it', () => {
  expect(createAddressRule(1)(request('6.6.6.6, 1.2.3.4'))).toBe('1.2.3.4')
  expect(createAddressRule(2)(request('6.6.6.6, 1.2.3.4, 10.0.0.2'))).toBe('1.2.3.4')
  expect([createAddressRule(1)(request()), createAddressRule(3)(request('1.2.3.4'))]).toEqual(['10.0.0.9', '10.0.0.9'])
})
