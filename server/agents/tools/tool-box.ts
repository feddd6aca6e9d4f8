// The tools of one run: opened at its beginning, every call logged, masked and bounded, closed at its end.
import { rm } from 'node:fs/promises'
import { CapstanError } from '../../errors.ts'
import type { ArtifactInput, RunContext } from '../adapter.ts'
import { makeCommandFolder } from '../command-folder.ts'
import type { AgentConfig, ModelRun, ToolConfig } from '../config.ts'
import { createMasker } from '../secrets.ts'
import { calculatorTool } from './calculator-tool.ts'
import { callTool } from './call-tool.ts'
import { databaseQueryTool } from './database-query.ts'
import { readFileTool, writeFileTool, writtenArtifacts } from './files.ts'
import type { HttpFetch } from './http-fetch.ts'
import { connectMcp } from './mcp.ts'
import { createQueryStore } from './query-store.ts'
import { stateGetTool, stateSetTool } from './shared-state.ts'
import { createTaskFolder, type TaskFolder } from './task-folder.ts'
import { type Tool, ToolFailure } from './tool.ts'

export interface ToolBoxOptions {
  env: Readonly<Record<string, string | undefined>>
  httpFetch: HttpFetch
}

export interface ToolBox {
  tools: readonly Tool[]
  /** What the model reads of a call. Throws an Error whose message the model reads. */
  call(name: string, input: unknown): Promise<string>
  /** Files that were written become artifacts. */
  keepFiles(): Promise<void>
  close(): Promise<void>
}

export async function openToolBox(agent: AgentConfig, context: RunContext, options: ToolBoxOptions): Promise<ToolBox> {
  const closers: (() => Promise<unknown>)[] = []
  const close = async (): Promise<void> => {
    for (const end of closers.splice(0).reverse()) await end()
  }
  try {
    const folder = needsFolder(agent) ? await makeFolder(closers) : ''
    const files = createTaskFolder(folder)
    const tools = agent.tools.map((config) => createTool(config, { context, options, files, closers }))
    for (const server of (agent.run as ModelRun).mcp) {
      context.progress({ step: `Starting ${server.name}` })
      const { secrets, signal } = context
      const connection = await connectMcp(server, { folder, env: options.env, secrets, signal })
      closers.push(connection.close)
      tools.push(...connection.tools)
    }
    const mask = createMasker(Object.values(context.secrets))
    const known = withoutDoubles(tools, context)
    return {
      tools: [...known.values()],
      call: (name, input) => callTool(known.get(name) ?? missing(name, [...known.keys()]), input, { context, mask }),
      keepFiles: async () => {
        for (const artifact of await writtenArtifacts(files)) await saveArtifact(artifact, context)
      },
      close,
    }
  } catch (error) {
    await close()
    throw error
  }
}

async function saveArtifact(artifact: ArtifactInput, context: RunContext): Promise<void> {
  try {
    await context.saveArtifact(artifact)
  } catch (error) {
    if (!(error instanceof CapstanError)) throw error
    const message = `The file "${artifact.name}" was not kept: ${error.message}`
    throw new ToolFailure({ code: 'ARTIFACT_REFUSED', class: 'PERMANENT', message })
  }
}

function needsFolder({ tools, run }: AgentConfig): boolean {
  return (
    tools.some(({ name }) => name === 'read_file' || name === 'write_file') || (run as ModelRun).mcp.some(({ kind }) => kind === 'stdio')
  )
}

async function makeFolder(closers: (() => Promise<unknown>)[]): Promise<string> {
  const folder = await makeCommandFolder()
  closers.push(() => rm(folder, { recursive: true, force: true }))
  return folder
}

interface Parts {
  context: RunContext
  options: ToolBoxOptions
  files: TaskFolder
  closers: (() => Promise<unknown>)[]
}

function createTool(config: ToolConfig, { context, options, files, closers }: Parts): Tool {
  switch (config.name) {
    case 'calculator':
      return calculatorTool
    case 'read_file':
      return readFileTool(files)
    case 'write_file':
      return writeFileTool(files)
    case 'state_get':
      return stateGetTool(context.state)
    case 'state_set':
      return stateSetTool(context.state)
    case 'http_fetch':
      return options.httpFetch(config)
    case 'database_query': {
      const store = createQueryStore({ url: context.secrets[config.urlSecret] ?? '', database: config.database })
      closers.push(store.close)
      return databaseQueryTool(config, store)
    }
  }
}

/** Two MCP tools may become one name when it is cut to length. */
function withoutDoubles(tools: readonly Tool[], { log }: RunContext): Map<string, Tool> {
  const byName = new Map<string, Tool>()
  for (const tool of tools) {
    if (byName.has(tool.name)) log('warn', `There are two tools named ${tool.name}; only the first can be used.`)
    else byName.set(tool.name, tool)
  }
  return byName
}

/** What a model wants that does not exist is a call like any other: it fails and is logged. */
function missing(name: string, known: readonly string[]): Tool {
  const run = () => Promise.reject(new Error(`there is no tool "${name}"; there are: ${known.join(', ') || 'none'}`))
  return { name, description: '', input: {}, run }
}
