// What a model may ask a database: stages and operators that only read, and only from the listed collections. Pure.
import type { Json } from '../adapter.ts'

const stages = [
  '$addFields',
  '$bucket',
  '$bucketAuto',
  '$count',
  '$facet',
  '$group',
  '$limit',
  '$lookup',
  '$match',
  '$project',
  '$replaceRoot',
  '$replaceWith',
  '$sample',
  '$set',
  '$setWindowFields',
  '$skip',
  '$sort',
  '$sortByCount',
  '$unset',
  '$unwind',
]

/** These run code in the database. */
const forbidden = ['$where', '$function', '$accumulator', '$code']
const maxDepth = 40

/** Says what is not allowed; nothing when all of it is. */
export function refusePipeline(pipeline: readonly Json[], collections: readonly string[]): string | undefined {
  for (const stage of pipeline) {
    const refusal = refuseStage(stage, collections) ?? refuseOperators(stage)
    if (refusal) return refusal
  }
  return undefined
}

function refuseStage(stage: Json, collections: readonly string[]): string | undefined {
  if (!isObject(stage) || Object.keys(stage).length !== 1) return `expected a stage such as { "$match": { ... } }, got ${preview(stage)}`
  const [[name, body] = ['', null]] = Object.entries(stage)
  if (!stages.includes(name)) return `the stage ${name} is not allowed; allowed are ${stages.join(', ')}`
  if (name === '$facet' && isObject(body)) return firstRefusal(Object.values(body), collections)
  if (name !== '$lookup') return undefined
  if (!isObject(body) || typeof body['from'] !== 'string') return 'expected a $lookup with "from"'
  if (!collections.includes(body['from'])) return refuseCollection(body['from'], collections)
  return firstRefusal(body['pipeline'] === undefined ? [] : [body['pipeline']], collections)
}

function firstRefusal(pipelines: readonly Json[], collections: readonly string[]): string | undefined {
  return pipelines
    .map((each) => (Array.isArray(each) ? refusePipeline(each, collections) : `expected a list of stages, got ${preview(each)}`))
    .find((refusal) => refusal !== undefined)
}

export function refuseCollection(name: string, collections: readonly string[]): string | undefined {
  return collections.includes(name) ? undefined : `the collection "${name}" is not open to this agent; open are ${collections.join(', ')}`
}

export function refuseOperators(value: Json, depth = 0): string | undefined {
  if (value === null || typeof value !== 'object') return undefined
  if (depth > maxDepth) return `the query is nested deeper than ${maxDepth} levels`
  const keys = Array.isArray(value) ? [] : Object.keys(value)
  const bad = keys.find((key) => forbidden.includes(key))
  if (bad) return `${bad} is not allowed: it would run code in the database`
  return Object.values(value)
    .map((child) => refuseOperators(child, depth + 1))
    .find((refusal) => refusal !== undefined)
}

function isObject(value: Json | undefined): value is { [key: string]: Json } {
  return value !== null && typeof value === 'object' && !Array.isArray(value)
}

function preview(value: Json): string {
  return JSON.stringify(value).slice(0, 100)
}
