// What one Ctrl-C means, and what a second one.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { listenForStop } from '../../../server/launch/stop-signals.ts'

let heard: string[]
let stopListening: () => void

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: 0 })
  heard = []
  stopListening = listenForStop({ onStop: () => heard.push('stop'), onForce: () => heard.push('force') })
})

afterEach(() => {
  stopListening()
  vi.useRealTimers()
})

describe('stop signals', () => {
  it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('take %s as the wish to stop', (signal) => {
    process.emit(signal)
    expect(heard).toEqual(['stop'])
  })

  it('take what npm passes on of the same Ctrl-C for one', () => {
    process.emit('SIGINT')
    vi.setSystemTime(20)
    process.emit('SIGINT')
    expect(heard).toEqual(['stop'])
  })

  it('take a later one as the wish to stop by force', () => {
    process.emit('SIGINT')
    vi.setSystemTime(1000)
    process.emit('SIGINT')
    expect(heard).toEqual(['stop', 'force'])
  })

  it('mean nothing any more once nobody listens', () => {
    stopListening()
    expect(process.listenerCount('SIGHUP')).toBe(0)
  })
})
