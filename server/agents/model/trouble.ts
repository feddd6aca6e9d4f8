// What is known of a call that failed, whichever of its many forms the error has: an answer with a status, an object from inside a
// stream, or a chain of network errors. Judges nothing.

export interface Trouble {
  status: number | undefined
  /** The provider's names for the error, in lower case. */
  names: string
  message: string
  headers: Readonly<Record<string, string>>
  /** Codes of system errors, the outermost first. */
  codes: readonly string[]
}

export function readTrouble(error: unknown): Trouble {
  const chain = causes(error)
  const call = chain.find((each) => typeof each['statusCode'] === 'number')
  const body = parse(call?.['responseBody'])
  const outer = [body, ...chain].filter(isRecord)
  const inner = outer.map((each) => each['error']).filter(isRecord)
  const told = [...inner.map((each) => each['message']), body?.['error'], body?.['detail'], ...outer.map((each) => each['message']), error]
  const names = [...inner, ...outer].flatMap((each) => [text(each['type']), text(each['code'])])
  return {
    status: call?.['statusCode'] as number | undefined,
    names: names.join(' ').toLowerCase(),
    message: told.map(text).find((each) => each !== '') ?? 'it does not say why',
    headers: (call?.['responseHeaders'] ?? {}) as Record<string, string>,
    codes: chain.map((each) => text(each['code'])).filter((code) => /^(E[A-Z]|UND_ERR)/.test(code)),
  }
}

function causes(error: unknown): Record<string, unknown>[] {
  const chain: Record<string, unknown>[] = []
  for (let current = error; isRecord(current) && chain.length < 8; current = current['cause']) chain.push(current)
  return chain
}

/** Undefined for what is no JSON object: gateways answer with pages. */
function parse(body: unknown): Record<string, unknown> | undefined {
  try {
    const value = JSON.parse(text(body)) as unknown
    return isRecord(value) ? value : undefined
  } catch {
    return undefined
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : ''
}
