// Reads every YAML file of the agents folder and parses the ones that changed. Knows nothing of what stays served.
import { readdir, readFile } from 'node:fs/promises'
import { basename, extname, join } from 'node:path'
import { ConfigError } from '../config.ts'
import { formatViolations, parseAgentFile } from './agent-file.ts'
import type { AgentConfig } from './config.ts'

/** One file: what it says, or what is wrong with it. `name` is the agent the file name promises. */
export interface AgentFileReading {
  file: string
  name: string
  config?: AgentConfig
  message?: string
}

/** A file whose text did not change gives the same config object again, so that what is cached by it stays valid. */
export function createAgentFolder(dir: string): { read(): Promise<AgentFileReading[]> } {
  let known = new Map<string, { text: string; reading: AgentFileReading }>()
  return {
    async read() {
      const files = (await listFiles(dir)).sort()
      const texts = await Promise.all(files.map(async (file) => ({ file, text: await readFileIfThere(join(dir, file)) })))
      const next: typeof known = new Map()
      for (const { file, text } of texts) {
        if (text === undefined) continue
        const before = known.get(file)
        next.set(file, before?.text === text ? before : { text, reading: readAgentFile(dir, file, text) })
      }
      known = next
      return [...known.values()].map(({ reading }) => reading)
    },
  }
}

async function listFiles(dir: string): Promise<string[]> {
  try {
    return (await readdir(dir)).filter((file) => /\.ya?ml$/.test(file) && !file.startsWith('.'))
  } catch (error) {
    const reason = (error as Error).message
    throw new ConfigError(
      `The agents folder ${dir} cannot be read (${reason}). ` +
        'Create it, or set CAPSTAN_AGENTS_DIR to the folder that holds the YAML files.',
    )
  }
}

/** An editor may remove a file between listing and reading. */
async function readFileIfThere(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}

export function readAgentFile(dir: string, file: string, text: string): AgentFileReading {
  const name = basename(file, extname(file))
  const result = parseAgentFile(text, dir)
  if (!result.ok) return { file, name, message: formatViolations(result.violations) }
  if (result.config.name === name) return { file, name, config: result.config }
  const { name: written } = result.config
  return { file, name, message: `name is "${written}", expected "${name}" like the file; rename the agent, or the file to ${written}.yaml` }
}
