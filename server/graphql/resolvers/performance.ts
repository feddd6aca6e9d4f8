// How the crew has been doing: figures by agent, throughput, and where time is lost.
import { workspaceOf } from '../../auth/policy.ts'
import { findBottlenecks } from '../../performance/bottlenecks.ts'
import { agentPerformance, throughput } from '../../performance/performance.ts'
import type { Resolvers } from '../generated/resolvers.ts'
import { present } from './task.ts'

export const performanceQueries: Pick<NonNullable<Resolvers['Query']>, 'bottlenecks' | 'agentPerformance' | 'throughput'> = {
  bottlenecks: (_root, args, { product, viewer }) =>
    findBottlenecks(product, { ...args, workspace: workspaceOf(viewer, undefined) }, new Date()),
  agentPerformance: (_root, args, { product, viewer }) =>
    agentPerformance(product.database, { ...args, workspace: workspaceOf(viewer, undefined) }, new Date()),
  throughput: (_root, args, { product, viewer }) =>
    throughput(product.database, { ...args, workspace: workspaceOf(viewer, undefined) }, new Date()),
}

export const performanceResolvers: Pick<Resolvers, 'Bottlenecks'> = {
  Bottlenecks: {
    slowestTasks: async ({ slowest }, _args, { load }) => present(await load.task.loadMany(slowest)),
    longestWaiting: async ({ longestWaiting }, _args, { load }) => present(await load.task.loadMany(longestWaiting)),
  },
}
