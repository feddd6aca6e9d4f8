// Schedules of a server process: the clock that fires them, and those that agent files bring along.
import { operatorId } from '../auth/first-admin.ts'
import { homeWorkspace } from '../auth/user.ts'
import type { Viewer } from '../auth/viewer.ts'
import type { Product } from '../graphql/product.ts'
import { startScheduleClock } from '../schedules/clock.ts'
import { makeFileSchedules } from '../schedules/file-schedules.ts'
import type { Stop } from './parts.ts'

const operator: Viewer = { id: operatorId, name: 'admin', role: 'admin', workspace: homeWorkspace }

export function startSchedules({ scheduling, feed, registry, log }: Pick<Product, 'scheduling' | 'feed' | 'registry' | 'log'>): Stop {
  let making: Promise<unknown> = Promise.resolve()
  const make = () => {
    making = making
      .then(() => makeFileSchedules(scheduling, operator))
      .catch((error: unknown) => log.warn({ err: error }, 'schedules of agent files not made; trying again at the next change or start'))
  }
  make()
  const stopMaking = registry.onChange(make)
  const stopClock = startScheduleClock(scheduling, feed)
  return async () => {
    stopMaking()
    await Promise.all([stopClock(), making])
  }
}
