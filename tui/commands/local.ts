// What concerns this machine: starting and stopping Capstan here, and finding out what keeps it from working.
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { ApiError } from '../client/api-error.ts'
import { cliAgents, cliMe, cliWorkers } from '../generated/operations.ts'
import { argument, type CommandSpec, isSet, textOf } from './command.ts'
import { type ExitCode, exitCodes } from './exit-codes.ts'
import { type Io, printRows } from './io.ts'
import { packageRoot } from './package-root.ts'

/** The script takes over the terminal; its exit code is ours. */
function runScript(
  io: Io,
  script: string,
  { args = [], env = {} }: { args?: string[]; env?: { [name: string]: string } },
): Promise<ExitCode> {
  return new Promise((resolve, reject) => {
    const path = join(packageRoot(), 'server', 'launch', script)
    const child = spawn(process.execPath, [path, ...args], { stdio: 'inherit', env: { ...io.environment, ...env } })
    // Ctrl-C reaches the child by itself; a signal to this process alone must reach it too.
    io.signal.addEventListener('abort', () => child.kill('SIGTERM'))
    child.once('error', reject)
    child.once('exit', (code) => resolve((code ?? exitCodes.interrupted) as ExitCode))
  })
}

interface Finding {
  check: string
  state: 'ok' | 'look' | 'wrong'
  found: string
  advice: string
}

type Check = (io: Io) => Promise<Finding>

const checkNode: Check = async () => {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  const ok = major > 20 || (major === 20 && minor >= 19)
  return { check: 'node', state: ok ? 'ok' : 'wrong', found: process.versions.node, advice: ok ? '' : 'install Node.js 20.19 or newer' }
}

const checkServer: Check = async ({ client }) => {
  const advice = 'start one with "npm start", or name another with --url'
  try {
    const { ok, status } = await fetch(new URL('/healthz', client.url), { signal: AbortSignal.timeout(3000) })
    return { check: 'server', state: ok ? 'ok' : 'wrong', found: `${client.url} answers ${status}`, advice: ok ? '' : 'look at its log' }
  } catch {
    return { check: 'server', state: 'wrong', found: `nobody answers at ${client.url}`, advice }
  }
}

const checkDatabase: Check = async ({ client }) => {
  try {
    const { ok } = await fetch(new URL('/readyz', client.url), { signal: AbortSignal.timeout(5000) })
    const advice = ok ? '' : 'see whether MongoDB runs and whether MONGODB_URL names it; the server comes back by itself'
    return { check: 'database', state: ok ? 'ok' : 'wrong', found: ok ? 'the server reaches it' : 'the server does not reach it', advice }
  } catch {
    return { check: 'database', state: 'look', found: 'unknown: no server to ask', advice: '' }
  }
}

const checkToken: Check = async ({ client }) => {
  try {
    const { me } = await client.request(cliMe, {})
    return { check: 'token', state: 'ok', found: `${me.name}, ${me.role} in ${me.workspace.id}`, advice: '' }
  } catch (error) {
    const refused = error instanceof ApiError
    const advice = refused ? 'log in with "capstan login", set CAPSTAN_TOKEN, or run in the folder of the data folder' : ''
    return { check: 'token', state: refused ? 'wrong' : 'look', found: refused ? error.message : 'unknown: no server to ask', advice }
  }
}

const checkAgents: Check = async ({ client }) => {
  try {
    const { agents, agentProblems } = await client.request(cliAgents, {})
    const away = agents.filter(({ available }) => !available)
    const [problem] = agentProblems
    const found = `${agents.length - away.length} of ${agents.length} available`
    if (problem)
      return {
        check: 'agents',
        state: 'wrong',
        found: `${problem.file}: ${problem.message}`,
        advice: 'mend the file; it is read again at once',
      }
    const reasons = [...new Set(away.map(({ name, unavailableReason }) => `${name}: ${unavailableReason ?? 'switched off'}`))].slice(0, 3)
    return { check: 'agents', state: away.length > 0 ? 'look' : 'ok', found, advice: reasons.join('; ') }
  } catch {
    return { check: 'agents', state: 'look', found: 'unknown: no server to ask', advice: '' }
  }
}

const checkWorkers: Check = async ({ client }) => {
  try {
    const { workers } = await client.request(cliWorkers, {})
    const active = workers.filter(({ status }) => status === 'ACTIVE')
    const advice = active.length > 0 ? '' : 'start one with "npm run server -- --role worker"'
    return {
      check: 'workers',
      state: active.length > 0 ? 'ok' : 'wrong',
      found: active.length === 1 ? '1 takes tasks' : `${active.length} take tasks`,
      advice,
    }
  } catch {
    return { check: 'workers', state: 'look', found: 'unknown: no server to ask', advice: '' }
  }
}

