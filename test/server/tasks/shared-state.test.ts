// What agents of a workspace share: by name, for a while, and never with another workspace.
import { describe, expect, it } from 'vitest'
import { createSharedState } from '../../../server/tasks/shared-state-store.ts'
import { createTestEngine } from '../../support/engine.ts'

const engine = await createTestEngine()
const stateOf = createSharedState(engine)
const state = stateOf('default')
const hour = 3_600_000

describe('a shared value', () => {
  it('is what was last left under its key', async () => {
    await state.set('plan', { steps: [1, 2] }, hour)
    await state.set('plan', { steps: [1, 2, 3] }, hour)
    expect(await stateOf('default').get('plan')).toEqual({ steps: [1, 2, 3] })
    expect(await state.get('other')).toBeUndefined()
  })

  it('is seen in its own workspace only, whatever the key looks like', async () => {
    await stateOf('north').set('key', 'mine', hour)
    expect(await stateOf('south').get('key')).toBeUndefined()
    expect(await state.get('../north/key')).toBeUndefined()
  })

  it('is gone when its time is over', async () => {
    await state.set('brief', 1, -1)
    expect(await state.get('brief')).toBeUndefined()
  })

  it('has a limited size and a key of a limited length', async () => {
    await expect(state.set('big', 'x'.repeat(70_000), hour)).rejects.toThrow('the value of "big": expected at most 65536 bytes, got 70002')
    await expect(state.set('', 1, hour)).rejects.toThrow('expected a key of 1 to 200 characters, got 0')
    await expect(state.get('k'.repeat(201))).rejects.toThrow('expected a key of 1 to 200 characters, got 201')
  })
})
