// One long-lived process of an agent: started, told tasks one at a time, asked for signs of life, limited, ended with its whole group.
// Who starts it again, and how often, is decided by its pool.
import type { ChildProcessWithoutNullStreams } from 'node:child_process'
import { rm } from 'node:fs/promises'
import { createInterface } from 'node:readline'
import type { AgentLine } from '../agent-line.ts'
import { makeCommandFolder } from '../command-folder.ts'
import { describeStart, endGroup, startGroup } from '../command-process.ts'
import type { ProcessRun } from '../config.ts'
import { type GroupUse, groupUse } from '../group-use.ts'
import type { Masker } from '../secrets.ts'
import { type Order, parseSaid } from './process-line.ts'

const pingMs = 10_000
const lookMs = 1_000
const stopMs = 5_000
const tailChars = 4_000
const shownTailChars = 2_000

export type MemberEnd = 'exited' | 'not-started' | 'memory' | 'cpu' | 'output' | 'silent' | 'stopped' | 'given-up'

/** What one run hears of its process. */
export interface Hearing {
  line(line: AgentLine): void
  log(text: string): void
  /** The process is gone; the run with it. */
  gone(why: MemberEnd, detail: string): void
}

export interface Vitals {
  pid: number
  memoryMb: number
  /** Share of a core since it was last looked at. */
  cpu: number
}

export interface MemberOptions {
  run: ProcessRun
  env: Record<string, string>
  start: Extract<Order, { type: 'start' }>
  mask: Masker
  onEnd(why: MemberEnd, detail: string): void
  log(text: string): void
}

export interface Member {
  readonly folder: string
  isFree(): boolean
  vitals(): Vitals
  /** Answers the function by which the run says that it has ended. */
  begin(order: Extract<Order, { type: 'run' }>, hearing: Hearing): () => void
  cancel(run: string): void
  /** At once, with everything it started. */
  kill(why: MemberEnd): void
  /** Asks it to end, and sees to it. */
  stop(): Promise<void>
}

interface CurrentRun {
  id: string
  hearing: Hearing
  /** What the process had used when it began; unknown for a moment, and without a limit. */
  cpuMsBefore?: number
}

export async function startMember(options: MemberOptions): Promise<Member> {
  const folder = await makeCommandFolder()
  return new Process(options, folder)
}

class Process implements Member {
  readonly folder: string
  readonly #options: MemberOptions
  readonly #child: ChildProcessWithoutNullStreams
  readonly #ended: Promise<void>
  readonly #looking: NodeJS.Timeout
  #current: CurrentRun | undefined
  /** Said since the last task began or ended. */
  #bytes = 0
  #why: MemberEnd | undefined
  #gone = false
  #heardAt = performance.now()
  #pingedAt = performance.now()
  #tail = ''
  #cpuMs = 0
  #lookedAt = performance.now()
  #vitals: Vitals

