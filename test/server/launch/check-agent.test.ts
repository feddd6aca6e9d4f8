// Promise: `capstan agent new` makes a file that is right as it is, whatever the kind, and `capstan agent check` says what is wrong with
// a file and where, and tries out an agent whose run tells nobody else anything.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { agentTemplates } from '../../../server/launch/agent-templates.ts'
import { checkAgent, newAgent } from '../../../server/launch/check-agent.ts'
import { agentFileCommands } from '../../../tui/commands/local.ts'

let folder: string
let lines: string[]
let env: { [name: string]: string | undefined }
const kinds = Object.keys(agentTemplates)
const out = (line: string) => void lines.push(line)
const said = () => lines.join('\n')

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'capstan-agent-'))
  lines = []
  env = { PATH: process.env['PATH'], CAPSTAN_AGENTS_DIR: folder }
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const make = (name: string, kind = 'model') => newAgent({ name, kind, env, out })
const check = (target: string, parameters?: string, run = true) => checkAgent({ target, parameters, run, env, out })

function write(name: string, yaml: string): void {
  writeFileSync(join(folder, `${name}.yaml`), yaml)
}

/** Answers with what `body` says; `parameters` are there. */
function commandFile(body: string, more = ''): string {
  const script = `const { parameters } = JSON.parse(require('node:fs').readFileSync(0, 'utf8')); const say = (line) => console.log(JSON.stringify(line)); ${body}`
  return `name: mine\nteam: MY_TEAM\ntype: program\ndescription: A program of the test's own.\nexecution: { kind: command, command: [node, -e, ${JSON.stringify(script)}] }\n${more}`
}

