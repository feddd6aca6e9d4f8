// A headless Chromium, spoken to over its debugging protocol: pages that are opened, looked at, pressed and photographed.
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll } from 'vitest'
import { WebSocket } from 'ws'
import { patienceMs } from '../patience.ts'

const binary = ['chromium', 'chromium-browser', 'google-chrome'].find((name) => spawnSync(name, ['--version']).status === 0)
export const hasBrowser = binary !== undefined

export interface BrowserPage {
  /** The value of an expression in the page, awaited. */
  run<T>(expression: string): Promise<T>
  /** Settles when the expression is true. */
  until(expression: string): Promise<void>
  screenshot(path: string): Promise<void>
  /** What the page complained about on its console. */
  errors: string[]
}

interface Answer {
  id?: number
  method?: string
  sessionId?: string
  result?: { [key: string]: unknown }
  error?: { message: string }
  params?: { [key: string]: unknown }
}

/** To be called at the top of a test file: one browser for all its pages, started with the first, ended after the last test. */
export function createBrowser(): (url: string) => Promise<BrowserPage> {
  let running: Promise<Browser> | undefined
  afterAll(async () => (await running)?.close())
  return async (url) => {
    running ??= startBrowser()
    return openPage((await running).send, url)
  }
}

async function openPage(send: Send, url: string): Promise<BrowserPage> {
  const errors: string[] = []
  const { targetId } = await send('Target.createTarget', { url: 'about:blank' })
  const { sessionId } = await send('Target.attachToTarget', { targetId, flatten: true })
  const session = String(sessionId)
  send.listen((from, method, params) => {
    if (from !== session) return
    if (method === 'Runtime.exceptionThrown') errors.push(JSON.stringify(params))
    if (method === 'Log.entryAdded' && (params['entry'] as { level: string }).level === 'error') errors.push(JSON.stringify(params))
  })
  await send('Runtime.enable', {}, session)
  await send('Log.enable', {}, session)
  await send('Page.enable', {}, session)
  await send('Page.navigate', { url }, session)
  const run = async <T>(expression: string): Promise<T> => {
    const { result, exceptionDetails } = (await send(
      'Runtime.evaluate',
      { expression, awaitPromise: true, returnByValue: true, userGesture: true },
      session,
    )) as { result: { value: T }; exceptionDetails?: { text: string; exception?: { description?: string } } }
    if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text)
    return result.value
  }
  return {
    run,
    errors,
    until: async (expression) => {
      const giveUpAt = Date.now() + patienceMs
      while (!(await run<boolean>(`Boolean(${expression})`).catch(() => false))) {
        if (Date.now() > giveUpAt)
          throw new Error(`${expression} did not become true; the page says: ${await run('document.body.innerText')}`)
        await pause(50)
      }
    },
    screenshot: async (path) => {
      const { data } = await send('Page.captureScreenshot', { format: 'png' }, session)
      writeFileSync(path, Buffer.from(String(data), 'base64'))
    },
  }
}

type Listener = (sessionId: string | undefined, method: string, params: { [key: string]: unknown }) => void

interface Send {
  (method: string, params: object, sessionId?: string): Promise<{ [key: string]: unknown }>
  listen(listener: Listener): void
}

interface Browser {
  send: Send
  close(): Promise<void>
}

async function startBrowser(): Promise<Browser> {
  const folder = mkdtempSync(join(tmpdir(), 'capstan-browser-'))
  const args = ['--headless=new', '--no-sandbox', '--disable-gpu', '--remote-debugging-port=0', `--user-data-dir=${folder}`]
  const child = spawn(binary ?? 'chromium', [...args, '--window-size=1280,900', 'about:blank'], { stdio: ['ignore', 'ignore', 'pipe'] })
  const gone = new Promise((resolve) => child.once('close', resolve))
  const socket = new WebSocket(await addressOf(child))
  await new Promise((resolve) => socket.once('open', resolve))
  const send = speak(socket)
  return {
    send,
    close: async () => {
      await send('Browser.close', {})
      await gone
      socket.close()
      rmSync(folder, { recursive: true, force: true, maxRetries: 20 })
    },
  }
}

function addressOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = ''
    child.stderr?.on('data', (chunk: Buffer) => {
      said += chunk.toString()
      const address = /DevTools listening on (ws:\S+)/.exec(said)?.[1]
      if (address) resolve(address)
    })
    child.once('exit', () => reject(new Error(`Chromium ended: ${said}`)))
  })
}

function speak(socket: WebSocket): Send {
  let last = 0
  const waiting = new Map<number, (answer: Answer) => void>()
  const listeners = new Set<Listener>()
  socket.on('message', (data) => {
    const answer = JSON.parse(String(data)) as Answer
    if (answer.id !== undefined) waiting.get(answer.id)?.(answer)
    else for (const listener of listeners) listener(answer.sessionId, answer.method ?? '', answer.params ?? {})
  })
  const send = (method: string, params: object, sessionId?: string) =>
    new Promise<{ [key: string]: unknown }>((resolve, reject) => {
      const id = ++last
      waiting.set(id, ({ result, error }) => {
        waiting.delete(id)
        if (error) reject(new Error(`${method}: ${error.message}`))
        else resolve(result ?? {})
      })
      socket.send(JSON.stringify({ id, method, params, ...(sessionId ? { sessionId } : {}) }))
    })
  return Object.assign(send, {
    listen: (listener: Listener) => void listeners.add(listener),
  })
}
