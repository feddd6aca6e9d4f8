// How long the launcher takes from its call until the server is ready, database included, when everything is there from the first time.
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { findFreePort } from '../server/launch/mongod-process.ts'
import { serverEnv, untilReady } from './rig/api-server.ts'
import { serverLauncher, shippedAgents } from './rig/places.ts'
import type { Rig } from './rig/rig.ts'
import { median } from './rig/statistics.ts'
import type { Measurement } from './row.ts'

export const restart: Measurement = {
  name: 'restart',
  async run(rig) {
    await startOnce(rig)
    const seconds: number[] = []
    for (let run = 0; run < rig.runs; run++) seconds.push(await startOnce(rig))
    return [{ what: 'second start to /readyz, with MongoDB', value: median(seconds), unit: 's', target: '< 5 s' }]
  },
}

async function startOnce(rig: Rig): Promise<number> {
  const port = await findFreePort(undefined)
  const env = serverEnv(rig, { port, agentsDir: shippedAgents, CAPSTAN_DATA_DIR: join(rig.folder, 'restart-data') })
  const began = performance.now()
  // Away from the repository, so that nobody's .env is read.
  const child = spawn(process.execPath, [serverLauncher, '--role', 'all'], { env, cwd: rig.folder, stdio: ['ignore', 'ignore', 'pipe'] })
  const output: Buffer[] = []
  child.stderr.on('data', (chunk: Buffer) => output.push(chunk))
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  const stop = async () => {
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM')
    await ended
  }
  rig.onStop(stop)
  try {
    await untilReady(`http://127.0.0.1:${port}`, ended)
  } catch (error) {
    throw new Error(`${(error as Error).message}\n${Buffer.concat(output).toString()}`)
  }
  const seconds = (performance.now() - began) / 1000
  await stop()
  return seconds
}
