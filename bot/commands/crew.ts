// Agents, queue and workers: look and operate.
import type { Asking } from '../asking.ts'
import { renderAgent, renderAgents, renderQueue, renderQueueRun, renderWorkers } from '../blocks/crew.ts'
import { code, markup } from '../blocks/markup.ts'
import { renderNotice } from '../blocks/notice.ts'
import { Misunderstood } from '../explain.ts'
import {
  agent as agentQuery,
  agents as agentsQuery,
  drainWorker,
  me,
  queueStats,
  resetCircuit,
  resumeWorker,
  runQueue,
  setAgentEnabled,
  workers as workersQuery,
} from '../generated/operations.ts'
import { type CommandsOf, retype } from './command-handler.ts'
import { rest, unknownAgent } from './find.ts'

export const agentCommands: CommandsOf<'agent'> = {
  'agent.list': async (asking, command, page) => {
    const text = command.words.join(' ')
    const { agents } = await asking.ask(agentsQuery, {
      filter: { ...(text && { text }), ...(command.pairs['team'] && { team: command.pairs['team'] }) },
    })
    await asking.say(renderAgents({ agents, from: Number(page?.after ?? 0) || 0, command: retype(command) }))
  },
  'agent.show': async (asking, { words: [name] }) => showAgent(asking, needName(asking, name)),
  'agent.enable': async (asking, { words: [name] }) => switchAgent(asking, needName(asking, name), true),
  'agent.disable': async (asking, { words }) => switchAgent(asking, needName(asking, words[0]), false, rest(words)),
  'agent.reset': async (asking, { words: [name] }) => closeCircuit(asking, needName(asking, name)),
}

function needName({ prefix }: Asking, name: string | undefined): string {
  if (name) return name
  throw new Misunderstood(markup`Which agent? ${code(`${prefix} agents`)} shows them.`)
}

export async function showAgent(asking: Asking, name: string): Promise<void> {
  const { agent } = await asking.ask(agentQuery, { name })
  if (!agent) throw await unknownAgent(asking, name)
  await asking.say(renderAgent(agent))
}

export async function switchAgent(asking: Asking, name: string, enabled: boolean, reason?: string): Promise<void> {
  await asking.ask(setAgentEnabled, { name, enabled, reason: reason ?? null })
  await asking.say(
    renderNotice(
      enabled ? markup`\u25b6 ${code(name, 80)} is switched on.` : markup`\u23f8 ${code(name, 80)} is switched off; what runs may finish.`,
    ),
  )
}

export async function closeCircuit(asking: Asking, name: string): Promise<void> {
  await asking.ask(resetCircuit, { agent: name })
  await asking.say(renderNotice(markup`The circuit of ${code(name, 80)} is closed.`))
}

export const queueCommands: CommandsOf<'queue'> = {
  'queue.show': async (asking) => {
    const [{ queueStats: stats }, { me: viewer }] = await Promise.all([asking.ask(queueStats, {}), asking.ask(me, {})])
    await asking.say(renderQueue(stats, viewer.viewerCan.includes('OPERATE_QUEUE')))
  },
  'queue.run': async (asking, { pairs }) => {
    const { agent, max } = pairs
    const { runQueue: result } = await asking.ask(runQueue, {
      maxConcurrent: max ? Number(max) || null : null,
      ...(agent && { filter: { agent } }),
    })
    await asking.say(renderQueueRun(result))
  },
}

export const workerCommands: CommandsOf<'worker'> = {
  'worker.list': async (asking) => {
    const [{ workers }, { me: viewer }] = await Promise.all([asking.ask(workersQuery, {}), asking.ask(me, {})])
    await asking.say(renderWorkers(workers, viewer.viewerCan.includes('CONFIGURE')))
  },
  'worker.drain': async (asking, { words: [id] }) => drain(asking, workerIn(asking, id)),
  'worker.resume': async (asking, { words: [id] }) => resumeWork(asking, workerIn(asking, id)),
}

function workerIn({ prefix }: Asking, id: string | undefined): string {
  if (id) return id
  throw new Misunderstood(markup`Which worker? ${code(`${prefix} workers`)} shows them.`)
}

export async function drain(asking: Asking, id: string): Promise<void> {
  const { drainWorker: worker } = await asking.ask(drainWorker, { id })
  await asking.say(renderNotice(markup`${worker.host} finishes its ${worker.running} tasks and takes nothing new.`))
}

export async function resumeWork(asking: Asking, id: string): Promise<void> {
  const { resumeWorker: worker } = await asking.ask(resumeWorker, { id })
  await asking.say(renderNotice(markup`${worker.host} takes new work again.`))
}
