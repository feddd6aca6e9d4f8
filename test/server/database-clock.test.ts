// Promise: what depends on time follows the database's clock, whatever the clock of this machine says.
import { EventEmitter } from 'node:events'
import { expect, it } from 'vitest'
import { createDatabaseClock } from '../../server/database-clock.ts'

const start = Date.parse('2026-03-01T12:00:00Z')

/** A machine whose clock is ahead by `aheadMs`, and a database that is right. */
function createMachine(aheadMs = 0) {
  let passedMs = 0
  let ahead = aheadMs
  const driver = new EventEmitter()
  const clock = createDatabaseClock(driver, { wallMs: () => start + passedMs + ahead, steadyMs: () => 5000 + passedMs })
  return {
    clock,
    pass: (ms: number) => {
      passedMs += ms
    },
    jump: (ms: number) => {
      ahead += ms
    },
    /** The database's answer, read so much later than it was sent. */
    beat: (lateMs = 0, { reply = { isWritablePrimary: true }, tripMs = 1 }: { reply?: object; tripMs?: number } = {}) => {
      driver.emit('serverHeartbeatSucceeded', { duration: tripMs, reply: { ...reply, localTime: new Date(start + passedMs - lateMs) } })
    },
    offMs: () => clock.now().getTime() - start - passedMs,
  }
}

it('is the own clock while both agree to a quarter of a second, and before the database has said anything', () => {
  const machine = createMachine(200)
  expect(machine.offMs()).toBe(200)
  machine.beat()
  expect(machine.offMs()).toBe(200)
})

it('is the clock of the database on a machine that is ahead or behind', () => {
  for (const ahead of [30_000, -30_000, 3600_000]) {
    const machine = createMachine(ahead)
    machine.beat()
    machine.pass(1500)
    expect(machine.offMs()).toBe(0)
  }
})

it('follows no jump of the own clock, not even until the next heartbeat', () => {
  const machine = createMachine()
  machine.beat()
  machine.jump(3600_000)
  machine.pass(1900)
  expect(machine.offMs()).toBe(0)
  machine.jump(-7200_000)
  expect(machine.offMs()).toBe(0)
})

it('is not led astray by answers that were read late, or that come from another than the primary', () => {
  const machine = createMachine()
  machine.beat()
  machine.pass(2000)
  machine.beat(9000)
  machine.pass(2000)
  machine.beat(0, { reply: { isWritablePrimary: false, secondary: true } })
  machine.pass(2000)
  expect(machine.offMs()).toBe(0)
})

it('is not led astray by what a frozen process reads all at once when it wakes', () => {
  const machine = createMachine()
  machine.beat()
  machine.pass(2000)
  machine.beat()
  machine.pass(16_000)
  for (let late = 14_000; late >= 2000; late -= 2000) machine.beat(late)
  expect(machine.offMs()).toBe(0)
})

it('is not led astray by a line on which all answers take long', () => {
  const machine = createMachine()
  for (let beats = 0; beats < 5; beats++) {
    machine.pass(2000)
    machine.beat(800, { tripMs: 1600 })
  }
  expect(machine.offMs()).toBe(0)
})

it('goes on with the database when that is set to another time', () => {
  const machine = createMachine()
  machine.beat()
  for (let beats = 0; beats < 5; beats++) {
    machine.pass(2000)
    machine.beat(60_000)
  }
  expect(machine.offMs()).toBe(-60_000)
})

it('tells once how far the clock of the machine is off, and once that it is right again', () => {
  const machine = createMachine()
  const told: number[] = []
  machine.clock.watchSkew((aheadMs) => told.push(aheadMs))
  for (const step of [0, 30_000, 10, -30_010]) {
    machine.jump(step)
    machine.pass(2000)
    machine.beat()
  }
  expect(told).toEqual([30_000, 0])
})

it('tells somebody who asks late what holds now', () => {
  const machine = createMachine(-5000)
  machine.beat()
  const told: number[] = []
  machine.clock.watchSkew((aheadMs) => told.push(aheadMs))
  expect(told).toEqual([-5000])
})
