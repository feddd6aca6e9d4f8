// What searches in long lists offer: agents, templates, time zones, and the choices of a parameter.
import type { AllMiddlewareArgs, SlackOptionsMiddlewareArgs } from '@slack/bolt'
import type { PlainTextOption } from '@slack/types'
import { z } from 'zod'
import { type Asking, createAsking } from '../asking.ts'
import { option } from '../blocks/elements.ts'
import { parameterOf, searchChoices } from '../forms/inputs.ts'
import { searchAgents } from '../forms/run-form.ts'
import { toFields } from '../forms/schema-fields.ts'
import { agent as agentQuery, taskParameters, workflowTemplate, workflowTemplates } from '../generated/operations.ts'
import { searchZones } from '../home/time-zones.ts'
import type { Parts } from '../parts.ts'
import { type Meta, readMeta } from '../submissions/submission.ts'

type Args = SlackOptionsMiddlewareArgs<'block_suggestion'> & AllMiddlewareArgs

const bodySchema = z.object({
  user: z.object({ id: z.string(), team_id: z.string().optional() }),
  action_id: z.string(),
  block_id: z.string(),
  value: z.string().default(''),
  view: z.object({ private_metadata: z.string() }).optional(),
})

export function onSuggestions(parts: Parts) {
  return async ({ ack, body, context }: Args): Promise<void> => {
    const asked = bodySchema.safeParse(body).data
    const options = asked
      ? await suggest(parts, asked, context.teamId ?? '').catch((error: unknown) => {
          parts.log.warn({ err: error }, 'a search was not answered')
          return []
        })
      : []
    await ack({ options })
  }
}

async function suggest(
  parts: Parts,
  { user, action_id: action, block_id: block, value, view }: z.infer<typeof bodySchema>,
  team: string,
): Promise<PlainTextOption[]> {
  const person = { team: user.team_id ?? team, user: user.id }
  const asking = createAsking(parts, { person, key: '', say: async () => undefined })
  if (action === 'agent.choose' || action === 'agent.search') return searchAgents(asking, value)
  if (action === 'zone.choose') return searchZones(value)
  if (action === 'template.search') return searchTemplates(asking, value)
  const name = parameterOf(block)
  const field =
    name === undefined
      ? undefined
      : toFields(await schemaFor(asking, readMeta(view?.private_metadata ?? ''))).find((one) => one.name === name)
  return field ? searchChoices(field, value) : []
}

async function searchTemplates({ ask }: Asking, query: string): Promise<PlainTextOption[]> {
  const { workflowTemplates: templates } = await ask(workflowTemplates, {})
  const words = query.toLowerCase().split(/\s+/).filter(Boolean)
  return templates
    .filter(({ name, title }) => words.every((word) => `${name} ${title}`.toLowerCase().includes(word)) && name.length <= 150)
    .slice(0, 100)
    .map(({ name, title, description }) => option(title, name, description))
}

/** The form says what it is about; its schema is read again. */
async function schemaFor(asking: Asking, { agent, template, task, draft }: Meta): Promise<unknown> {
  if (agent) return (await asking.ask(agentQuery, { name: agent })).agent?.schema
  if (template) return (await asking.ask(workflowTemplate, { name: template })).workflowTemplate?.parameters
  if (task) return (await asking.ask(taskParameters, { id: task })).task?.agent?.schema
  const input = draft ? (await asking.parts.drafts.read(asking.person, draft))?.input : undefined
  if (input?.task?.agent) return schemaFor(asking, { agent: input.task.agent })
  return input?.workflow?.template ? schemaFor(asking, { template: input.workflow.template }) : undefined
}
