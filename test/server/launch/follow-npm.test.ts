// A signal to npm alone reaches nobody but the shell npm started: the launcher is to stop all the same, and only then.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { followNpm } from '../../../server/launch/follow-npm.ts'

const byNpm = { npm_lifecycle_script: 'node server/launch/start.mjs' }

let gone: number
let parent: number

const follow = (env: NodeJS.ProcessEnv) => followNpm({ pid: 7, env, onGone: () => (gone += 1), parentPid: () => parent })

beforeEach(() => {
  vi.useFakeTimers()
  gone = 0
  parent = 7
})

afterEach(() => void vi.useRealTimers())

describe('a launcher that npm started', () => {
  it('stays while its parent does', () => {
    const stop = follow(byNpm)
    vi.advanceTimersByTime(60_000)
    stop()
    expect(gone).toBe(0)
  })

  it('is told once that its parent is gone', () => {
    follow(byNpm)
    parent = 1
    vi.advanceTimersByTime(60_000)
    expect(gone).toBe(1)
  })

  it('is told also when the parent went before anyone looked', () => {
    parent = 1
    follow(byNpm)
    vi.advanceTimersByTime(1000)
    expect(gone).toBe(1)
  })
})

describe('a launcher that something else started', () => {
  it.each([{}, { npm_lifecycle_script: 'vitest run' }])('stays when its parent goes, with %j', (env) => {
    follow(env)
    parent = 1
    vi.advanceTimersByTime(60_000)
    expect(gone).toBe(0)
  })
})
