// The dashboard in a real pseudo-terminal against a real server, as a person uses it.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { findFreePort } from '../../../server/launch/mongod-process.ts'
import { commandAgent, failer, holder, open } from '../../e2e/crew.ts'
import { createTestDatabase } from '../../support/database.ts'
import { patient } from '../../support/patience.ts'
import { createTestServers, type TestServer } from '../../support/server.ts'
import { builtTerminal } from '../support/built.ts'
import { openPty, type Pty, type PtyOptions } from '../support/pty.ts'

const database = createTestDatabase()
const servers = createTestServers(database)
const program = builtTerminal()
const home = mkdtempSync(join(tmpdir(), 'capstan-tui-'))
afterAll(() => rmSync(home, { recursive: true, force: true }))

const opened: Pty[] = []
afterEach(async () => {
  for (const pty of opened.splice(0)) await pty.end()
})

const writer = commandAgent(
  'writer',
  `
  say({ type: 'log', level: 'info', text: 'Reading ' + parameters.topic + ' \\u001b[2J\\u001b]52;c;aGFja2Vk\\u0007' })
  say({ type: 'progress', fraction: 0.5, step: 'Half way' })
  say({ type: 'result', result: { words: 500, about: parameters.topic } })`,
  {
    parameters: {
      type: 'object',
      required: ['topic'],
      properties: { topic: { type: 'string', minLength: 3, maxLength: 200 }, tone: { type: 'string', enum: ['formal', 'casual'] } },
    },
  },
)

const crew = { ...writer, ...failer('fetcher'), ...holder('holder') }

/** For all that leave it running. */
let server: TestServer

beforeAll(async () => {
  server = await servers.start({ agents: crew })
})

function start({ url, token }: { url: string; token: string }, options: Partial<PtyOptions> = {}): Pty {
  const env = {
    CAPSTAN_URL: url,
    CAPSTAN_TOKEN: token,
    XDG_CONFIG_HOME: home,
    PS1: '$ ',
    NODE: process.execPath,
    PROGRAM: program,
  }
  const pty = openPty({ command: ['sh', '-i'], ...options, env: { ...env, ...options.env } })
  opened.push(pty)
  return pty
}

const launch = '"$NODE" "$PROGRAM"\r'

