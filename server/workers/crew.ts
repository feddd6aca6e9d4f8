// Worker processes that are children of this one: kept at a number, replaced when they die, ended with us.
// Knows nothing of how many are needed or of what they do.
import { type ChildProcess, spawn } from 'node:child_process'
import type { Logger } from '../log.ts'
import { deathsInARow, pauseAfterDeaths } from './pause-after-deaths.ts'

export interface CrewOptions {
  /** The program: started with --role worker. */
  entry: string
  env: Readonly<Record<string, string | undefined>>
  log: Logger
  /** Before a dead one is replaced. */
  pause?: typeof pauseAfterDeaths
}

export interface Crew {
  /** Starts what is missing now and whenever one dies; never ends any. */
  keep(count: number): void
  /** Process ids of those that stay. */
  pids(): number[]
  /** This one goes by itself once it has drained, and is not replaced. */
  release(pid: number): void
  /** This one is to drain and go now, and is not replaced. */
  end(pid: number): void
  /** All drain at once; whoever takes longer than this is killed. Resolves when the last is gone. */
  stop(withinMs: number): Promise<void>
}

export function createCrew({ entry, env, log, pause = pauseAfterDeaths }: CrewOptions): Crew {
  const children = new Map<number, { child: ChildProcess; leaving: boolean }>()
  let wanted = 0
  let deaths: number[] = []
  let timer: NodeJS.Timeout | undefined
  let allGone: () => void = () => undefined

  const staying = () => [...children].flatMap(([pid, { leaving }]) => (leaving ? [] : [pid]))

  function fill(): void {
    clearTimeout(timer)
    const pauseMs = pause(deaths, Date.now())
    if (staying().length >= wanted) return
    if (pauseMs > 0) timer = setTimeout(fill, pauseMs)
    else while (staying().length < wanted && startOne());
  }

  /** False when the system refuses another process; that counts as a death. */
  function startOne(): boolean {
    const child = spawnWorker(entry, env)
    child.once('error', (error) => log.error({ err: error }, 'a worker process could not be started'))
    const { pid } = child
    if (pid === undefined) {
      bury('it could not be started')
      return false
    }
    children.set(pid, { child, leaving: false })
    log.info({ worker: pid }, 'worker process started')
    child.once('exit', (code, signal) => {
      const unexpected = !children.get(pid)?.leaving && code !== 0
      children.delete(pid)
      if (unexpected) bury(signal ?? `exit code ${code}`, pid)
      else fill()
      if (children.size === 0) allGone()
    })
    return true
  }

  function bury(reason: string, pid?: number): void {
    const now = Date.now()
    deaths = [...deaths.filter((at) => at > now - 60_000), now]
    tellDeath(log, { worker: pid, reason, deaths: deaths.length, pauseMs: pause(deaths, now) })
    fill()
  }

  function end(pid: number): void {
    const entryOf = children.get(pid)
    if (!entryOf) return
    entryOf.leaving = true
    entryOf.child.kill('SIGTERM')
  }

  return {
    keep: (count) => {
      wanted = count
      fill()
    },
    pids: staying,
    release: (pid) => {
      const entryOf = children.get(pid)
      if (entryOf) entryOf.leaving = true
    },
    end,
    stop: async (withinMs) => {
      wanted = 0
      clearTimeout(timer)
      const gone = new Promise<void>((resolve) => {
        allGone = resolve
      })
      for (const pid of children.keys()) end(pid)
      if (children.size === 0) return
      await forceUnless(gone, { withinMs, signal: (name) => children.forEach(({ child }) => void child.kill(name)) })
    },
  }
}

async function forceUnless(
  gone: Promise<void>,
  { withinMs, signal }: { withinMs: number; signal: (name: 'SIGTERM' | 'SIGKILL') => void },
): Promise<void> {
  const enough = setTimeout(() => signal('SIGKILL'), withinMs)
  // This process was told to end at once: for its children this is the second signal, too.
  const force = () => signal('SIGTERM')
  process.once('exit', force)
  await gone
  process.off('exit', force)
  clearTimeout(enough)
}

/**
 * In a group of its own: a terminal's Ctrl-C reaches this process alone, which asks its children exactly once.
 * The channel is there to break: that is how a child notices that this process was killed.
 */
function spawnWorker(entry: string, env: CrewOptions['env']): ChildProcess {
  return spawn(process.execPath, ['--enable-source-maps', entry, '--role', 'worker'], {
    env,
    detached: true,
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
}

function tellDeath(log: Logger, facts: { worker: number | undefined; reason: string; deaths: number; pauseMs: number }): void {
  if (facts.deaths >= deathsInARow)
    log.error(facts, 'worker processes keep dying: the next starts in a minute; their own lines above say why')
  else log.warn(facts, 'a worker process died and is replaced')
}
