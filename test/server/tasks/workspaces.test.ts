// Promise: what a workspace's admin sets holds in every process as soon as it has heard of it, and nothing is asked again and again.
import { expect, it, vi } from 'vitest'
import { createWorkspaceRules, type WorkspaceRules } from '../../../server/tasks/workspaces.ts'
import { admin, createTestEngine } from '../../support/engine.ts'
import { patient } from '../../support/patience.ts'

const engine = await createTestEngine()

/** Without the net that asks from time to time. */
async function listening(feed: Parameters<WorkspaceRules['start']>[0]) {
  const rules = createWorkspaceRules(engine.database)
  const net = vi.spyOn(globalThis, 'setInterval').mockReturnValueOnce(setTimeout(() => undefined, 0))
  const stop = await rules.start(feed)
  net.mockRestore()
  return { rules, stop }
}

it('rules that were changed elsewhere hold here once the feed has told of it', async () => {
  const { rules: here, stop } = await listening(engine.feed)
  expect(here.isManual(admin.workspace)).toBe(false)
  await engine.workspaces.update(admin, { manual: true })
  await vi.waitFor(() => expect(here.isManual(admin.workspace)).toBe(true), patient)
  stop()
})

it('rules that were changed while the feed had a gap hold here after it', async () => {
  let tellOfGap = () => {}
  const onGap = (listener: () => void) => {
    tellOfGap = listener
    return () => undefined
  }
  const { rules: here, stop } = await listening({ onEvent: () => () => undefined, onGap })
  await engine.workspaces.update(admin, { queueLimit: 7 })
  tellOfGap()
  await vi.waitFor(() => expect(here.queueLimit(admin.workspace)).toBe(7), patient)
  stop()
})