describe('a new agent', () => {
  it('can be of every kind that the command line offers', () => {
    const [choices] = agentFileCommands.flatMap(({ options = [] }) =>
      options.flatMap((option) => ('choices' in option ? [option.choices] : [])),
    )
    expect(choices?.toSorted()).toEqual(kinds.toSorted())
  })

  it.each(kinds)('of the kind %s has a file that is right as it is, and runs when its run tells nobody anything', async (kind) => {
    expect(make('tea-expert', kind)).toBe(0)
    expect(said()).toContain('capstan agent check tea-expert')
    expect(await check('tea-expert')).toBe(0)
    expect(said()).toContain(`is a valid agent: tea-expert, MY_TEAM, runs as ${kind}.`)
    if (['model', 'command', 'process'].includes(kind))
      expect(said()).toMatch(/Trying it with \{"topic":"Tea"\}[\s\S]*\n\{\n[\s\S]*"text": "/)
    else expect(said()).toContain('Not tried out: its run tells somebody else something.')
  })

  it('gets no name that is taken', () => {
    const before = 'name: tea-expert\n'
    write('tea-expert', before)
    expect(make('tea-expert')).toBe(1)
    expect(said()).toContain('is there already; choose another name.')
    expect(readFileSync(join(folder, 'tea-expert.yaml'), 'utf8')).toBe(before)
    writeFileSync(join(folder, 'milk-expert.yml'), '')
    expect(make('milk-expert')).toBe(1)
  })

  it.each(['Tea Expert', '../tea', 'tea.yaml', ''])('gets no name such as "%s"', (name) => {
    expect(make(name)).toBe(2)
    expect(said()).toContain(`expected lower-case words joined by hyphens, such as tea-expert, got "${name}"`)
  })

  it('is of no kind that there is not', () => {
    expect(make('tea-expert', 'robot')).toBe(2)
    expect(said()).toContain('--kind: expected one of model, command, process, http, webhook, email, slack, got "robot"')
  })

  it('needs a folder to be in', () => {
    env['CAPSTAN_AGENTS_DIR'] = join(folder, 'missing')
    expect(make('tea-expert')).toBe(1)
    expect(said()).toContain('set CAPSTAN_AGENTS_DIR to the folder that holds the YAML files')
  })
})

describe('checking an agent', () => {
  it('says everything that is wrong with its file, with lines', async () => {
    write(
      'mine',
      'name: mine\nteam: my team\ntype: program\ndescription: A program of mine.\nlimits:\n  timeout: soon\nllm_config:\n  system_promt: Hi\n',
    )
    expect(await check('mine')).toBe(1)
    expect(said()).toMatch(/mine\.yaml cannot be used:\n/)
    expect(said()).toContain('line 2: team: expected an upper-case word')
    expect(said()).toContain('line 6: limits.timeout: expected a duration')
    expect(said()).toContain('line 8: llm_config.system_promt: unknown key, did you mean "system_prompt"?')
  })

  it('refuses what the server would refuse: another name than that of the file, and secrets that are not listed', async () => {
    write('other', commandFile(''))
    expect(await check('other')).toBe(1)
    expect(said()).toContain('name is "mine", expected "other" like the file')
    const http = commandFile('').replace(
      /execution:.*/,
      "execution: { kind: http, url: 'https://example.com', headers: { x-key: '$${KEY}' } }".replace('$$', '$'),
    )
    write('mine', http)
    expect(await check('mine')).toBe(1)
    expect(said()).toContain("line 5: execution.headers.x-key: names the secret KEY, which is not among the agent's secrets; add it there")
  })

  it('finds it by its path, by its name and with the other ending', async () => {
    const yaml = commandFile(`say({ type: 'result', result: 'hello' })`)
    mkdirSync(join(folder, 'elsewhere'))
    writeFileSync(join(folder, 'elsewhere', 'mine.yaml'), yaml)
    expect(await check(join(folder, 'elsewhere', 'mine.yaml'))).toBe(0)
    expect(await check('mine')).toBe(1)
    expect(said()).toContain(`There is no file ${join(folder, 'mine.yaml')}. Make one with: capstan agent new mine`)
    writeFileSync(join(folder, 'mine.yml'), yaml)
    expect(await check('mine')).toBe(0)
  })

  it('shows what it says while it runs, and what it answers', async () => {
    write(
      'mine',
      commandFile(
        `say({ type: 'progress', fraction: 0.5, step: 'Half way' }); say({ type: 'log', level: 'warn', text: 'careful' })
      say({ type: 'artifact', name: 'a.txt', data: 'aGVsbG8=' }); say({ type: 'result', result: parameters })`,
        'parameters: { type: object, properties: { any: { type: integer } } }\n',
      ),
    )
    expect(await check('mine', '{"any": 1}')).toBe(0)
    expect(said()).toContain('  Half way\n  warn: careful\n  file a.txt, 5 bytes\n{\n  "any": 1\n}')
  })

  it('says why it failed', async () => {
    write('mine', commandFile(`console.error('out of luck'); process.exit(3)`))
    expect(await check('mine')).toBe(1)
    expect(said()).toContain('It failed (transient, COMMAND_FAILED): The command ended with code 3: out of luck')
  })

  it('says when it takes too long', async () => {
    write('mine', commandFile('setInterval(() => undefined, 1000)', 'limits: { timeout: 500ms, grace: 100ms }\n'))
    expect(await check('mine')).toBe(1)
    expect(said()).toContain('It failed (timeout): it took longer than the 0.5 seconds it may take.')
  })

  it('says which secrets are missing and does not try it without; shows none when they are there', async () => {
    write('mine', commandFile(`say({ type: 'result', result: process.env.KEY_OF_MINE })`, 'secrets: [KEY_OF_MINE]\n'))
    expect(await check('mine')).toBe(1)
    expect(said()).toContain('It is unavailable until these are set in the environment: KEY_OF_MINE.')
    expect(said()).not.toContain('Trying it')
    expect(await check('mine', undefined, false)).toBe(0)
    env['KEY_OF_MINE'] = 'sesame-4711'
    expect(await check('mine')).toBe(0)
    expect(said()).toContain('"[secret]"')
    expect(said()).not.toContain('sesame-4711')
  })

  it('refuses parameters that do not fit, and what is no JSON', async () => {
    expect(make('tea-expert', 'command')).toBe(0)
    expect(await check('tea-expert', '{"topic": "T", "colour": 1}')).toBe(1)
    expect(said()).toMatch(/topic: .*3/)
    expect(await check('tea-expert', '{topic: Tea}')).toBe(2)
    expect(said()).toContain('--parameters: expected JSON such as {"topic": "Tea"}, got {topic: Tea}')
    expect(await check('tea-expert', '[]')).toBe(1)
  })

  it('tries nothing out when it is told not to', async () => {
    write('mine', commandFile('process.exit(3)'))
    expect(await check('mine', undefined, false)).toBe(0)
  })
})
