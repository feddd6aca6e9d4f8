// schema.graphql -> server/graphql/generated/resolvers.ts. With --check: exit 1 when the file on disk is another one.

import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { codegen } from '@graphql-codegen/core'
import * as typescript from '@graphql-codegen/typescript'
import * as resolvers from '@graphql-codegen/typescript-resolvers'
import { parse } from 'graphql'

/** Types of the schema whose resolvers get one of our own shapes: 'Type': 'path from generated/#exported type'. */
const mappers = {
  Task: '../../queue/task.ts#TaskDoc',
  TaskVersion: '../resolvers/task.ts#VersionOf',
  TaskConnection: '../resolvers/connections.ts#TaskList',
  Agent: '../../agents/registry.ts#RegisteredAgent',
  Worker: '../../queue/worker-lease.ts#WorkerDoc',
  DeadLetter: '../../queue/dead-letter-store.ts#DeadLetterDoc',
  Event: '../../events/event-log.ts#EventRow',
  Artifact: '../../tasks/artifact-store.ts#StoredArtifact',
  Workspace: '../../tasks/workspaces.ts#WorkspaceDoc',
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

const fresh = await generate()
const onDisk = await readFile(target, 'utf8').catch(() => '')
if (process.argv.includes('--check')) {
  if (fresh !== onDisk) {
    process.stderr.write('server/graphql/generated/resolvers.ts does not match schema.graphql. Run "npm run codegen".\n')
    process.exit(1)
  }
} else if (fresh !== onDisk) {
  await mkdir(dirname(target), { recursive: true })
  await writeFile(target, fresh)
}
