// Agenda runs our tasks: its processing loop, concurrency and drain, over a repository that hands out what the claim loop claimed.
//
// A job of Agenda is a place to work: it runs the task it was handed, and then whatever has been delivered meanwhile. Starting and ending
// a job costs Agenda a third of what a busy worker does; a full queue pays that once for each place instead of once for each task.
//
// What Agenda expects, and why each method here is as short as it is:
//   - it calls getNextJobToRun until it gets nothing: no more is handed out than there are places for;
//   - it saves a job at its start and end and swallows errors of the last save: the start is part of the claim and the end is for the claim
//     loop to write, so both saves have nothing left to do;
//   - its local queue is searched from end to end for every job it starts: it is filled with a few at a time;
//   - a job needs `lockedAt`, which is in the far future, because leases are ours (worker-lease.ts);
//   - every job leaves a timer behind, with all it refers to, for half the lock lifetime or half of `processEvery`, whichever is longer:
//     both are short.
import { Agenda, type AgendaBackend, BaseNotificationChannel, type JobParameters, type JobRepository } from 'agenda'
import type { Logger } from '../log.ts'
import { Handover } from './handover.ts'
import type { TaskDoc } from './task.ts'

const jobName = 'task'
const neverExpires = new Date(8.64e15)
const lockLifetimeMs = 2000
const netMs = 2000
const jobsPerFill = 8
/** Nobody waits here for a place any longer: a task that is out of the queue is out of reach of priorities. */
const patienceMs = 100

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
  /** Runs the task and resolves when that is over. */
  run: (task: TaskDoc) => Promise<void>
  /** They have waited for a place, and others may have one. */
  turnAway: (tasks: TaskDoc[]) => void
}

export function createEngine({ log, capacity, run, turnAway }: EngineOptions): Engine {
  const handover = new Handover(capacity)
  const channel = new ClaimChannel()
  const agenda = new Agenda({
    backend: createBackend(handover, () => setImmediate(() => channel.announce())),
    notificationChannel: channel,
    // Every delivery is announced; this is the net.
    processEvery: netMs,
    // No more than `capacity` are handed to it; Agenda frees a place a moment after its job has ended.
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
    try {
      for (let task = handover.begin(id); task; task = handover.next()) await run(task)
    } finally {
      handover.end()
    }
  })
  return {
    deliver: (tasks) => {
      handover.add(tasks)
      channel.announce()
      if (handover.crowded) setTimeout(() => turnAway(handover.turnAway(tasks)), patienceMs).unref()
    },
    start: () => agenda.start(),
    stop: async () => {
      handover.close()
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

function createBackend(handover: Handover, announce: () => void): AgendaBackend {
  let handed = 0
  const unsupported = (method: string) => async (): Promise<never> => {
    throw new Error(`${method} is not part of the task path: tasks are submitted and queried through the task store`)
  }
  const repository: JobRepository = {
    connect: async () => undefined,
    getNextJobToRun: async () => {
      const task = handed < jobsPerFill ? handover.hand() : undefined
      if (!task) {
        handed = 0
        if (handover.wanted) announce()
        return undefined
      }
      handed++
      return toJob(task)
    },
    saveJobState: async () => undefined,
    unlockJob: async (job) => handover.takeBack(String(job._id)),
    unlockJobs: async (ids) => {
      for (const id of ids) handover.takeBack(String(id))
    },
    getQueueSize: async () => handover.size,
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
    // Agenda compares it with the clock of this machine, which may differ from the database's.
    nextRunAt: new Date(),
    type: 'normal',
    lockedAt: neverExpires,
    data: undefined,
  }
}
