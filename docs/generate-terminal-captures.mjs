// The pictures and key tables of docs/terminal.md: a server on an empty data folder gets some work, the dashboard is opened on it in a
// pseudo-terminal, and every screen is drawn as it stands. --keys writes the tables alone; --check: exit 1 when they are other ones.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { build } from 'esbuild'
import { drawScreen } from './images/draw-screen.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))
const page = join(root, 'docs/terminal.md')
const [columns, rows] = [108, 30]
const patienceMs = 90_000

// --- Key tables ---

const groupTitles = { move: 'Move', find: 'Find', select: 'Select', act: 'Look and do', change: 'Change work', app: 'The dashboard itself' }
const scopeWords = {
  everywhere: 'everywhere',
  list: 'lists',
  tasks: 'tasks',
  page: 'pages of one thing',
  task: 'a task',
  workflow: 'a workflow run',
  overview: 'overview',
  schedules: 'schedules',
  deadLetters: 'dead letters',
}
const listWords = { deadLetterGroups: 'groups of dead letters', deadLetters: 'dead letters', audit: 'audit log', events: 'event log', apiKeys: 'API keys' }
/** Opens a form instead of acting on rows. */
const editable = ['tasks', 'workflows', 'deadLetters', 'schedules', 'users']

async function readKeys() {
  const outfile = join(root, 'dist', `.keys-${process.pid}.mjs`)
  const contents = ["* from './tui/keys.ts'", "{ views } from './tui/state/route.ts'", "{ resources } from './tui/resources/all.ts'"]
    .map((line) => `export ${line}`)
    .join('\n')
  await build({ bundle: true, platform: 'node', format: 'esm', stdin: { contents, resolveDir: root }, outfile, logLevel: 'warning' })
  try {
    return await import(pathToFileURL(outfile).href)
  } finally {
    await rm(outfile, { force: true })
  }
}

function keyTables({ bindings, groups, showKey, views, resources }) {
  // Running tasks are a part of the overview, not a screen.
  const lists = Object.entries(resources).filter(([name]) => name !== 'running')
  const has = (action, [name, { actions }]) => (action === 'edit' ? editable.includes(name) : actions[action])
  const listsWith = (action) => lists.filter((list) => has(action, list)).map(([name]) => listWords[name] ?? name)
  const screens = views.map(({ key, route }) => `| \`${key}\` | ${capitalised(listWords[route.list] ?? route.list ?? route.kind)} |`)
  const tables = groups.map((group) => {
    const own = Object.values(bindings).filter((binding) => binding.group === group)
    const lines = own.map(({ keys, label, scopes, action }) => {
      const shown = keys.map((key) => `\`${showKey(key)}\``).join(' ')
      return `| ${shown} | ${label} | ${(action ? listsWith(action) : scopes.map((scope) => scopeWords[scope])).join(', ')} |`
    })
    return `### ${groupTitles[group]}\n\n| Key | Does | Where |\n| --- | --- | --- |\n${lines.join('\n')}\n`
  })
  return `\n### Screens\n\n| Key | Screen |\n| --- | --- |\n${screens.join('\n')}\n\n${tables.join('\n')}\n`
}

const capitalised = (text) => text[0].toUpperCase() + text.slice(1)

async function writeKeys(check) {
  const text = await readFile(page, 'utf8')
  const wanted = text.replace(/(<!-- keys -->\n)[\s\S]*(<!-- end of keys -->)/, (_, start, end) => start + tables + end)
  if (!check) await writeFile(page, wanted)
  else if (text !== wanted || !text.includes(tables)) {
    process.stderr.write(
      'The keys in docs/terminal.md are not those of tui/keys.ts. Run "node docs/generate-terminal-captures.mjs --keys".\n',
    )
    process.exitCode = 1
  }
}

// --- The stage: a server with work ---

const prelude = `
const { parameters } = JSON.parse(require('node:fs').readFileSync(0, 'utf8'))
const say = (line) => process.stdout.write(JSON.stringify(line) + '\\n')`
const checker = `${prelude}
let page = 0
say({ type: 'log', level: 'info', text: 'Reading the map of ' + parameters.site })
setInterval(() => {
  page += 1
  if (page > 90) return say({ type: 'result', result: { pages: 90 } }), process.exit()
  const bad = page % 5 === 0
  const found = bad ? 'a link leads nowhere' : 4 + (page % 7) + ' links are good'
  say({ type: 'progress', fraction: page / 90, step: 'Page ' + page + ' of 90' })
  say({ type: 'log', level: bad ? 'warn' : 'info', text: 'Page ' + page + ': ' + found })
}, 500)`
const syncer = `${prelude}
process.stderr.write(parameters.region === 'west' ? '401 Unauthorized: the key has expired' : '503 Service Unavailable')
process.exitCode = 1`

