// Lets a model keep files while it works; those it wrote become artifacts of its task.
import { extname } from 'node:path'
import { z } from 'zod'
import type { ArtifactInput } from '../adapter.ts'
import type { TaskFolder } from './task-folder.ts'
import { defineTool, type Tool } from './tool.ts'

const path = z.string().min(1).describe("A path inside the task's own folder, such as report.md or data/rows.csv.")

const contentTypes: Readonly<Record<string, string>> = {
  '.csv': 'text/csv',
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.json': 'application/json',
  '.md': 'text/markdown',
  '.svg': 'image/svg+xml',
  '.xml': 'application/xml',
  '.yaml': 'application/yaml',
  '.yml': 'application/yaml',
}

export function readFileTool(folder: TaskFolder): Tool {
  return defineTool({
    name: 'read_file',
    description: "Reads a text file from the task's own folder.",
    input: z.object({ path }),
    run: (input) => folder.read(input.path),
  })
}

export function writeFileTool(folder: TaskFolder): Tool {
  return defineTool({
    name: 'write_file',
    description: "Writes a text file into the task's own folder. People get every file written here with the result.",
    input: z.object({ path, content: z.string(), append: z.boolean().default(false).describe('Adds to the end instead of replacing.') }),
    run: async (input) => `"${input.path}" now has ${await folder.write(input.path, input.content, input)} bytes`,
  })
}

export async function writtenArtifacts(folder: TaskFolder): Promise<ArtifactInput[]> {
  return (await folder.written()).map((file) => ({
    name: file.path,
    contentType: contentTypes[extname(file.path).toLowerCase()] ?? 'text/plain',
    data: file.data,
  }))
}
