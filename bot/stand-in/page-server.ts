// The browser page of the stand-in: its files, what one person sees, news of changes, and what that person does.
// For one's own machine only: whoever opens the page may be anyone.
import { readFile } from 'node:fs/promises'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { join } from 'node:path'
import { isRecord } from '../blocks/rules.ts'
import { stackOf } from './method-views.ts'
import type { StandInWithPage } from './stand-in.ts'
import { type OtherRoutes, parse, readBody, send } from './web-server.ts'
import { type Channel, findPerson, type StoredFile, type StoredMessage, visibleMessages, type World } from './world.ts'

export interface PageOptions {
  /** Where page.html and its files lie. */
  folder: string
  /** What each person may do in the product, for the switch between them. */
  roles: { [person: string]: string }
}

const types: { readonly [ending: string]: string } = { css: 'text/css', html: 'text/html', js: 'text/javascript' }
const policy = "default-src 'self'; img-src 'self' data: https:; style-src 'self' 'unsafe-inline'"
const acts = ['command', 'mention', 'message', 'click', 'suggestions', 'fill', 'submitView', 'closeView', 'openHome'] as const
type Act = (typeof acts)[number]

export function servePage(standIn: StandInWithPage, options: PageOptions): void {
  const routes: OtherRoutes = async (request, response, url) => {
    if (!isOwnPage(request)) {
      send(response, 403, 'This page is for this machine only.')
      return true
    }
    if (url.pathname === '/page/state') sendJson(response, 200, stateFor(standIn, options, url.searchParams.get('person') ?? ''))
    else if (url.pathname === '/page/changes') followChanges(standIn, request, response)
    else if (url.pathname === '/page/act' && request.method === 'POST') await takeAct(standIn, request, response)
    else return sendFile(options.folder, url.pathname, response)
    return true
  }
  standIn.serve(routes)
}

/** Neither another site's script nor a name that was bound to this address. */
function isOwnPage({ headers }: IncomingMessage): boolean {
  const isLocal = /^(127\.0\.0\.1|localhost)(:\d+)?$/.test(headers.host ?? '')
  return isLocal && ['same-origin', 'none', undefined].includes(headers['sec-fetch-site'] as string | undefined)
}

async function sendFile(folder: string, path: string, response: ServerResponse): Promise<boolean> {
  const name = path === '/' ? 'page.html' : /^\/page\/([a-z-]+\.(?:js|css))$/.exec(path)?.[1]
  if (!name) return false
  try {
    const content = await readFile(join(folder, name))
    const type = types[name.split('.').at(-1) ?? ''] ?? 'text/plain'
    response.writeHead(200, { 'content-type': `${type}; charset=utf-8`, 'content-security-policy': policy, 'cache-control': 'no-cache' })
    response.end(content)
    return true
  } catch {
    return false
  }
}

function sendJson(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' })
  response.end(JSON.stringify(body))
}

function stateFor({ world, bot, team }: StandInWithPage, { roles }: PageOptions, name: string) {
  const first = [...world.people.values()].find((person) => person.team === team.id)?.name ?? ''
  const person = findPerson(world, [...world.people.values()].some((one) => one.name === name) ? name : first)
  const channels = [...world.channels.values()].filter(({ members, team: id }) => members.has(person.id) && id === team.id)
  return {
    bot,
    team,
    people: [...world.people.values()]
      .filter((one) => one.team === team.id)
      .map(({ id, name, realName }) => ({ id, name, realName, role: roles[name] })),
    channels: channels.map(({ id, name, kind }) => ({ id, name, kind })),
    messages: channels.flatMap((channel) => messagesIn(world, channel, person.id)),
    modals: stackOf(world, person.id),
    home: world.homes.get(person.id),
  }
}

const messagesIn = (world: World, channel: Channel, person: string) => visibleMessages(world, channel.id, person).map(toShown)
const toShown = (message: StoredMessage) => ({
  ...message,
  files: (message.files as StoredFile[]).map(({ content: _bytes, ...file }) => file),
})

/** At most twenty times a second; the page then looks for itself. */
function followChanges(standIn: StandInWithPage, request: IncomingMessage, response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' })
  response.write(': hello\n\n')
  let timer: NodeJS.Timeout | undefined
  const stop = standIn.onChange(() => {
    timer ??= setTimeout(() => {
      timer = undefined
      response.write('data: changed\n\n')
    }, 50)
  })
  request.on('close', () => {
    stop()
    clearTimeout(timer)
  })
}

async function takeAct(standIn: StandInWithPage, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const body = parse((await readBody(request)).toString())
  const isAct = (name: unknown): name is Act => acts.includes(name as Act)
  if (!isRecord(body) || !isAct(body['act']) || typeof body['person'] !== 'string' || !Array.isArray(body['args'])) {
    return sendJson(response, 400, { error: `Expected { person, act, args } with one of ${acts.join(', ')}.` })
  }
  try {
    const work = standIn[body['act']] as (person: string, ...args: unknown[]) => unknown
    sendJson(response, 200, { result: await work(body['person'], ...body['args']) })
  } catch (error) {
    sendJson(response, 409, { error: error instanceof Error ? error.message : String(error) })
  }
}
