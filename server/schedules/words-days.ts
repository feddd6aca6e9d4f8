// Days in plain words, such as "every weekday", "monthly on the 1st" or "every first Monday", as the last three fields of a cron
// expression. Pure.
const dayNames = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday']
const monthNames = [
  'january',
  'february',
  'march',
  'april',
  'may',
  'june',
  'july',
  'august',
  'september',
  'october',
  'november',
  'december',
]
const ordinals = ['first', 'second', 'third', 'fourth', 'fifth']

const plain: Readonly<Record<string, string>> = {
  daily: '* * *',
  day: '* * *',
  weekday: '* * 1-5',
  weekdays: '* * 1-5',
  'working day': '* * 1-5',
  'business day': '* * 1-5',
  weekend: '* * 0,6',
  weekends: '* * 0,6',
  weekly: '* * 1',
  week: '* * 1',
  monthly: '1 * *',
  month: '1 * *',
  quarterly: '1 1,4,7,10 *',
  quarter: '1 1,4,7,10 *',
  yearly: '1 1 *',
  annually: '1 1 *',
  year: '1 1 *',
}

/** Day of month, month and day of week; undefined when it is not understood. */
export function readDays(text: string): string | undefined {
  const phrase = text.replace(/^(every|each|on) /, '')
  // Without such a word, or the plural, a day or a date is meant once.
  const again = /^(every|each|weekly|yearly|annually)\b|days\b/.test(text)
  return (
    (Object.hasOwn(plain, phrase) ? plain[phrase] : undefined) ??
    (again ? (readWeek(phrase) ?? readYear(phrase)) : undefined) ??
    readNth(phrase) ??
    readMonth(phrase)
  )
}

function readWeek(phrase: string): string | undefined {
  const days = phrase.replace(/^(weekly|week)( on)? /, '').replace(/^(every|each) /, '')
  const [, from, to] = /^(\w+?)(?: to | through | ?- ?)(\w+)$/.exec(days) ?? []
  if (from && to) {
    const [first, last] = [dayOf(from), dayOf(to)]
    return first === undefined || last === undefined ? undefined : `* * ${first}-${last < first ? last + 7 : last}`
  }
  const list = days.split(/,? and |, ?/).map(dayOf)
  return list.every((day) => day !== undefined) ? `* * ${[...new Set(list)].sort().join(',')}` : undefined
}

/** "first monday", "last friday of the month", "monthly on the second tuesday". */
function readNth(phrase: string): string | undefined {
  const [, which, day] = /^(?:(?:monthly|month) )?(?:on )?(?:the )?(\w+) (\w+)(?: of (?:the|every|each) month)?$/.exec(phrase) ?? []
  if (!which || !day) return undefined
  const weekday = dayOf(day)
  if (weekday === undefined || day.endsWith('days')) return which === 'last' && day === 'day' ? 'L * *' : firstDay(which, day)
  if (which === 'last') return `* * ${weekday}L`
  const nth = ordinalOf(which)
  return nth !== undefined && nth <= 5 ? `* * ${weekday}#${nth}` : undefined
}

function firstDay(which: string, day: string): string | undefined {
  const nth = ordinalOf(which)
  return day === 'day' && nth !== undefined ? `${nth} * *` : undefined
}

/** "monthly on the 1st and 15th", "the 3rd of every month". */
function readMonth(phrase: string): string | undefined {
  const days = phrase
    .replace(/^(monthly|month)( on)? /, '')
    .replace(/^the /, '')
    .replace(/ (day )?of (the|every|each) month$/, '')
  const list = days.split(/,? and (?:the )?|, ?(?:the )?/).map(ordinalOf)
  return list.every((day) => day !== undefined && day <= 31)
    ? `${[...new Set(list)].sort((a, b) => Number(a) - Number(b)).join(',')} * *`
    : undefined
}

/** "year on march 1", "yearly on the 1st of march", "march 1st". */
function readYear(phrase: string): string | undefined {
  const date = phrase.replace(/^(yearly|annually|year)( on)? /, '').replace(/^(the )/, '')
  const [, first = '', second = ''] = /^(\w+)(?: of)? (\w+)$/.exec(date) ?? []
  const month = monthOf(first) ?? monthOf(second)
  const day = ordinalOf(monthOf(first) ? second : first) ?? Number(monthOf(first) ? second : first)
  return month && day >= 1 && day <= 31 ? `${day} ${month} *` : undefined
}

/** 0 is Sunday. */
export function dayOf(word: string): number | undefined {
  const singular = word.replace(/s$/, '')
  const at = dayNames.findIndex(
    (name) => name === word || name === singular || (word.length >= 3 && word.length <= 5 && name.startsWith(word)),
  )
  return at < 0 ? undefined : at
}

function monthOf(word: string): number | undefined {
  const at = monthNames.findIndex((name) => word.length >= 3 && name.startsWith(word))
  return at < 0 ? undefined : at + 1
}

/** first, 1st, 2nd, ... */
function ordinalOf(word: string): number | undefined {
  const [, digits] = /^(\d{1,2})(?:st|nd|rd|th)$/.exec(word) ?? []
  const spelt = ordinals.indexOf(word) + 1
  return digits ? Number(digits) : spelt || undefined
}