/** Two agents beside those that ship: one takes its time, one fails. JSON is YAML. */
const extraAgents = [
  { name: 'link-checker', team: 'MARKETING_TEAM', description: 'Looks for dead links.', script: checker, needs: 'site', atOnce: 4 },
  { name: 'crm-sync', team: 'SALES_TEAM', description: 'Brings the customer list up to date.', script: syncer, needs: 'region', atOnce: 2 },
].map(({ name, team, description, script, needs, atOnce }) => ({
  name,
  team,
  type: 'checker',
  description,
  parameters: { type: 'object', required: [needs], properties: { [needs]: { type: 'string' } } },
  execution: { kind: 'command', command: ['node', '-e', script] },
  retry: { strategy: 'fixed', delay: '100ms', max_attempts: 2 },
  limits: { max_concurrent: atOnce },
  breaker: { minimum: 100 },
}))

const launch = {
  steps: {
    post: { agent: 'copywriter', parameters: { topic: '{{input.topic}}', word_count: 500 } },
    picture: { agent: 'visual-designer', depends_on: ['post'], parameters: { prompt: '{{steps.post.output.title}}' } },
    links: { agent: 'link-checker', depends_on: ['post'], parameters: { site: 'shop.example.com' } },
    approve: {
      type: 'approval',
      depends_on: ['post', 'picture'],
      title: 'Publish "{{steps.post.output.title}}"?',
      text: '{{steps.post.output.excerpt}}',
      requester_may_decide: true,
    },
    publish: { agent: 'content-generator', depends_on: ['approve', 'links'], parameters: { description: 'Announce the post' } },
  },
}

const letter = {
  steps: [
    { id: 'whom', type: 'question', title: 'Whom should the newsletter address?', choices: ['customers', 'partners', 'everybody'] },
    { id: 'write', agent: 'copywriter', parameters: { topic: 'News of tea' } },
  ],
}

async function startServer(folder) {
  const agents = join(folder, 'agents')
  await cp(join(root, 'agent-configs'), agents, { recursive: true })
  for (const agent of extraAgents) await writeFile(join(agents, `${agent.name}.yaml`), JSON.stringify(agent))
  const clear = Object.keys(process.env).filter((name) => /^(CAPSTAN|SLACK|ANTHROPIC|OPENAI|MONGODB_URL|SMTP)/.test(name))
  const env = {
    ...process.env,
    ...Object.fromEntries(clear.map((name) => [name, ''])),
    PORT: String(await freePort()),
    NO_COLOR: '',
    CI: '',
  }
  Object.assign(env, { CAPSTAN_DATA_DIR: join(folder, 'data'), CAPSTAN_AGENTS_DIR: agents, XDG_CONFIG_HOME: folder, LOG_LEVEL: 'warn' })
  const child = spawn(process.execPath, [join(root, 'server/launch/start.mjs')], { cwd: folder, env, stdio: ['ignore', 'ignore', 'pipe'] })
  const ended = once(child, 'exit')
  let said = ''
  child.stderr.on('data', (chunk) => (said += chunk))
  await until(
    `say "Capstan is ready"`,
    () => said.includes('Capstan is ready') || child.exitCode !== null,
    () => said,
  )
  if (child.exitCode !== null) throw new Error(`The server ended: ${said}`)
  const { url, token } = JSON.parse(await readFile(join(env.CAPSTAN_DATA_DIR, 'credentials.json'), 'utf8'))
  return { env, gql: createClient(url, token), stop: () => (child.kill('SIGTERM'), ended) }
}

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address()
  await new Promise((resolve) => server.close(resolve))
  return port
}

const createClient = (url, token) => async (query, variables) => {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
  const answer = await fetch(`${url}/graphql`, { method: 'POST', headers, body: JSON.stringify({ query, variables }) })
  const { data, errors } = await answer.json()
  if (errors) throw new Error(JSON.stringify(errors))
  return data
}

