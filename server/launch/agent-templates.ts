// What `capstan agent new` writes, for each way to run an agent. Every one is valid as it is; a test tries them.
import type { RunConfig } from '../agents/config.ts'

const head = (name: string, type: string, description: string) => `# yaml-language-server: $schema=./agent.schema.json
name: ${name}
team: MY_TEAM
type: ${type}
description: ${description}
`

const topic = `parameters:
  type: object
  required: [topic]
  properties:
    topic:
      type: string
      description: What it is about.
      minLength: 3
      examples: [Tea]
`

const limits = `limits:
  max_concurrent: 2
  rate_limit: 10/minute
  timeout: 5m
`

const words = (kind: string, rest: string) => `execution:
  kind: ${kind}
${rest}`

export const agentTemplates: { readonly [Kind in RunConfig['kind']]: (name: string) => string } = {
  model: (name) => `${head(name, 'writer', 'Writes a short text about a topic.')}capabilities: [CONTENT_WRITING]
${topic}output:
  type: object
  required: [text]
  properties:
    text: { type: string, description: The text. }
llm_config:
  provider: auto
  system_prompt: You write one clear paragraph about the topic you are given.
${limits}`,
  command: (name) =>
    `${head(name, 'program', 'Runs a program of yours with JSON on its input and lines of JSON from its output.')}${topic}${words(
      'command',
      `  command:
    - node
    - -e
    - |
      const { parameters } = JSON.parse(require('node:fs').readFileSync(0, 'utf8'))
      const say = (line) => console.log(JSON.stringify(line))
      say({ type: 'progress', fraction: 0.5, step: 'Half way' })
      say({ type: 'result', result: { text: 'Something about ' + parameters.topic } })
  max_memory_mb: 256
`,
    )}${limits}`,
  process: (name) =>
    `${head(name, 'program', 'Keeps a program of yours running and tells it one task after another.')}${topic}${words(
      'process',
      `  command:
    - node
    - -e
    - |
      const say = (line) => console.log(JSON.stringify(line))
      require('node:readline').createInterface({ input: process.stdin }).on('line', (text) => {
        const order = JSON.parse(text)
        if (order.type === 'ping') say({ type: 'pong' })
        if (order.type === 'run') say({ run: order.run, type: 'result', result: { text: 'Something about ' + order.parameters.topic } })
        if (order.type === 'stop') process.exit()
      })
  processes: 1
`,
    )}${limits}`,
  http: (name) =>
    `${head(name, 'remote', 'Hands its tasks to a service of yours by signed HTTP requests.')}${topic}${words(
      'http',
      `  url: http://127.0.0.1:8080/agent
`,
    )}${limits}`,
  webhook: (name) =>
    `${head(name, 'webhook', 'Tells another system by a signed message.')}${topic}${words(
      'webhook',
      `  url: https://example.com/hooks/capstan
  event_type: topic.chosen
`,
    )}risk: medium
${limits}`,
  email: (name) => `${head(name, 'mail', 'Sends a letter over the mail server of SMTP_URL.')}parameters:
  type: object
  required: [to, subject, text]
  properties:
    to: { type: array, minItems: 1, maxItems: 50, items: { type: string, format: email }, description: Who gets it. }
    subject: { type: string, minLength: 1, maxLength: 200, description: One line. }
    text: { type: string, minLength: 1, description: The letter. }
${words('email', '')}risk: high
${limits}`,
  slack: (name) => `${head(name, 'post', 'Posts to a Slack channel that the bot is a member of.')}parameters:
  type: object
  required: [text]
  properties:
    channel: { type: string, description: Where to; the channel below when left out. }
    text: { type: string, minLength: 1, maxLength: 40000, description: The message. }
${words('slack', `  channel: "#general"\n`)}risk: medium
${limits}`,
}
