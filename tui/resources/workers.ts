// Processes that run tasks, with what each is doing.
import type { CapstanClient } from '../client/client.ts'
import { drainWorker, resumeWorker, type WorkersQuery, workers as workersOperation } from '../generated/operations.ts'
import { bar } from '../text/chart.ts'
import { formatAge, formatPercent } from '../text/format.ts'
import type { Line } from '../theme.ts'
import type { Resource, Section, Surroundings } from './resource.ts'
import { fact, linesSection } from './sections.ts'
import { statusSpan } from './status.ts'

export type WorkerRow = WorkersQuery['workers'][number]

export const workers: Resource<WorkerRow> = {
  name: 'workers',
  title: 'Workers',
  noun: 'worker',
  columns: [
    { title: 'WORKER', width: 18, grow: 1, drop: 0, cell: ({ id }) => ({ text: id, tone: 'accent' }), order: ({ id }) => id },
    { title: 'STATE', width: 11, drop: 0, cell: ({ status }, { glyphs }) => statusSpan(status, glyphs), order: ({ status }) => status },
    { title: 'HOST', width: 14, grow: 1, drop: 4, cell: ({ host }) => ({ text: host }), order: ({ host }) => host },
    { title: 'PID', width: 7, drop: 5, align: 'right', cell: ({ pid }) => ({ text: String(pid), tone: 'dim' }), order: ({ pid }) => pid },
    {
      title: 'SLOTS',
      width: 20,
      drop: 1,
      cell: ({ running, capacity }, { glyphs }) => ({
        text: `${bar(running / Math.max(1, capacity), 10, glyphs)} ${running}/${capacity}`,
        tone: 'info',
      }),
      order: ({ running }) => running,
    },
    { title: 'CPU', width: 5, drop: 2, align: 'right', cell: ({ cpu }) => ({ text: formatPercent(cpu) }), order: ({ cpu }) => cpu },
    {
      title: 'MEMORY',
      width: 8,
      drop: 3,
      align: 'right',
      cell: ({ memoryMb }) => ({ text: `${Math.round(memoryMb)} MB` }),
      order: ({ memoryMb }) => memoryMb,
    },
    {
      title: 'UP',
      width: 4,
      drop: 2,
      align: 'right',
      cell: ({ startedAt }, { now }) => ({ text: formatAge(startedAt, now), tone: 'dim' }),
      order: ({ startedAt }) => startedAt,
    },
    { title: 'TEAMS', width: 8, grow: 1, drop: 4, cell: ({ teams }) => ({ text: teams.join(', ') || 'all', tone: 'dim' }) },
  ],
  nameOf: ({ id, host, running }) => `${id} on ${host} (${running} running)`,
  pagedByServer: false,
  async load(client, { signal }) {
    const { workers: rows } = await client.request(workersOperation, {}, { signal })
    return { rows, endCursor: null, hasMore: false }
  },
  fields: ({ id, host, status, teams }) => ({ id, host, state: status, team: teams }),
  stale: ({ type }) => type.startsWith('worker.') || /^task\.(started|succeeded|failed|cancelled)$/.test(type),
  describe,
  actions: {
    drain: {
      label: () => 'Drain',
      refusal: ({ id, status }) => (status === 'ACTIVE' ? undefined : `${id} takes no new work already.`),
      danger: true,
      perform: (client, { id }, { choice }) => (choice === 'resume' ? resume(client, id) : drain(client, id)),
      undo: () => ({ choice: 'resume' }),
    },
    pause: {
      label: () => 'Resume',
      refusal: ({ id, status }) => (status === 'DRAINING' ? undefined : `${id} does not drain; "d" lets it.`),
      danger: false,
      perform: (client, { id }) => resume(client, id),
    },
  },
  empty: 'No worker runs. Start one with "npm run server -- --role worker".',
}

async function drain(client: CapstanClient, id: string): Promise<string> {
  await client.request(drainWorker, { id })
  return `${id} finishes what it runs and takes nothing new`
}

async function resume(client: CapstanClient, id: string): Promise<string> {
  await client.request(resumeWorker, { id })
  return `${id} takes new work again`
}

function describe(worker: WorkerRow, { now, glyphs }: Surroundings): Section[] {
  return [
    {
      title: worker.id,
      lines: [
        [statusSpan(worker.status, glyphs)],
        fact('process', `${worker.pid} on ${worker.host}`),
        fact('slots', `${worker.running} of ${worker.capacity} in use`),
        fact('cpu', formatPercent(worker.cpu)),
        fact('memory', `${Math.round(worker.memoryMb)} MB`),
        fact('up', formatAge(worker.startedAt, now)),
        fact('teams', worker.teams.join(', ') || 'all'),
      ],
    },
    ...linesSection(
      'Runs',
      worker.tasks.map(
        (task): Line => [
          { text: task.id.padEnd(10), tone: 'accent' },
          { text: task.agentName.padEnd(22) },
          { text: `${Math.round(task.progress * 100)}%`.padStart(4), tone: 'info' },
          { text: `  ${formatAge(task.startedAt, now)}`, tone: 'dim' },
        ],
      ),
    ),
  ]
}
