// The door: every string from the server passes here once, before anything else sees it, so that no text of an agent, a user or a log
// can move the cursor, set the clipboard, turn the reading direction or hide itself. Line breaks stay; nothing else that acts does.

/** Sequences a terminal acts on: CSI, then OSC, DCS, SOS, PM and APC up to their end, then two-character escapes. */
const sequences =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what it looks for.
  /(?:\u001b\[|\u009b)[0-?]*[ -/]*[@-~]?|(?:\u001b[\]PX^_]|[\u009d\u0090\u0098\u009e\u009f])[^\u0007\u001b\u009c]*(?:\u0007|\u001b\\|\u009c)?|\u001b[ -/]*[0-~]?/g

/** What is left of control characters, marks that turn the reading direction, and lone halves of surrogate pairs. */
const controls =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what it looks for.
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufff9-\ufffb]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what it looks for.
const suspicious = /[^\u000a\u0020-\u007e\u00a0-\u0619\u061d-\u1fff\u2010-\u2027\u2030-\u205f\u2070-\ud7ff\ue000-\ufff8]/

export function sanitizeText(text: string): string {
  if (!suspicious.test(text)) return text
  return text.replace(/\r\n?/g, '\n').replaceAll('\t', '  ').replace(sequences, '').replace(controls, '\ufffd')
}

/** The same value with every string and key made harmless; the very same object when there was nothing to do. */
export function sanitize<T>(value: T): T {
  return clean(value) as T
}

function clean(value: unknown): unknown {
  if (typeof value === 'string') return sanitizeText(value)
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) {
    const items = value.map(clean)
    return items.every((item, index) => item === value[index]) ? value : items
  }
  const entries = Object.entries(value)
  const cleaned = entries.map(([key, item]) => [sanitizeText(key), clean(item)] as const)
  return cleaned.every(([key, item], index) => key === entries[index]?.[0] && item === entries[index]?.[1])
    ? value
    : Object.fromEntries(cleaned)
}
