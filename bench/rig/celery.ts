// Celery as a peer, on the Redis the other one uses: measured where the Python on the PATH has it, with the better of two pools.
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { root } from './places.ts'
import type { Rig } from './rig.ts'

/** Which is faster depends on the machine. */
const pools = [
  ['prefork', '4'],
  ['threads', '10'],
] as const

/** Tasks a second in the first moments of draining that many; undefined when Celery or a redis-server is not installed. */
export async function measureCelery(rig: Rig, { jobs, withinMs }: { jobs: number; withinMs: number }): Promise<number | undefined> {
  const redis = await rig.redis()
  if (!redis) return undefined
  const rates: number[] = []
  for (const pool of pools) {
    const rate = await drainedPerSecond(redis.port, [String(jobs), ...pool, String(withinMs / 1000)])
    if (rate !== undefined) rates.push(rate)
  }
  return rates.length > 0 ? Math.max(...rates) : undefined
}

async function drainedPerSecond(port: number, args: readonly string[]): Promise<number | undefined> {
  const program = join(root, 'bench', 'processes', 'celery_peer.py')
  const env = { ...process.env, BENCH_REDIS_PORT: String(port), PYTHONDONTWRITEBYTECODE: '1' }
  const child = spawn('python3', [program, ...args], { env, stdio: ['ignore', 'pipe', 'ignore'] })
  const ended = new Promise<number>((resolve) => child.once('error', () => resolve(1)).once('exit', (code) => resolve(code ?? 1)))
  const [output, code] = await Promise.all([text(child.stdout), ended])
  return code === 0 ? Number(JSON.parse(output).drainedPerSecond) : undefined
}
