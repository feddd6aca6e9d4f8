// schema.graphql -> the types of the resolvers, and the operations of the clients with theirs. The shape of an agent's file -> its JSON Schema.
// With --check: exit 1 when a file on disk is another one.

import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { codegen } from '@graphql-codegen/core'
import * as typescript from '@graphql-codegen/typescript'
import * as operations from '@graphql-codegen/typescript-operations'
import * as resolvers from '@graphql-codegen/typescript-resolvers'
import { build } from 'esbuild'
import { parse, print, visit } from 'graphql'

/** Types of the schema whose resolvers get one of our own shapes: 'Type': 'path from generated/#exported type'. */
const mappers = {
  Task: '../../queue/task.ts#TaskDoc',
  TaskVersion: '../resolvers/task.ts#VersionOf',
  TaskConnection: '../resolvers/connections.ts#TaskList',
  Agent: '../../agents/registry.ts#RegisteredAgent',
  Budget: '../../queue/budget.ts#BudgetDoc',
  Viewer: '../../auth/viewer.ts#Viewer as ViewerModel',
  User: '../../auth/user.ts#UserDoc',
  Membership: '../resolvers/identity.ts#MembershipView',
  ApiKey: '../../auth/api-keys.ts#ApiKeyDoc',
  Worker: '../../queue/worker-lease.ts#WorkerDoc',
  DeadLetter: '../../queue/dead-letter-store.ts#DeadLetterDoc',
  Event: '../../events/event-log.ts#EventRow',
  Artifact: '../../tasks/artifact-store.ts#StoredArtifact',
  Workspace: '../../tasks/workspaces.ts#WorkspaceDoc',
  Workflow: '../../workflows/run.ts#RunDoc as StoredRun',
  WorkflowStep: '../resolvers/workflow.ts#StepView',
  WorkflowTemplate: '../../workflows/template.ts#Template',
  WorkflowConnection: '../resolvers/workflow.ts#WorkflowList',
  Request: '../../queue/request-doc.ts#RequestDoc',
  RequestConnection: '../resolvers/request.ts#RequestList',
  Schedule: '../../schedules/schedule.ts#ScheduleDoc',
  Alert: '../../alerts/alert.ts#AlertDoc',
  AlertConnection: '../resolvers/alert.ts#AlertList',
  Bottlenecks: '../../performance/bottlenecks.ts#Bottlenecks as BottlenecksFound',
  ScheduleRun: '../../schedules/schedule.ts#RunDoc',
  ScheduleConnection: '../resolvers/schedule.ts#ScheduleList',
  ScheduleRunConnection: '../resolvers/schedule.ts#RunList',
  ResubmitResult: '../resolvers/dead-letter.ts#Resubmitted',
  LogConnection: '../resolvers/connections.ts#LogList',
  DeadLetterConnection: '../resolvers/connections.ts#DeadLetterList',
  EventConnection: '../resolvers/connections.ts#EventList',
}

const root = join(dirname(fileURLToPath(import.meta.url)), '../..')
const target = join(root, 'server/graphql/generated/resolvers.ts')

const config = {
  contextType: '../context.ts#Context',
  mappers,
  scalars: { ID: 'string', DateTime: 'Date', JSON: 'unknown' },
  enumsAsTypes: true,
  useTypeImports: true,
  emitLegacyCommonJSImports: false,
  importExtension: '.ts',
  strictScalars: true,
  skipTypename: true,
  immutableTypes: true,
  inputMaybeValue: 'T | null | undefined',
  maybeValue: 'T | null',
  resolverTypeWrapperSignature: 'Promise<T> | T',
  makeResolverTypeCallable: true,
}

const clientConfig = {
  scalars: { ID: 'string', DateTime: 'string', JSON: 'unknown' },
  enumsAsTypes: true,
  useTypeImports: true,
  strictScalars: true,
  skipTypename: true,
  immutableTypes: true,
  inputMaybeValue: 'T | null | undefined',
  maybeValue: 'T | null',
}

async function generate() {
  const body = await codegen({
    filename: target,
    schema: parse(await readFile(join(root, 'schema.graphql'), 'utf8')),
    documents: [],
    config: {},
    plugins: [{ typescript: config }, { resolvers: config }],
    pluginMap: { typescript, resolvers },
  })
  return `// Generated from schema.graphql by server/graphql/codegen.mjs. Run "npm run codegen" instead of editing it.\n${body}`
}

