// An MCP server over standard input and output. An argument makes it misbehave instead.
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js'
import { createServer } from './offer-tools.mjs'

const [habit] = process.argv.slice(2)
if (habit === 'crash') {
  process.stderr.write('no license found\n')
  process.exit(1)
}
if (habit === 'mute') setInterval(() => undefined, 1000)
else {
  if (habit === 'chatty') process.stdout.write('Welcome to the server!\n')
  if (habit === 'stubborn') process.on('SIGTERM', () => undefined)
  if (habit === 'stubborn') setInterval(() => undefined, 1000)
  await createServer().connect(new StdioServerTransport())
}
