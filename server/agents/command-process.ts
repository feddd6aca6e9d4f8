// One child process with its whole group: started without a shell, fed, read line by line, limited, ended. Knows nothing of agents.
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import { resolve as resolvePath } from 'node:path'
import { groupUse } from './group-use.ts'

const lookEveryMs = 500
const stderrTailChars = 4_000

export interface CommandSpec {
  command: readonly string[]
  folder: string
  env: Record<string, string>
  input: string
  maxMemoryMb: number
  maxCpuSeconds?: number | undefined
  maxOutputBytes: number
  graceMs: number
  signal: AbortSignal
  onLine(text: string): void
}

export type CommandEnd =
  | { reason: 'exited'; code: number | null; killedBy: string | null; stderrTail: string }
  | { reason: 'not-started'; detail: string }
  | { reason: EndedBecause }

type EndedBecause = 'aborted' | 'memory' | 'cpu' | 'output'

export async function spawnCommand(spec: CommandSpec): Promise<CommandEnd> {
  if (spec.signal.aborted) return { reason: 'aborted' }
  const child = startGroup(spec)
  const group = createGroup(child, spec.graceMs)
  const onAbort = (): void => group.end('aborted')
  spec.signal.addEventListener('abort', onAbort, { once: true })
  const poll = setInterval(() => void checkUse(child, spec, group), lookEveryMs)
  const stderrTail = keepTail(child)
  readLines(child, spec, group)
  child.stdin.on('error', () => undefined)
  child.stdin.end(`${spec.input}\n`)
  try {
    return await ended(child, { stderrTail, because: group.because })
  } finally {
    clearInterval(poll)
    spec.signal.removeEventListener('abort', onAbort)
    group.killRest()
  }
}

/** Without a shell, and as the first of a process group of its own. */
export function startGroup({ command, folder, env }: Pick<CommandSpec, 'command' | 'folder' | 'env'>): ChildProcessWithoutNullStreams {
  const [program = '', ...args] = command
  const child = spawn(program.includes('/') ? resolvePath(program) : program, args, { cwd: folder, env, detached: true, stdio: 'pipe' })
  endWithUs(child)
  return child
}

const ours = new Set<ChildProcessWithoutNullStreams>()

/** When this process ends at once, its programs do as well: others begin their tasks anew. */
function endWithUs(child: ChildProcessWithoutNullStreams): void {
  if (!process.listeners('exit').includes(endOurs)) process.once('exit', endOurs)
  ours.add(child)
  child.once('exit', () => ours.delete(child))
}

function endOurs(): void {
  for (const child of ours) endGroup(child, 'SIGKILL')
}

function ended(
  child: ChildProcessWithoutNullStreams,
  { stderrTail, because }: { stderrTail: () => string; because: () => EndedBecause | undefined },
): Promise<CommandEnd> {
  return new Promise((resolve) => {
    child.on('error', (error) => resolve({ reason: 'not-started', detail: describeStart(error) }))
    child.once('close', (code, killedBy) => {
      const reason = because()
      resolve(reason ? { reason } : { reason: 'exited', code, killedBy, stderrTail: stderrTail() })
    })
    // A grandchild that keeps the pipes open would otherwise hold the run for ever.
    child.once('exit', () => endGroup(child, 'SIGKILL'))
  })
}

/** What the system says of a program that cannot be started, in words. */
export function describeStart({ code, message }: NodeJS.ErrnoException): string {
  if (code === 'ENOENT') return 'there is no such program'
  return code === 'EACCES' ? notExecutable : message
}

const notExecutable = 'it is not executable'

/** The same with what to do about it. */
export function explainStart(program: string | undefined, detail: string): string {
  const remedy = detail === notExecutable ? 'Allow it with chmod +x' : 'Install it'
  return `The program "${program}" cannot be started: ${detail}. ${remedy} or correct execution.command.`
}

interface Group {
  end(reason: EndedBecause): void
  killRest(): void
  because(): EndedBecause | undefined
}

function createGroup(child: ChildProcessWithoutNullStreams, graceMs: number): Group {
  let because: EndedBecause | undefined
  let force: NodeJS.Timeout | undefined
  return {
    because: () => because,
    end(reason) {
      if (because) return
      because = reason
      endGroup(child, reason === 'aborted' ? 'SIGTERM' : 'SIGKILL')
      if (reason === 'aborted') force = setTimeout(() => endGroup(child, 'SIGKILL'), graceMs)
    },
    killRest() {
      clearTimeout(force)
    },
  }
}

/** A negative id names the whole group; it is gone already when everyone in it has ended. */
export function endGroup(child: ChildProcessWithoutNullStreams, signal: 'SIGTERM' | 'SIGKILL'): void {
  if (child.pid === undefined) return
  try {
    process.kill(-child.pid, signal)
  } catch (error) {
    // EPERM is what macOS says of a group in which everyone has ended already.
    if (!['ESRCH', 'EPERM'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error
  }
}

async function checkUse(child: ChildProcessWithoutNullStreams, spec: CommandSpec, group: Group): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null) return
  const { memoryBytes, cpuMs } = await groupUse(child.pid)
  if (memoryBytes > spec.maxMemoryMb * 1024 * 1024) group.end('memory')
  if (spec.maxCpuSeconds !== undefined && cpuMs > spec.maxCpuSeconds * 1000) group.end('cpu')
}

function readLines(child: ChildProcessWithoutNullStreams, spec: CommandSpec, group: Group): void {
  let begun: string[] = []
  let bytes = 0
  const count = (chunk: Buffer): void => {
    bytes += chunk.length
    if (bytes > spec.maxOutputBytes) group.end('output')
  }
  const decoder = new TextDecoder()
  child.stderr.on('data', count)
  child.stdout.on('data', (chunk: Buffer) => {
    count(chunk)
    if (group.because() === 'output') return
    const [first = '', ...more] = decoder.decode(chunk, { stream: true }).split('\n')
    // Only what is new is searched: a long line comes in thousands of pieces.
    begun.push(first)
    const last = more.pop()
    if (last === undefined) return
    const lines = [begun.join(''), ...more]
    begun = [last]
    lines.filter((line) => line.trim() !== '').forEach(spec.onLine)
  })
  child.stdout.once('end', () => {
    const rest = begun.join('')
    if (rest.trim() !== '' && group.because() === undefined) spec.onLine(rest)
  })
}

function keepTail(child: ChildProcessWithoutNullStreams): () => string {
  let tail = ''
  child.stderr.on('data', (chunk: Buffer) => {
    tail = (tail + chunk.toString()).slice(-stderrTailChars)
  })
  return () => tail
}
