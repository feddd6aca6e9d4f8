// How long tests wait for what has to come: on a machine that has much else to do, too. Nothing waits longer than it takes.

export const patienceMs = 60_000

/** For vi.waitFor and expect.poll. */
export const patient = { timeout: patienceMs, interval: 20 }
