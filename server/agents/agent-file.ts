// Reads one YAML file into an AgentConfig, or says everything that is wrong with it, with line numbers. Touches no disk.

import { resolve } from 'node:path'
import type { Document } from 'yaml'
import { isMap, isNode, isPair, LineCounter, parseDocument } from 'yaml'
import { z } from 'zod'
import { toAgentConfig } from './agent-file-config.ts'
import { type FileIssue, type IssuePath, toFileIssues } from './agent-file-issues.ts'
import { checkAgentFile } from './agent-file-rules.ts'
import { type AgentFile, agentFileSchema } from './agent-file-schema.ts'
import type { AgentConfig } from './config.ts'

export interface AgentFileViolation {
  line: number
  path: string
  message: string
}

export type AgentFileResult = { ok: true; config: AgentConfig } | { ok: false; violations: AgentFileViolation[] }

/** Words of a command that begin with ./ are files beside it in `folder`. */
export function parseAgentFile(text: string, folder = '.'): AgentFileResult {
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false })
  if (document.errors.length > 0) {
    return {
      ok: false,
      violations: document.errors.map((error) => ({
        line: lines.linePos(error.pos[0]).line,
        path: '',
        message: `is not valid YAML: ${error.message}`,
      })),
    }
  }
  const { file, issues } = read(document)
  if (file && issues.length === 0) return { ok: true, config: withPaths(toAgentConfig(file), folder) }
  const violations = issues.map((issue) => ({
    line: lineOf(document, lines, issue.path),
    path: issue.path.join('.'),
    message: issue.message,
  }))
  return { ok: false, violations: violations.sort((a, b) => a.line - b.line) }
}

function withPaths(config: AgentConfig, folder: string): AgentConfig {
  const { run } = config
  if (run.kind !== 'command' && run.kind !== 'process') return config
  const command = run.command.map((word) => (word.startsWith('./') ? resolve(folder, word) : word))
  return { ...config, run: { ...run, command } }
}

/** One line per violation: `line 4: limits.timeout: expected a duration ...`. */
export function formatViolations(violations: readonly AgentFileViolation[]): string {
  return violations.map(({ line, path, message }) => `line ${line}: ${path === '' ? '' : `${path}: `}${message}`).join('\n')
}

/** References inside the YAML can grow without end or point at themselves; both throw, at different depths. */
function read(document: Document): { file?: AgentFile; issues: FileIssue[] } {
  try {
    return validate(document.toJS() as unknown)
  } catch (error) {
    return { issues: [{ path: [], message: `cannot be read: ${(error as Error).message}` }] }
  }
}

function validate(value: unknown): { file?: AgentFile; issues: FileIssue[] } {
  const parsed = agentFileSchema.safeParse(value, { reportInput: true })
  if (!parsed.success) return { issues: toFileIssues(parsed.error.issues, knownKeys) }
  return { file: parsed.data, issues: checkAgentFile(parsed.data) }
}

function lineOf(document: Document, lines: LineCounter, path: IssuePath): number {
  for (let depth = path.length; depth > 0; depth--) {
    const offset = offsetOf(document, path.slice(0, depth))
    if (offset !== undefined) return lines.linePos(offset).line
  }
  return 1
}

/** The key's own place where there is one: a value may start lines below it. */
function offsetOf(document: Document, path: IssuePath): number | undefined {
  const parent = path.length > 1 ? document.getIn(path.slice(0, -1), true) : document.contents
  const key = path.at(-1)
  if (isMap(parent)) {
    const pair = parent.items.find((item) => isPair(item) && isNode(item.key) && item.key.toJSON() === key)
    return pair && isNode(pair.key) ? pair.key.range?.[0] : undefined
  }
  const node = document.getIn(path, true)
  return isNode(node) ? node.range?.[0] : undefined
}

function knownKeys(path: IssuePath): string[] {
  let current: z.core.$ZodType = agentFileSchema
  for (const part of path) {
    const found = options(current)
      .map((each) => step(each, part))
      .find((each) => each !== undefined)
    if (!found) return []
    current = found
  }
  return options(current).flatMap((each) => (each instanceof z.ZodObject ? Object.keys(each.shape) : []))
}

function step(schema: z.core.$ZodType, part: string | number): z.core.$ZodType | undefined {
  if (schema instanceof z.ZodObject) return schema.shape[part] as z.core.$ZodType | undefined
  return schema instanceof z.ZodArray ? schema.element : undefined
}

function options(schema: z.core.$ZodType): z.core.$ZodType[] {
  if (schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault || schema instanceof z.ZodOptional) return options(schema.unwrap())
  return schema instanceof z.ZodUnion ? schema.options.flatMap(options) : [schema]
}
