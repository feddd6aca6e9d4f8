// Promise: what is delivered runs in its order, never more at once than there are places, and nothing begins once the engine stops.
import { expect, it, vi } from 'vitest'
import { silentLogger } from '../../../server/log.ts'
import { createEngine } from '../../../server/queue/agenda-engine.ts'
import { Handover } from '../../../server/queue/handover.ts'
import type { TaskDoc } from '../../../server/queue/task.ts'
import { patient } from '../../support/patience.ts'

const named = (...ids: string[]) => ids.map((_id) => ({ _id, startedAt: new Date() }) as TaskDoc)

function startedEngine({ capacity }: { capacity: number }) {
  const begun: string[] = []
  const ends = new Map<string, () => void>()
  const run = ({ _id }: TaskDoc) => {
    begun.push(_id)
    return new Promise<void>((resolve) => ends.set(_id, resolve))
  }
  const away: string[] = []
  const turnAway = (tasks: TaskDoc[]) => void away.push(...tasks.map(({ _id }) => _id))
  const engine = createEngine({ log: silentLogger, capacity, run, turnAway })
  return { engine, begun, away, end: (id: string) => ends.get(id)?.() }
}

it('fills its places, and each goes on with the next task when its own has ended', async () => {
  const { engine, begun, end } = startedEngine({ capacity: 2 })
  await engine.start()
  engine.deliver(named('a', 'b', 'c', 'd', 'e'))
  await vi.waitFor(() => expect(begun).toEqual(['a', 'b']), patient)
  end('b')
  await vi.waitFor(() => expect(begun).toEqual(['a', 'b', 'c']), patient)
  end('a')
  end('c')
  await vi.waitFor(() => expect(begun).toEqual(['a', 'b', 'c', 'd', 'e']), patient)
  end('d')
  end('e')
  engine.deliver(named('f'))
  await vi.waitFor(() => expect(begun.at(-1)).toBe('f'), patient)
  end('f')
  await engine.stop()
})

it('begins nothing more once it stops, and has stopped when what ran has ended', async () => {
  const { engine, begun, end } = startedEngine({ capacity: 1 })
  await engine.start()
  engine.deliver(named('a', 'b'))
  await vi.waitFor(() => expect(begun).toEqual(['a']), patient)
  const stopped = engine.stop()
  end('a')
  await stopped
  expect(begun).toEqual(['a'])
})

it('turns away what has found no place after a while', async () => {
  const { engine, begun, away, end } = startedEngine({ capacity: 1 })
  await engine.start()
  engine.deliver(named('a', 'b', 'c'))
  await vi.waitFor(() => expect(away).toEqual(['b', 'c']), patient)
  end('a')
  engine.deliver(named('d'))
  await vi.waitFor(() => expect(begun).toEqual(['a', 'd']), patient)
  end('d')
  await engine.stop()
})

it('turns nobody away who has a place, was not asked for, or is left to whoever stops it', () => {
  const handover = new Handover(2)
  const [a, b, c, d] = named('a', 'b', 'c', 'd') as [TaskDoc, TaskDoc, TaskDoc, TaskDoc]
  handover.add([a, b, c, d])
  handover.hand()
  handover.begin('a')
  expect(handover.crowded).toBe(true)
  expect(handover.turnAway([a, b, c])).toEqual([c])
  expect(handover.turnAway([a, b, c])).toEqual([])
  expect([handover.next()?._id, handover.next()?._id, handover.crowded]).toEqual(['b', 'd', false])
  handover.add([c])
  handover.close()
  expect(handover.turnAway([c])).toEqual([])
})

it('begins no new job for what a working one will take, and hands a task that was given back out again', () => {
  const handover = new Handover(2)
  handover.add(named('a', 'b', 'c'))
  expect(handover.hand()?._id).toBe('a')
  handover.takeBack('a')
  expect([handover.hand()?._id, handover.hand()?._id, handover.hand()]).toEqual(['a', 'b', undefined])
  expect(handover.begin('a')?._id).toBe('a')
  expect(handover.wanted).toBe(false)
  expect(handover.next()?._id).toBe('c')
  handover.end()
  handover.add(named('d'))
  expect(handover.wanted).toBe(true)
})
