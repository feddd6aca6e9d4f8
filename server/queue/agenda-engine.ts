// Agenda runs our tasks: its processing loop, concurrency and drain, over a repository that hands out what the claim loop claimed.
//
// What Agenda expects, and why each method here is as short as it is:
//   - it calls getNextJobToRun until it gets nothing: the claim loop has already claimed only what can start now;
//   - it saves a job at its start and end and swallows errors of the last save: the start is part of the claim, and the handler itself
//     ends only when the settlement is committed or fenced, so both saves have nothing left to do;
//   - its local queue is searched from end to end for every job it starts: it is filled with a few at a time;
//   - a job needs `lockedAt`, which is in the far future, because leases are ours (worker-lease.ts);
//   - every run leaves a timer behind, with all it refers to, for half the lock lifetime or half of `processEvery`, whichever is longer:
//     both are short.
import { Agenda, type AgendaBackend, BaseNotificationChannel, type JobParameters, type JobRepository } from 'agenda'
import type { Logger } from '../log.ts'
import type { TaskDoc } from './task.ts'

const jobName = 'task'
const neverExpires = new Date(8.64e15)
const lockLifetimeMs = 2000
const netMs = 2000
const jobsPerFill = 8

export interface Engine {
  /** Hands claimed tasks to Agenda. */
  deliver(tasks: TaskDoc[]): void
  start(): Promise<void>
  /** Resolves when everything that runs has ended. */
  stop(): Promise<void>
}

export interface EngineOptions {
  log: Logger
  capacity: number
  /** Runs the task and resolves when its end has been written. */
  run: (task: TaskDoc) => Promise<void>
}

export function createEngine({ log, capacity, run }: EngineOptions): Engine {
  const buffer: TaskDoc[] = []
  const delivered = new Map<string, TaskDoc>()
  const channel = new ClaimChannel()
  const agenda = new Agenda({
    backend: createBackend({ buffer, delivered, announce: () => setImmediate(() => channel.announce()) }),
    notificationChannel: channel,
    // Every delivery is announced; this is the net.
    processEvery: netMs,
    // The claim loop never hands over more than `capacity`; Agenda frees a slot a moment after the next batch is here.
    maxConcurrency: capacity * 2,
    defaultConcurrency: capacity * 2,
    defaultLockLimit: 0,
    lockLimit: 0,
    defaultLockLifetime: lockLifetimeMs,
  })
  agenda.on('error', (error: unknown) => log.error({ err: error }, 'the processing loop reported an error'))
  // oxlint-disable-next-line typescript/no-misused-promises -- Agenda awaits its handlers; its type also allows callbacks
  agenda.define(jobName, async (job) => {
    const id = String(job.attrs._id)
    const task = delivered.get(id)
    delivered.delete(id)
    if (task) await run(task)
  })
  return {
    deliver: (tasks) => {
      buffer.push(...tasks)
      channel.announce()
    },
    start: () => agenda.start(),
    stop: async () => {
      await agenda.drain()
      await agenda.stop()
    },
  }
}

/** Tells Agenda, in this process, that the buffer holds work. */
class ClaimChannel extends BaseNotificationChannel {
  override async connect(): Promise<void> {
    this.setState('connected')
  }

  override async disconnect(): Promise<void> {
    this.setState('disconnected')
  }

  override async publish(): Promise<void> {
    await this.notifyHandlers({ jobId: 'batch' as never, jobName, nextRunAt: null, priority: 0, timestamp: new Date() })
  }

  announce(): void {
    void this.publish()
  }
}

interface HandOver {
  buffer: TaskDoc[]
  delivered: Map<string, TaskDoc>
  announce: () => void
}

function createBackend({ buffer, delivered, announce }: HandOver): AgendaBackend {
  let handed = 0
  const unsupported = (method: string) => async (): Promise<never> => {
    throw new Error(`${method} is not part of the task path: tasks are submitted and queried through the task store`)
  }
  const giveBack = (id: string) => {
    const task = delivered.get(id)
    delivered.delete(id)
    if (task) buffer.unshift(task)
  }
  const repository: JobRepository = {
    connect: async () => undefined,
    getNextJobToRun: async () => {
      const task = handed < jobsPerFill ? buffer.shift() : undefined
      if (!task) {
        handed = 0
        if (buffer.length > 0) announce()
        return undefined
      }
      handed++
      delivered.set(task._id, task)
      return toJob(task)
    },
    saveJobState: async () => undefined,
    unlockJob: async (job) => giveBack(String(job._id)),
    unlockJobs: async (ids) => {
      for (const id of ids) giveBack(String(id))
    },
    getQueueSize: async () => buffer.length,
    lockJob: async () => undefined,
    getJobById: async () => null,
    getDistinctJobNames: async () => [jobName],
    queryJobs: unsupported('queryJobs'),
    getJobsOverview: unsupported('getJobsOverview'),
    removeJobs: unsupported('removeJobs'),
    saveJob: unsupported('saveJob'),
    disableJobs: unsupported('disableJobs'),
    enableJobs: unsupported('enableJobs'),
    purgeAllJobs: unsupported('purgeAllJobs'),
  }
  return { name: 'Capstan tasks', repository, ownsConnection: false, connect: async () => undefined, disconnect: async () => undefined }
}

function toJob(task: TaskDoc): JobParameters {
  return {
    _id: task._id as never,
    name: jobName,
    priority: 0,
    nextRunAt: task.startedAt ?? new Date(),
    type: 'normal',
    lockedAt: neverExpires,
    data: undefined,
  }
}
