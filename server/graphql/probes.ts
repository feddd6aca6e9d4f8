// /healthz says that the event loop turns; /readyz that the server can do work. Neither says why not: that is in the log.
import type { ServerResponse } from 'node:http'
import type { Logger } from '../log.ts'

const patienceMs = 2_000

export function answerAlive(res: ServerResponse): void {
  answer(res, 200, 'ok')
}

export interface ReadyOptions {
  health: () => Promise<boolean>
  isDraining: () => boolean
  log: Logger
}

export async function answerReady(res: ServerResponse, { health, isDraining, log }: ReadyOptions): Promise<void> {
  const ready = !isDraining() && (await within(health, log))
  answer(res, ready ? 200 : 503, ready ? 'ready' : 'not ready')
}

async function within(health: () => Promise<boolean>, log: Logger): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), patienceMs)
  })
  try {
    return await Promise.race([health(), late])
  } catch (error) {
    log.warn({ err: error }, 'not ready')
    return false
  } finally {
    clearTimeout(timer)
  }
}

function answer(res: ServerResponse, status: number, text: string): void {
  res.writeHead(status, {
    'content-type': 'application/json; charset=utf-8',
    'cache-control': 'no-store',
    ...(status === 503 && { 'retry-after': '2' }),
  })
  res.end(JSON.stringify({ status: text }))
}
