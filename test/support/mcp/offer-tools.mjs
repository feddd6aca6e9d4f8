// The tools that the MCP servers of the tests offer, whichever way they are reached.
import { spawn } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js'
import { z } from 'zod'

const text = (words) => ({ content: [{ type: 'text', text: words }] })

export function createServer() {
  const server = new McpServer({ name: 'test', version: '1' })
  server.registerTool('echo', { description: 'Says it again.', inputSchema: { words: z.string() } }, async ({ words }) => text(words))
  server.registerTool('environment', { description: 'Shows what it sees.' }, async () => text(JSON.stringify(process.env)))
  server.registerTool('fail', { description: 'Fails.' }, async () => ({ ...text('the disk is on fire'), isError: true }))
  server.registerTool('picture', { description: 'Draws.' }, async () => ({
    content: [
      { type: 'text', text: 'A dot.' },
      { type: 'image', data: 'aGk=', mimeType: 'image/png' },
    ],
  }))
  server.registerTool('long', { description: 'Says much.' }, async () => text('x'.repeat(100_000)))
  server.registerTool('leave_child', { description: 'Starts a program that stays.' }, async () => {
    const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' })
    return text(String(child.pid))
  })
  server.registerTool('wait', { description: 'Never answers.' }, async () => {
    writeFileSync('waiting', '')
    return new Promise(() => undefined)
  })
  server.registerTool('exit', { description: 'Ends its own process.' }, async () => process.exit(3))
  return server
}
