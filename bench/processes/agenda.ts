// Agenda as it comes, with its own MongoDB backend: submits jobs that do nothing, runs them when asked to, and says how long both took.

import { setTimeout as pause } from 'node:timers/promises'
import { MongoBackend } from '@agendajs/mongo-backend'
import { Agenda } from 'agenda'
import { connectDatabase } from '../../server/mongo.ts'
import { readOptions, tell, untilAsked } from '../rig/conversation.ts'
import { inLanes } from '../rig/lanes.ts'
import { payload } from '../rig/sample-task.ts'

export interface AgendaProcessOptions {
  url: string
  jobs: number
  lanes: number
  /** Left out: only submits. */
  concurrency?: number
  /** Agenda claims per name, names side by side. */
  names?: number
  /** Left out: runs all of them, however long that takes. */
  withinMs?: number
}

const { url, jobs, lanes, concurrency = 0, names = 1, withinMs } = readOptions<AgendaProcessOptions>()
const asked = untilAsked()
const database = await connectDatabase(url)
const agenda = new Agenda({
  backend: new MongoBackend({ mongo: database.db }),
  processEvery: 100,
  maxConcurrency: concurrency,
  defaultConcurrency: concurrency,
  defaultLockLimit: concurrency,
  lockLimit: concurrency * names,
})
await agenda.ready
const began = performance.now()
await inLanes(lanes, jobs, (index) => agenda.now(`job-${index % names}`, payload(index)))
tell({ kind: 'submitted', seconds: (performance.now() - began) / 1000 })
if (concurrency > 0) await drain()
await asked
process.exit(0)

async function drain(): Promise<void> {
  let done = 0
  const drained = new Promise<void>((resolve) => {
    agenda.on('complete', () => {
      if (++done === jobs) resolve()
    })
  })
  for (let name = 0; name < names; name++) agenda.define(`job-${name}`, (_job, finish) => finish())
  const start = performance.now()
  await agenda.start()
  await Promise.race([drained, ...(withinMs === undefined ? [] : [pause(withinMs)])])
  tell({ kind: 'drained', jobs: done, seconds: (performance.now() - start) / 1000 })
}