describe('the dashboard', () => {
  it('is opened, used and left, and the shell is as it was', async () => {
    const pty = start(server)
    pty.type('echo before; stty -a > "$XDG_CONFIG_HOME/before"\r')
    await pty.shows('before\n')
    pty.type(launch)
    await pty.shows('NEEDS YOU')
    await pty.shows('● live')
    expect(pty.emulator.alternate).toBe(true)

    // A task by its form, with what is wrong said while it is typed.
    pty.type('2')
    await pty.shows('No tasks yet')
    pty.type('n')
    await pty.shows('which agent?')
    pty.type('writ')
    await pty.shows('> writ')
    pty.type('\r')
    await pty.shows('New task for writer')
    pty.type('ab')
    await pty.shows('expected at least 3 characters')
    pty.type('out the rain')
    await pty.shows('about the rain')
    await pty.lacks('expected at least 3')
    pty.type('\u0013')

    // It is watched to its end; what its log would do to the terminal, it does not.
    await pty.shows(/T-1 writer .*✓ done/)
    pty.type('l')
    await pty.shows('Reading about the rain')
    expect(pty.bytes()).not.toContain('aGFja2Vk')
    pty.type('lllll')
    await pty.shows('T-1 writer')
    pty.type('\u001b')
    await pty.shows(/› T-1 +✓ done/)

    // What was given up is tried again.
    const failed = await server.submit({ agent: 'fetcher', parameters: { good: false, code: 7 } })
    await server.reached(failed, 'FAILED')
    pty.type('5')
    await pty.shows(/1 ✗ /)
    pty.type('\r')
    await pty.shows(/› D-2 +fetcher/)
    pty.type('R')
    await pty.shows('1 task submitted again')

    pty.resize(80, 24)
    await pty.shows(/5\/10 Dead|5 Dead/)
    pty.type('q')
    pty.type('1')
    await pty.shows('NEEDS YOU')
    pty.type('q')
    await pty.prompts()
    pty.type('stty -a > "$XDG_CONFIG_HOME/after"\r')
    // The size is part of what stty tells.
    pty.type(
      'sed -i "s/rows [0-9]*; columns [0-9]*//" "$XDG_CONFIG_HOME/before" "$XDG_CONFIG_HOME/after"; cmp "$XDG_CONFIG_HOME/before" "$XDG_CONFIG_HOME/after" && printf "as %s\\n" it_was\r',
    )
    const text = await pty.shows('as it_was')
    expect(text).toContain('before')
    expect(pty.emulator.alternate).toBe(false)
    expect(pty.bytes()).toContain('\u001b[?25h')
  })

  it('goes on by itself when the server went away and came back, without a row lost or doubled', async () => {
    const PORT = String(await findFreePort(undefined))
    const passing = await servers.start({ agents: crew, env: { PORT } })
    const first = await passing.submit({ agent: 'writer', parameters: { topic: 'one' } })
    await passing.reached(first, 'SUCCEEDED')
    const pty = start(passing)
    pty.type(launch)
    await pty.shows('● live')
    pty.type('2')
    await pty.shows(first)
    await passing.stop()
    await pty.shows('reconnecting')
    expect(pty.emulator.text()).toContain(first)

    const again = await servers.start({ agents: crew, env: { PORT } })
    await pty.shows('● live')
    const second = await again.submit({ agent: 'writer', parameters: { topic: 'two' } })
    const text = await pty.shows(new RegExp(`${second} +✓ done`))
    const ids = text.split('\n').flatMap((line) => /^[› ] (T-\d+)/.exec(line)?.[1] ?? [])
    expect(new Set(ids).size).toBe(ids.length)
    expect(ids).toContain(first)
  })

  it('asks before it cancels, naming the task, and does it after a yes', async () => {
    const gate = join(home, 'gate')
    const id = await server.submit({ agent: 'holder', parameters: { gate } })
    await server.reached(id, 'RUNNING')
    const pty = start(server)
    pty.type('"$NODE" "$PROGRAM" --view tasks\r')
    await pty.shows(new RegExp(`› ${id} +▸ running`))
    pty.type('X')
    await pty.shows(new RegExp(`${id} holder \\(running\\)`))
    pty.type('not needed\r')
    await pty.shows(new RegExp(`${id} +⊘ cancelled`))
    open(gate)
  })

  it('answers what a workflow waits for, and shows the run going on', async () => {
    const definition = {
      steps: [
        { id: 'approve', type: 'approval', title: 'Publish the page?', requester_may_decide: true },
        { id: 'publish', agent: 'writer', parameters: { topic: 'the page' } },
      ],
    }
    const startText = 'mutation ($input: StartWorkflowInput!) { startWorkflow(input: $input) { id } }'
    const { startWorkflow } = await server.gql<{ startWorkflow: { id: string } }>(startText, { input: { name: 'Publication', definition } })
    const pty = start(server)
    pty.type(`"$NODE" "$PROGRAM" --view ${startWorkflow.id}\r`)
    await pty.shows(/◇ approve/)
    await pty.shows('· publish')
    pty.type('4')
    await pty.shows('Publish the page?')
    pty.type('A')
    await pty.shows(/Approve request\?/)
    pty.type('fine\r')
    await pty.shows(/is approved/)
    pty.type('[')
    await pty.shows(/✓ publish/)
    await pty.shows('2/2')
  })

  it.each([
    [15, 'TERM', 143],
    [2, 'INT', 130],
  ])('gives the terminal back when it is ended by signal %s (%s)', async (number, _name, code) => {
    const pty = start(server)
    pty.type(launch)
    await pty.shows('● live')
    pty.signal(number)
    await pty.prompts()
    pty.type('echo ended with $?\r')
    await pty.shows(`ended with ${code}`)
    expect(pty.emulator.alternate).toBe(false)
    expect(pty.bytes().trimEnd().includes('\u001b[?1000l')).toBe(true)
  })

  it('goes to the shell with Ctrl-Z and comes back with fg', async () => {
    const pty = start(server, { command: ['bash', '--norc', '-i'] })
    pty.type(launch)
    await pty.shows('● live')
    pty.type('\u001a')
    await pty.shows('Stopped')
    await pty.prompts()
    expect(pty.emulator.alternate).toBe(false)
    pty.type('fg\r')
    await pty.shows('NEEDS YOU')
    pty.type('2')
    await pty.shows('Tasks')
    expect(pty.emulator.alternate).toBe(true)
  })

  it('says that no server answers, and keeps trying', async () => {
    const pty = start({ url: 'http://127.0.0.1:9', token: 'none of yours' })
    pty.type(launch)
    await pty.shows(/reconnecting/)
    pty.type('2')
    await pty.shows('No Capstan server answers at http://127.0.0.1:9')
  })

  it('keeps what the person chose, and not what was asked for this time only', async () => {
    const settings = mkdtempSync(join(home, 'settings-'))
    const pty = start({ url: 'http://127.0.0.1:9', token: 'none of yours' }, { env: { XDG_CONFIG_HOME: settings } })
    pty.type('"$NODE" "$PROGRAM" --ascii --view settings\r')
    await pty.shows(/glyphs +ASCII/)
    pty.type('%')
    await pty.shows(/mouse +off/)
    const kept = () => JSON.parse(readFileSync(join(settings, 'capstan', 'terminal.json'), 'utf8'))
    await vi.waitFor(() => expect(kept()).toMatchObject({ ascii: false, mouse: false }), patient)
  })

  it('says that its token is not accepted', async () => {
    const pty = start({ url: server.url, token: 'none of theirs, and long enough' })
    pty.type(launch)
    await pty.shows('does not accept this token')
  })

  it('may be read aloud: lines that are only added, and numbers to choose by', async () => {
    const id = await server.submit({ agent: 'writer', parameters: { topic: 'aloud' } })
    await server.reached(id, 'SUCCEEDED')
    const pty = start(server)
    pty.type('"$NODE" "$PROGRAM" --screen-reader\r')
    await pty.shows('Number of a list')
    pty.type('1\r')
    await pty.shows(new RegExp(`${id}, done`))
    pty.type('b\r')
    pty.type('q\r')
    await pty.prompts()
    pty.type('echo ended with $?\r')
    await pty.shows('ended with 0')
    // biome-ignore lint/suspicious/noControlCharactersInRegex: nothing may move the cursor.
    expect(pty.bytes().split('Number of a list')[1]).not.toMatch(/\u001b\[\d*[ABCDHJ]/)

    // Nothing more to read is an end, too, and the shell asks on a line of its own.
    pty.type('clear; "$NODE" "$PROGRAM" --screen-reader\r')
    await pty.shows(/q to quit: *$/m)
    pty.type('\u0004')
    await pty.shows(/q to quit:\s*\n[#$]\s*$/)
  })
})