const checkSlack: Check = async ({ environment }) => {
  const port = environment['BOT_PORT'] ?? '4100'
  try {
    const { ok } = await fetch(`http://127.0.0.1:${port}/healthz`, { signal: AbortSignal.timeout(2000) })
    return { check: 'slack', state: ok ? 'ok' : 'wrong', found: `the bot answers on port ${port}`, advice: ok ? '' : 'look at its log' }
  } catch {
    const set = environment['SLACK_BOT_TOKEN'] !== undefined
    const found = set ? 'SLACK_BOT_TOKEN is set, but no bot answers' : 'not set up'
    return {
      check: 'slack',
      state: set ? 'wrong' : 'look',
      found,
      advice: set ? 'start it with "npm run bot"' : 'docs/slack.md says how; nothing else needs it',
    }
  }
}

const checks = [checkNode, checkServer, checkDatabase, checkToken, checkAgents, checkWorkers, checkSlack]

export const agentFileCommands: readonly CommandSpec[] = [
  {
    words: 'agent new',
    takes: '<name>',
    summary: 'Make the file of a new agent in the agents folder, valid as it is.',
    options: [
      {
        flags: '--kind <kind>',
        summary: 'how it runs',
        choices: ['model', 'command', 'process', 'http', 'webhook', 'email', 'slack'],
        default: 'model',
      },
    ],
    examples: ['agent new tea-expert', 'agent new converter --kind command'],
    run: (io, call) => runScript(io, 'agent.mjs', { args: ['new', argument(call), '--kind', textOf(call, 'kind') ?? 'model'] }),
  },
  {
    words: 'agent check',
    takes: '<agent>',
    summary: 'Say everything that is wrong with the file of an agent, and try it out.',
    options: [
      { flags: '--parameters <json>', summary: 'to try it with; made from its schema when left out' },
      { flags: '--no-run', summary: 'do not try it out' },
    ],
    examples: ['agent check tea-expert', 'agent check ./agent-configs/tea-expert.yaml --parameters \'{"topic": "Oolong"}\''],
    run: (io, call) => {
      const parameters = textOf(call, 'parameters')
      const given = parameters === undefined ? [] : ['--parameters', parameters]
      const quiet = call.options['run'] === false ? ['--no-run'] : []
      return runScript(io, 'agent.mjs', { args: ['check', argument(call), ...given, ...quiet] })
    },
  },
]

export const localCommands: readonly CommandSpec[] = [
  {
    words: 'up',
    summary: 'Start Capstan on this machine: database, server, workers, and the bot when Slack is set up.',
    options: [
      { flags: '--agents <names>', summary: 'run the tasks of these agents alone, for example copywriter,editor' },
      { flags: '--debug', summary: 'log what happens in detail' },
      { flags: '--port <number>', summary: 'of the API' },
    ],
    examples: ['up', 'up --agents copywriter,editor --debug'],
    run: (io, call) => {
      const [agents, port] = [textOf(call, 'agents'), textOf(call, 'port')]
      const env = {
        ...(agents !== undefined && { CAPSTAN_AGENTS: agents }),
        ...(isSet(call, 'debug') && { LOG_LEVEL: 'debug' }),
        ...(port !== undefined && { PORT: port }),
      }
      return runScript(io, 'server.mjs', { args: ['--role', 'all'], env })
    },
  },
  {
    words: 'stop',
    summary: 'Stop what was started in this data folder: running tasks get 30 seconds.',
    options: [{ flags: '--force', summary: 'at once; other workers take the tasks over, or the next start does' }],
    examples: ['stop', 'stop --force'],
    run: (io, call) => runScript(io, 'stop.mjs', { args: isSet(call, 'force') ? ['--force'] : [] }),
  },
  {
    words: 'doctor',
    summary: 'Check node, server, database, token, agents, workers and Slack, and say what to do.',
    examples: ['doctor'],
    run: async (io) => {
      const findings: Finding[] = []
      for (const check of checks) findings.push(await check(io))
      printRows(io, findings, {
        columns: [
          { title: 'CHECK', of: ({ check }) => check },
          { title: 'STATE', of: ({ state }) => state, color: (text) => ({ ok: 32, look: 33, wrong: 31 })[text] },
          { title: 'FOUND', of: ({ found }) => found },
          { title: 'WHAT TO DO', of: ({ advice }) => advice, grows: true },
        ],
        empty: '',
      })
      const noServer = findings.some(({ check, state }) => check === 'server' && state === 'wrong')
      if (noServer) return exitCodes.noServer
      return findings.some(({ state }) => state === 'wrong') ? exitCodes.failed : exitCodes.done
    },
  },
]
