// What a task or a run tells to whom: before its end those that will be told, after it what came of each.

import { shownAddress } from '../../notifications/target.ts'
import type { DeliveryDoc } from '../../queue/deliveries.ts'
import type { NotifyTarget } from '../../queue/task.ts'
import type { Context } from '../context.ts'

interface Telling {
  _id: string
  notify?: NotifyTarget[]
}

export async function notificationsOf({ _id, notify = [] }: Telling, ended: boolean, { load }: Context) {
  const sent = (await load.deliveries.load(_id)).map(toSent)
  return ended ? sent : [...sent, ...notify.map(toWaiting)]
}

function toSent(delivery: DeliveryDoc) {
  return {
    target: shownAddress(delivery),
    kind: delivery.kind,
    status: delivery.status === 'PENDING' ? ('SENDING' as const) : delivery.status,
    attempts: delivery.attempts,
    lastError: delivery.lastError ?? null,
    deliveredAt: delivery.deliveredAt ?? null,
  }
}

function toWaiting(target: NotifyTarget) {
  return { target: shownAddress(target), kind: target.kind, status: 'WAITING' as const, attempts: 0, lastError: null, deliveredAt: null }
}
