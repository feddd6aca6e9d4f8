// npm run slack:demo: the whole product with its bot and the page, started and stopped as a person would.
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { findFreePort } from '../../../server/launch/mongod-process.ts'
import { createBrowser, hasBrowser } from '../../support/slack/browser.ts'

const root = join(import.meta.dirname, '..', '..', '..')
const openPage = createBrowser()
let demo: ChildProcess | undefined
let folder: string | undefined
afterAll(async () => {
  if (demo && demo.exitCode === null) {
    demo.kill('SIGTERM')
    await once(demo, 'exit')
  }
  if (folder) rmSync(folder, { recursive: true, force: true, maxRetries: 20 })
})

function saysPage(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = ''
    child.stderr?.on('data', (chunk: Buffer) => {
      said += chunk.toString()
      const address = /Page\s+(http\S+)/.exec(said)?.[1]
      if (address) resolve(address)
    })
    child.once('exit', (code) => reject(new Error(`The demo ended with ${code}: ${said}`)))
  })
}

it.skipIf(!hasBrowser)(
  'a task that is run by a command is seen to its end in the page, and Ctrl-C ends everything',
  { timeout: 180_000 },
  async () => {
    folder = mkdtempSync(join(tmpdir(), 'capstan-demo-'))
    const env = {
      PATH: process.env['PATH'],
      HOME: process.env['HOME'],
      CAPSTAN_DATA_DIR: folder,
      SLACK_DEMO_PORT: String(await findFreePort(undefined)),
    }
    const mongod = process.env['MONGOMS_SYSTEM_BINARY'] ? { MONGOMS_SYSTEM_BINARY: process.env['MONGOMS_SYSTEM_BINARY'] } : {}
    const args = [join(root, 'bot', 'stand-in', 'demo.mjs')]
    demo = spawn(process.execPath, args, { cwd: root, env: { ...env, ...mongod }, stdio: ['ignore', 'ignore', 'pipe'] })
    const page = await openPage(`${await saysPage(demo)}?person=ann&place=team`)
    await page.until('document.querySelector("#people button")')
    const type = (line: string) =>
      page.run(
        `(() => { const line = document.getElementById('line'); line.value = ${JSON.stringify(line)}; line.form.requestSubmit() })()`,
      )
    await type('/capstan whoami')
    await page.until('document.querySelector(".ephemeral")?.innerText.includes("Ann")')
    await type('/capstan run copywriter topic="AI trends" word_count=600')
    await page.until('document.body.innerText.includes("Done")')
    await page.until('document.querySelector(".replies")?.innerText.includes("repl")')
    expect(page.errors).toEqual([])
    demo.kill('SIGINT')
    const [code] = (await once(demo, 'exit')) as [number]
    expect(code).toBe(0)
  },
)
