// The filter language of every list: words, `field:value`, `field:one,two`, `-field:value`, `!word`, `age>1h`. Reads and applies it;
// knows no list in particular.

export interface Filter {
  /** All of them occur in the row. */
  words: readonly string[]
  /** None of them does. */
  without: readonly string[]
  /** Any of the values of each field. */
  fields: ReadonlyMap<string, readonly string[]>
  /** None of the values. */
  excluded: ReadonlyMap<string, readonly string[]>
  /** Not older, or older, than so many milliseconds. */
  youngerThanMs: number | undefined
  olderThanMs: number | undefined
}

const units: { [unit: string]: number } = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 }

export function parseFilter(text: string): Filter {
  const words: string[] = []
  const without: string[] = []
  const fields = new Map<string, string[]>()
  const excluded = new Map<string, string[]>()
  let youngerThanMs: number | undefined
  let olderThanMs: number | undefined
  for (const [token] of text.matchAll(/"[^"]*"|\S+/g)) {
    const age = /^age([<>])(\d+)([smhd])$/.exec(token)
    const field = /^(-?)([a-z]+):(.*)$/i.exec(token)
    if (age) {
      const ms = Number(age[2]) * (units[age[3] ?? ''] ?? 0)
      if (age[1] === '<') youngerThanMs = ms
      else olderThanMs = ms
    } else if (field) {
      const target = field[1] === '-' ? excluded : fields
      const name = (field[2] ?? '').toLowerCase()
      const values = (field[3] ?? '').split(',').filter((value) => value !== '')
      if (values.length > 0) target.set(name, [...(target.get(name) ?? []), ...values])
    } else if (token.startsWith('!') && token.length > 1) without.push(token.slice(1).toLowerCase())
    else words.push(token.replaceAll('"', '').toLowerCase())
  }
  return { words, without, fields, excluded, youngerThanMs, olderThanMs }
}

export type FieldValues = { readonly [name: string]: string | readonly string[] }

/** Fields the row does not have let everything pass: the server may know them. */
export function matches(filter: Filter, values: FieldValues): boolean {
  const all = Object.values(values)
    .map((value) => toList(value).join(' '))
    .join(' ')
    .toLowerCase()
  if (!filter.words.every((word) => all.includes(word))) return false
  if (filter.without.some((word) => all.includes(word))) return false
  const has = (value: string | readonly string[], wanted: readonly string[]) =>
    toList(value).some((each) => wanted.some((want) => alike(each, want)))
  return Object.entries(values).every(([name, value]) => {
    const [wanted, unwanted] = [filter.fields.get(name), filter.excluded.get(name)]
    return (!wanted || has(value, wanted)) && !(unwanted && has(value, unwanted))
  })
}

/** Case does not matter, spaces and underscores are alike, `*` stands for anything, and the beginning is enough. */
function alike(value: string, wanted: string): boolean {
  const plain = (text: string) => text.toLowerCase().replace(/[\s_]+/g, '-')
  const [given, want] = [plain(value), plain(wanted)]
  if (!want.includes('*')) return given.startsWith(want)
  const pattern = want.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'))
  return new RegExp(`^${pattern.join('.*')}$`).test(given)
}

const toList = (value: string | readonly string[]) => (typeof value === 'string' ? [value] : value)

/** The same filter with one field set to these values, or without it. */
export function withField(text: string, name: string, values: readonly string[]): string {
  const rest = [...text.matchAll(/"[^"]*"|\S+/g)].map(([token]) => token).filter((token) => !token.startsWith(`${name}:`))
  return [...rest, ...(values.length > 0 ? [`${name}:${values.join(',')}`] : [])].join(' ')
}
