// Speaks the API as any client does: GraphQL over HTTP, and graphql-ws with one socket per subscription.
import { type Client, createClient } from 'graphql-ws'
import { WebSocket } from 'ws'
import { patienceMs } from './patience.ts'

export interface ApiError {
  message: string
  path?: (string | number)[]
  locations?: { line: number; column: number }[]
  extensions: {
    code: string
    violations?: { path: string; message: string }[]
    legacyCode?: string
    retryAfterSeconds?: number
  }
}

export interface Answer<T> {
  status: number
  headers: Headers
  data: T | null
  errors: ApiError[]
}

type Variables = { [name: string]: unknown }

export interface TaskView {
  id: string
  status: string
  result: unknown
  error: { code: string; class: string; message: string } | null
}

export interface ApiClient {
  ask<T>(query: string, variables?: Variables): Promise<Answer<T>>
  /** The data; throws what the server refused. */
  gql<T>(query: string, variables?: Variables): Promise<T>
  /** The first error; throws when there is none. */
  refusal(query: string, variables?: Variables): Promise<ApiError>
  subscribe<T>(query: string, variables?: Variables): Subscription<T>
  /** Answers the id. */
  submit(input: Variables): Promise<string>
  /** The task once it is in this state; fails when it ends in another. */
  reached(id: string, status: string): Promise<TaskView>
  close(): Promise<void>
}

export interface Subscription<T> {
  readonly received: readonly T[]
  readonly errors: readonly unknown[]
  /** The first message, past or to come, for which it holds. */
  until(holds: (message: T) => boolean, what: string): Promise<T>
  /** Settles when the server ended it, with an error or without. */
  ended: Promise<void>
  /** The network goes, without a word. */
  drop(): void
  close(): Promise<void>
}

export interface ClientOptions {
  url: string
  /** Empty for somebody who shows none. */
  token: string
  /** Such as x-capstan-workspace; also told when a socket is opened. */
  headers?: { [name: string]: string }
}

export function createApiClient({ url, token, headers = {} }: ClientOptions): ApiClient {
  const open = new Set<Subscription<unknown>>()

  async function ask<T>(query: string, variables: Variables = {}): Promise<Answer<T>> {
    const response = await fetch(`${url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }), ...headers },
      body: JSON.stringify({ query, variables }),
    })
    const { data = null, errors = [] } = (await response.json()) as { data?: T; errors?: ApiError[] }
    return { status: response.status, headers: response.headers, data, errors }
  }

  async function gql<T>(query: string, variables?: Variables): Promise<T> {
    const { data, errors } = await ask<T>(query, variables)
    if (errors.length > 0 || data === null) throw new Error(`expected data, got ${JSON.stringify(errors)}`)
    return data
  }

  function subscribe<T>(query: string, variables: Variables = {}): Subscription<T> {
    const subscription = createSubscription<T>({ url, token, headers, query, variables })
    open.add(subscription as Subscription<unknown>)
    return subscription
  }

  return {
    ask,
    gql,
    subscribe,
    refusal: async (query, variables) => {
      const { data, errors } = await ask(query, variables)
      const [first] = errors
      if (!first) throw new Error(`expected to be refused, got ${JSON.stringify(data)}`)
      return first
    },
    submit: async (input) => {
      const { submitTask } = await gql<{ submitTask: { id: string } }>(
        'mutation ($input: SubmitTaskInput!) { submitTask(input: $input) { id } }',
        {
          input: { parameters: {}, ...input },
        },
      )
      return submitTask.id
    },
    reached: async (id, status) => {
      const watch = subscribe<{ taskUpdated: { task: TaskView } }>(
        'subscription ($id: ID!) { taskUpdated(id: $id) { task { id status result error { code class message } } } }',
        { id },
      )
      const isThere = (task: TaskView) => task.status === status || ['SUCCEEDED', 'FAILED', 'CANCELLED'].includes(task.status)
      const { task } = (await watch.until(({ taskUpdated }) => isThere(taskUpdated.task), `${id} ${status}`)).taskUpdated
      await watch.close()
      if (task.status !== status) throw new Error(`expected ${id} to be ${status}, got ${JSON.stringify(task)}`)
      return task
    },
    close: async () => {
      for (const subscription of open) await subscription.close()
    },
  }
}

interface SubscribeRequest extends Required<ClientOptions> {
  query: string
  variables: Variables
}

function createSubscription<T>({ url, token, headers, query, variables }: SubscribeRequest): Subscription<T> {
  const received: T[] = []
  const errors: unknown[] = []
  const looking = new Set<() => void>()
  const client: Client = createClient({
    url: `${url.replace(/^http/, 'ws')}/graphql`,
    webSocketImpl: WebSocket,
    connectionParams: { ...(token && { authorization: `Bearer ${token}` }), ...headers },
    retryAttempts: 0,
    onNonLazyError: () => undefined,
  })
  let finish = () => {}
  const ended = new Promise<void>((resolve) => {
    finish = resolve
  })
  const look = () => {
    for (const again of looking) again()
  }
  client.subscribe<T>(
    { query, variables },
    {
      next: ({ data, errors: refused }) => {
        if (refused) errors.push(...refused)
        if (data) received.push(data)
        look()
      },
      error: (error) => {
        errors.push(...(Array.isArray(error) ? error : [error]))
        look()
        finish()
      },
      complete: finish,
    },
  )
  return {
    received,
    errors,
    ended,
    until: (holds, what) => waitFor(() => received.find(holds), { what, looking, shown: () => ({ received, errors }) }),
    drop: () => client.terminate(),
    close: async () => {
      await client.dispose()
    },
  }
}

interface Waiting {
  what: string
  looking: Set<() => void>
  shown: () => unknown
}

function waitFor<T>(find: () => T | undefined, { what, looking, shown }: Waiting): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      looking.delete(look)
      reject(new Error(`${what} did not come within ${patienceMs / 1000} s; what came: ${JSON.stringify(shown()).slice(-4000)}`))
    }, patienceMs)
    function look(): void {
      const found = find()
      if (found === undefined) return
      looking.delete(look)
      clearTimeout(timer)
      resolve(found)
    }
    looking.add(look)
    look()
  })
}