  constructor(options: MemberOptions, folder: string) {
    this.#options = options
    this.folder = folder
    this.#child = startGroup({ command: options.run.command, folder, env: options.env })
    this.#vitals = { pid: this.#child.pid ?? 0, memoryMb: 0, cpu: 0 }
    this.#child.stdin.on('error', () => undefined)
    this.#child.stderr.on('data', (chunk: Buffer) => {
      this.#tail = (this.#tail + chunk.toString()).slice(-tailChars)
      this.#count(chunk.length)
    })
    this.#child.stdout.on('data', (chunk: Buffer) => this.#count(chunk.length))
    createInterface({ input: this.#child.stdout }).on('line', (text) => this.#hear(text))
    this.#ended = this.#watchEnd()
    this.#looking = setInterval(() => void this.#checkUp(), Math.min(lookMs, options.run.unresponsiveMs / 3))
    this.#tell(options.start)
  }

  isFree(): boolean {
    return !this.#gone && this.#why === undefined && this.#current === undefined
  }

  vitals(): Vitals {
    return this.#vitals
  }

  begin(order: Extract<Order, { type: 'run' }>, hearing: Hearing): () => void {
    const current: CurrentRun = { id: order.run, hearing }
    this.#current = current
    this.#bytes = 0
    if (this.#options.run.maxCpuSeconds !== undefined) {
      void groupUse(this.#vitals.pid).then(({ cpuMs }) => {
        current.cpuMsBefore = cpuMs
      })
    }
    this.#tell(order)
    return () => {
      if (this.#current === current) this.#current = undefined
      this.#bytes = 0
    }
  }

  cancel(run: string): void {
    this.#tell({ type: 'cancel', run })
  }

  kill(why: MemberEnd): void {
    this.#why ??= why
    endGroup(this.#child, 'SIGKILL')
  }

  async stop(): Promise<void> {
    this.#why ??= 'stopped'
    this.#tell({ type: 'stop' })
    this.#child.stdin.end()
    const asking = setTimeout(() => endGroup(this.#child, 'SIGTERM'), stopMs / 2)
    const forcing = setTimeout(() => endGroup(this.#child, 'SIGKILL'), stopMs)
    await this.#ended
    clearTimeout(asking)
    clearTimeout(forcing)
  }

  #tell(order: Order): void {
    if (!this.#gone) this.#child.stdin.write(`${JSON.stringify(order)}\n`)
  }

  #watchEnd(): Promise<void> {
    return new Promise((resolve) => {
      const end = (why: MemberEnd, detail: string) => {
        if (this.#gone) return
        this.#gone = true
        clearInterval(this.#looking)
        endGroup(this.#child, 'SIGKILL')
        this.#current?.hearing.gone(why, detail)
        this.#options.onEnd(why, detail)
        void rm(this.folder, { recursive: true, force: true }).finally(resolve)
      }
      this.#child.once('error', (error) => end('not-started', describeStart(error)))
      this.#child.once('exit', (code, signal) => end(this.#why ?? 'exited', `${signal ?? `code ${code ?? 0}`}${this.#lastWords()}`))
    })
  }

  #lastWords(): string {
    const said = this.#options.mask(this.#tail).trim().slice(-shownTailChars)
    return said === '' ? '' : `: ${said}`
  }

  #hear(text: string): void {
    this.#heardAt = performance.now()
    if (this.#why !== undefined) return
    const current = this.#current
    const said = parseSaid(text)
    if (said.kind === 'life' || text.trim() === '') return
    if (said.kind === 'noise') (current ? current.hearing : this.#options).log(said.text)
    // What a cancelled run still says is nobody's business any more.
    else if (current && (said.run === undefined || said.run === current.id)) current.hearing.line(said.line)
  }

  #count(bytes: number): void {
    this.#bytes += bytes
    if (this.#bytes > this.#options.run.maxOutputBytes) this.kill('output')
  }

  /** Often while it works, with each ping while it has nothing to do. */
  async #checkUp(): Promise<void> {
    const { unresponsiveMs } = this.#options.run
    const began = performance.now()
    if (began - this.#heardAt > unresponsiveMs) return this.kill('silent')
    const pings = began - this.#pingedAt >= Math.min(pingMs, unresponsiveMs / 3) * 0.9
    if (pings) {
      this.#pingedAt = began
      this.#tell({ type: 'ping' })
    }
    if (pings || this.#current || this.#vitals.memoryMb === 0) this.#limit(await groupUse(this.#vitals.pid))
  }

  #limit({ memoryBytes, cpuMs }: GroupUse): void {
    const { maxMemoryMb, maxCpuSeconds } = this.#options.run
    const { pid } = this.#vitals
    const now = performance.now()
    this.#vitals = { pid, memoryMb: Math.round(memoryBytes / 1048576), cpu: Math.max(0, (cpuMs - this.#cpuMs) / (now - this.#lookedAt)) }
    this.#cpuMs = cpuMs
    this.#lookedAt = now
    if (this.#vitals.memoryMb > maxMemoryMb) this.kill('memory')
    const { cpuMsBefore } = this.#current ?? {}
    if (maxCpuSeconds !== undefined && cpuMsBefore !== undefined && cpuMs - cpuMsBefore > maxCpuSeconds * 1000) this.kill('cpu')
  }
}