async function giveWork(gql) {
  const submit = async (agent, parameters, more) => {
    const text = 'mutation ($input: SubmitTaskInput!) { submitTask(input: $input) { id } }'
    return (await gql(text, { input: { agent, parameters, ...more } })).submitTask.id
  }
  const start = 'mutation ($input: StartWorkflowInput!) { startWorkflow(input: $input) { id } }'
  const schedule = 'mutation ($input: ScheduleInput!) { createSchedule(input: $input) { id } }'
  await gql(start, { input: { name: 'Newsletter', definition: letter } })
  const run = (await gql(start, { input: { name: 'Spring launch', definition: launch, parameters: { topic: 'Cold brew tea' } } }))
    .startWorkflow.id
  await gql(schedule, {
    input: { name: 'Morning news', words: 'every weekday at 9:00', task: { agent: 'copywriter', parameters: { topic: 'Tea news' } } },
  })
  const check = (site, more) => submit('link-checker', { site }, { tags: ['site'], ...more })
  for (const region of ['north', 'south', 'west']) await submit('crm-sync', { region })
  await submit('code-integrator', { description: 'Calculate factorial of 10' })
  for (const topic of ['Green tea', 'White tea 白茶']) await submit('copywriter', { topic, word_count: 800 }, { tags: ['blog'] })
  const checked = await check('docs.example.com', { priority: 'HIGH' })
  for (const site of ['blog.example.com', 'help.example.com', 'jobs.example.com']) await check(site)
  await submit('copywriter', { topic: 'Summer menu' }, { runAt: new Date(Date.now() + 3 * 3_600_000).toISOString() })
  const state = '{ deadLetters { totalCount } requests(filter: { status: [OPEN] }) { totalCount } throughput { succeeded } }'
  const ready = async () => {
    const { deadLetters, requests, throughput } = await gql(state)
    const done = throughput.reduce((sum, { succeeded }) => sum + succeeded, 0)
    return deadLetters.totalCount === 3 && requests.totalCount === 2 && done === 5
  }
  await until('have five tasks done, three dead letters and two requests', ready)
  return { run, checked }
}

// --- The dashboard in a terminal ---

async function openDashboard(env) {
  // A development package: the key tables do without it.
  const { default: xterm } = await import('@xterm/headless')
  const screen = new xterm.Terminal({ cols: columns, rows, allowProposedApi: true })
  const command = [
    join(root, 'test/tui/support/terminal.py'),
    String(columns),
    String(rows),
    process.execPath,
    join(root, 'tui/capstan.mjs'),
  ]
  const looks = { TERM: 'xterm-256color', COLORTERM: 'truecolor', LANG: 'C.UTF-8' }
  const child = spawn('python3', command, { cwd: root, env: { ...env, ...looks }, stdio: ['pipe', 'pipe', 'inherit'] })
  const ended = once(child, 'exit')
  child.stdout.on('data', (chunk) => screen.write(chunk))
  const line = (row) => screen.buffer.active.getLine(screen.buffer.active.viewportY + row)
  const text = () => Array.from({ length: rows }, (_, row) => line(row).translateToString(true)).join('\n')
  return {
    line,
    type: (keys) => child.stdin.write(`${JSON.stringify({ write: keys })}\n`),
    shows: (pattern) => until(`show ${pattern}`, () => pattern.test(text()), text),
    close: () => (child.stdin.end(), ended),
  }
}

const shots = ({ run, checked }) => [
  { name: 'overview', keys: ['1'], shows: /NEEDS YOU[\s\S]*AT WORK[\s\S]*Page [2-9]\d/ },
  { name: 'tasks', keys: ['2'], shows: /T-1 / },
  { name: 'task', keys: [`:${checked}`, '\r', 'l'], shows: /Page \d\d:/ },
  { name: 'workflow', keys: [`:${run}`, '\r'], shows: /publish/ },
  { name: 'requests', keys: ['4'], shows: /Publish "/ },
  { name: 'dead-letters', keys: ['5'], shows: /crm-sync/ },
  { name: 'submit', keys: ['2', 'n', /which agent/, 'copyw', /copywriter +marketing/, '\r', /New task for/, 'Ice tea'], shows: /New task for copywriter[\s\S]*Ice tea/ },
]

async function until(what, holds, seen = () => '') {
  const deadline = Date.now() + patienceMs
  while (!(await holds())) {
    if (Date.now() > deadline) throw new Error(`Within ${patienceMs / 1000} s it did not ${what}. ${seen()}`)
    await wait(100)
  }
}

async function capture() {
  const folder = await mkdtemp(join(tmpdir(), 'capstan-captures-'))
  let [server, dashboard] = []
  try {
    server = await startServer(folder)
    const work = await giveWork(server.gql)
    dashboard = await openDashboard(server.env)
    await dashboard.shows(/● live/)
    for (const { name, keys, shows } of shots(work)) {
      for (const key of keys) {
        if (key instanceof RegExp) await dashboard.shows(key)
        else {
          dashboard.type(key)
          await wait(300)
        }
      }
      await dashboard.shows(shows)
      // What comes in a second read is there, too.
      await wait(1000)
      const label = `The dashboard of Capstan in a terminal: ${name.replace('-', ' ')}`
      await writeFile(join(root, `docs/images/terminal-${name}.svg`), drawScreen({ line: dashboard.line, columns, rows, label }))
    }
  } finally {
    await dashboard?.close()
    await server?.stop()
    await rm(folder, { recursive: true, force: true })
  }
}

const [flag] = process.argv.slice(2)
const tables = keyTables(await readKeys())
if (!flag) await capture()
await writeKeys(flag === '--check')
