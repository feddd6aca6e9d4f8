// The one notification of a whole run: whom it goes to, and what it says. Pure.
import type { Announcement } from '../queue/deliveries.ts'
import { isFinal, type NotifyTarget } from '../queue/task.ts'
import { endedSteps } from './open-run.ts'
import type { Plan } from './plan.ts'
import type { RunDoc } from './run.ts'
import type { RunPatch } from './run-store.ts'

const words = { SUCCEEDED: 'succeeded', FAILED: 'failed', CANCELLED: 'was cancelled' } as const

export function endingsOf({ run, patch, plan }: { run: RunDoc; patch: RunPatch; plan: Plan }): Announcement[] {
  const { status } = patch
  // What another run started is part of that run.
  if (run.parent || (status !== 'SUCCEEDED' && status !== 'FAILED' && status !== 'CANCELLED') || !isFinal(status)) return []
  const own = (run.notify ?? []).filter(({ on }) => on.includes(status))
  const stated = status === 'SUCCEEDED' ? plan.onSuccess.notify : status === 'FAILED' ? plan.onFailure.notify : []
  const targets = [...new Map([...own, ...stated].map((target) => [`${target.kind} ${target.address}`, target])).values()]
  return targets.map((target: NotifyTarget, index) => ({
    id: `${run._id}-${(patch.finishedAt ?? patch.movedAt).getTime().toString(36)}-${index}`,
    about: run._id,
    workspace: run.workspace,
    target: { kind: target.kind, address: target.address },
    said: { type: `workflow.${status.toLowerCase()}`, title: `${run._id} (${run.name}) ${words[status]}`, text: endText(run, patch) },
    expireAt: patch.expireAt ?? patch.movedAt,
  }))
}

export function endText({ createdAt, reason }: RunDoc, { status, steps, error, movedAt }: RunPatch): string {
  const seconds = Math.round((movedAt.getTime() - createdAt.getTime()) / 1000)
  const count = `${endedSteps(steps)} of ${steps.length} steps ended within ${seconds} s.`
  if (status === 'FAILED') return `${error?.message ?? 'It failed.'} ${count}`
  return status === 'CANCELLED' && reason ? `${reason} ${count}` : count
}
