// Handing work to an agent in the mode for screen readers: which agent, its parameters one by one, and what came of it.
import { type FormState, valueOfForm } from '../forms/form-state.ts'
import { taskForm } from '../forms/forms.ts'
import { loadValidation } from '../forms/validate.ts'
import { agentSchema, agents as agentsOperation } from '../generated/operations.ts'
import { deliver } from '../live/deliver.ts'
import { fillForm } from './fill.ts'
import type { Talk } from './talk.ts'

const mostOffered = 9

/** False when nobody answers any more. */
export async function handOver(talk: Talk): Promise<boolean> {
  const name = await chooseAgent(talk)
  if (name === undefined) return true
  const { agent } = await talk.client.request(agentSchema, { name })
  if (!agent) throw new Error(`there is no agent ${name} any more`)
  await loadValidation()
  const form = await fillForm(talk, taskForm(agent), Date.now)
  if (form) return send(talk, form)
  talk.say('Nothing was done.')
  return true
}

export async function send({ client, say }: Talk, form: FormState): Promise<boolean> {
  const { text } = await deliver(client, form, valueOfForm(form, Date.now()).value)
  say(`${text}.`)
  return true
}

async function chooseAgent({ client, say, ask }: Talk): Promise<string | undefined> {
  const words = await ask('Name of an agent, or a word about what it does:')
  if (!words) return undefined
  const { agents } = await client.request(agentsOperation, {})
  const exact = agents.find(({ name }) => name === words)
  if (exact) return exact.name
  const wanted = words.toLowerCase()
  const found = agents.filter(({ name, description }) => `${name} ${description}`.toLowerCase().includes(wanted)).slice(0, mostOffered)
  if (found.length === 0) say(`No agent has to do with ${words}.`)
  for (const [index, { name, description }] of found.entries()) say(`${index + 1}. ${name}: ${description}`)
  return found.length === 0 ? undefined : found[Number(await ask('Number:')) - 1]?.name
}