/** What a client asks, as text and as types: `bot/operations/*.graphql` -> `bot/generated/operations.ts`. */
async function generateClient(client) {
  const folder = join(root, client, 'operations')
  const files = (await readdir(folder).catch(() => [])).filter((file) => file.endsWith('.graphql')).sort()
  if (files.length === 0) return undefined
  const source = (await Promise.all(files.map((file) => readFile(join(folder, file), 'utf8')))).join('\n')
  const document = parse(source)
  const types = await codegen({
    filename: join(root, client, 'generated/operations.ts'),
    schema: parse(await readFile(join(root, 'schema.graphql'), 'utf8')),
    documents: [{ location: folder, document }],
    config: {},
    plugins: [{ operations: clientConfig }],
    pluginMap: { operations },
  })
  const head = `// Generated from schema.graphql and ${client}/operations by server/graphql/codegen.mjs. Run "npm run codegen" instead of editing it.`
  return [head, types.trim(), operationType, ...operationTexts(document), ''].join('\n\n')
}

const operationType = `/** The text of an operation, with the types of its answer and variables. */
export interface Operation<Data, Variables> {
  name: string
  text: string
  types?: (variables: Variables) => Data
}`

/** Every operation carries the fragments it uses, and those they use. */
function operationTexts({ definitions }) {
  const fragments = new Map(definitions.filter(({ kind }) => kind === 'FragmentDefinition').map((one) => [one.name.value, one]))
  return definitions
    .filter(({ kind }) => kind === 'OperationDefinition')
    .map((one) => {
      const kind = one.operation.charAt(0).toUpperCase() + one.operation.slice(1)
      const type = one.name.value.charAt(0).toUpperCase() + one.name.value.slice(1) + kind
      const text = [one, ...usedBy(one, fragments)].map(print).join('\n').replaceAll('`', '\\`').replaceAll('${', '\\${')
      const name = one.name.value.charAt(0).toLowerCase() + one.name.value.slice(1)
      return `export const ${name}: Operation<${type}, ${type}Variables> = {\n  name: '${one.name.value}',\n  text: \`${text}\`,\n}`
    })
}

function usedBy(definition, fragments, found = new Set()) {
  visit(definition, {
    enter({ kind, name }) {
      const fragment = kind === 'FragmentSpread' ? fragments.get(name.value) : undefined
      if (!fragment || found.has(fragment)) return
      found.add(fragment)
      usedBy(fragment, fragments, found)
    },
  })
  return [...found]
}

/** What editors check the YAML of an agent against. */
async function generateAgentSchema() {
  const settings = { bundle: true, write: false, platform: 'node', format: 'esm', packages: 'external', target: 'node20' }
  const { outputFiles } = await build({ ...settings, absWorkingDir: root, entryPoints: ['server/agents/agent-file-schema.ts'] })
  // Beside the sources, so that it finds the packages it needs.
  const module = join(root, 'server/agents', `.schema-${process.pid}.mjs`)
  await writeFile(module, outputFiles[0].contents)
  try {
    const { agentFileJsonSchema } = await import(pathToFileURL(module).href)
    return `${JSON.stringify(agentFileJsonSchema(), null, 2)}\n`
  } finally {
    await rm(module, { force: true })
  }
}

const targets = [
  [target, await generate()],
  [join(root, 'agent-configs/agent.schema.json'), await generateAgentSchema()],
  ...(await Promise.all(
    ['bot', 'tui'].map(async (client) => [join(root, client, 'generated/operations.ts'), await generateClient(client)]),
  )),
]
for (const [file, fresh] of targets) {
  const onDisk = await readFile(file, 'utf8').catch(() => '')
  if (fresh === undefined || fresh === onDisk) continue
  if (process.argv.includes('--check')) {
    process.stderr.write(`${relative(root, file)} does not match its source. Run "npm run codegen".\n`)
    process.exitCode = 1
  } else {
    await mkdir(dirname(file), { recursive: true })
    await writeFile(file, fresh)
  }
}
