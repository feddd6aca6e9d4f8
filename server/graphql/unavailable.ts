// Tells "the database is away for a moment" from a defect. Goes by names: the driver is not imported here.

const names = new Set([
  'MongoServerSelectionError',
  'MongoNetworkError',
  'MongoNetworkTimeoutError',
  'MongoNotConnectedError',
  'MongoTopologyClosedError',
  'MongoClientClosedError',
  'MongoPoolClearedError',
  'PoolClearedError',
  'MongoPoolClosedError',
  'PoolClearedOnNetworkError',
  'MongoOperationTimeoutError',
  'MongoWaitQueueTimeoutError',
  'WaitQueueTimeoutError',
])
const messages =
  /not primary|node is recovering|primary stepped down|interrupted (at shutdown|due to repl state change)|ECONNREFUSED.*:\d+|no primary|^connection \d+ to \S+ (closed|timed out)/i

export function isUnavailable(error: unknown): boolean {
  for (let cause = error, depth = 0; cause instanceof Error && depth < 5; cause = causeOf(cause), depth += 1) {
    if (names.has(cause.name)) return true
    if (cause.name.startsWith('Mongo') && (messages.test(cause.message) || isWorthRepeating(cause))) return true
  }
  return false
}

/** A write of many that cannot reach the server fails with what looks like the server's answer. */
function causeOf(error: Error & { errorResponse?: unknown }): unknown {
  return error.cause ?? error.errorResponse
}

/** It was begun again and again in vain. */
function isWorthRepeating({ errorLabels }: Error & { errorLabels?: unknown }): boolean {
  return Array.isArray(errorLabels) && errorLabels.includes('TransientTransactionError')
}
