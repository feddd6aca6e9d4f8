// Figures, alerts and the audit log.
import type { Asking } from '../asking.ts'
import { renderAlert, renderAlertList } from '../blocks/alert-card.ts'
import { renderAudit } from '../blocks/audit-list.ts'
import { code, markup } from '../blocks/markup.ts'
import { renderNotice } from '../blocks/notice.ts'
import { describeThroughput, renderStats, type Stats } from '../blocks/stats-card.ts'
import { drawThroughput } from '../charts/throughput.ts'
import { Misunderstood } from '../explain.ts'
import { acknowledgeAlert, agentPerformance, alerts, auditLog, bottlenecks, me, queueStats, throughput } from '../generated/operations.ts'
import { zoneOf } from '../home/time-zones.ts'
import { type CommandsOf, retype } from './command-handler.ts'
import { needId, rest } from './find.ts'

export const statsCommands: CommandsOf<'stats'> = {
  'stats.show': async (asking, { words: [word], pairs }) => {
    const minutes = Math.min(1440, Math.max(5, Math.round(Number(pairs['minutes'] ?? word ?? 60)) || 60))
    await showStats(asking, await readStats(asking, minutes))
  },
}

async function readStats(asking: Asking, minutes: number): Promise<Stats> {
  const since = new Date(Date.now() - minutes * 60_000).toISOString()
  const { ask } = asking
  const [minutesRead, agents, queue, found, zone] = await Promise.all([
    ask(throughput, { minutes }),
    ask(agentPerformance, { since }),
    ask(queueStats, {}),
    ask(bottlenecks, { since }),
    zoneOf(asking),
  ])
  return {
    minutes,
    zone,
    throughput: minutesRead.throughput,
    agents: agents.agentPerformance,
    queue: queue.queueStats,
    findings: found.bottlenecks.findings,
  }
}

/** The figures for the channel, the picture in their thread. */
async function showStats({ parts, person, channel, thread }: Asking, stats: Stats): Promise<void> {
  const place = { team: person.team, channel: channel ?? person.user, urgency: 'progress' as const }
  const subject = `stats:${person.user}:${Date.now()}`
  await parts.outbox.show({ ...place, subject, message: renderStats(stats), ...(thread && { under: { ts: thread } }) })
  const content = await drawThroughput(stats.throughput, stats.zone)
  await parts.outbox.upload({
    ...place,
    subject: `${subject}:chart`,
    under: thread ? { ts: thread } : { subject },
    name: 'throughput.png',
    title: 'Tasks by minute',
    content,
    altText: describeThroughput(stats),
  })
}

export const alertCommands: CommandsOf<'alert'> = {
  'alert.list': async (asking, command, page) => {
    const found = await asking.ask(alerts, { first: 10, after: page?.after })
    await asking.say(renderAlertList({ alerts: found.alerts, command: retype(command) }))
  },
  'alert.show': async (asking, { words: [word] }) => showAlert(asking, needId('alert', word)),
  'alert.ack': async (asking, { words }) => acknowledge(asking, needId('alert', words[0]), rest(words)),
  'alert.here': async (asking, { words: [word] }) => {
    const { me: viewer } = await asking.ask(me, {})
    if (!viewer.viewerCan.includes('CONFIGURE')) throw new Misunderstood(markup`Only those who configure Capstan may say where alerts go.`)
    if (asking.direct || !asking.channel) throw new Misunderstood(markup`Say this in the channel that alerts should go to.`)
    const off = word?.toLowerCase() === 'off'
    await asking.parts.people.setAlertChannel(asking.person.team, off ? null : asking.channel)
    await asking.say(renderNotice(off ? markup`Alerts go to no channel now.` : markup`Alerts go to this channel from now on.`))
  },
}

export async function showAlert(asking: Asking, id: string): Promise<void> {
  const found = await asking.ask(alerts, { filter: { status: ['OPEN', 'ACKNOWLEDGED', 'RESOLVED'] }, first: 100 })
  const alert = found.alerts.nodes.find((one) => one.id === id)
  if (!alert) throw new Misunderstood(markup`There is no ${code(id)} among the newest alerts.`)
  await asking.say(renderAlert(alert))
}

export async function acknowledge(asking: Asking, id: string, note?: string): Promise<void> {
  await asking.ask(acknowledgeAlert, { id, note: note ?? null })
  await asking.say(renderNotice(markup`You look after ${code(id)} now.`))
}

export const auditCommands: CommandsOf<'audit'> = {
  'audit.list': async (asking, command, page) => {
    const { actor, subject, action } = command.pairs
    const filter = { ...(actor && { actor }), ...(subject && { subject }), ...(action && { actions: [action] }) }
    const found = await asking.ask(auditLog, { filter, first: 10, after: page?.after })
    await asking.say(renderAudit({ auditLog: found.auditLog, command: retype(command) }))
  },
}
