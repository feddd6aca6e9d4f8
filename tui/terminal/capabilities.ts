// What the terminal can do, read from the environment alone. Knows no process and no stream.

/** 0: attributes only; else how many bits a colour has. */
export type ColorDepth = 0 | 4 | 8 | 24

export interface Capabilities {
  colorDepth: ColorDepth
  /** Glyphs beyond ASCII can be drawn. */
  unicode: boolean
  /** Told by the environment; undefined when it says nothing. */
  lightBackground: boolean | undefined
  /** Over a slow line: fewer frames, more patience with escape sequences. */
  remote: boolean
  tmux: boolean
  /** Can place a cursor at all. */
  addressable: boolean
}

type Environment = { readonly [name: string]: string | undefined }

export function readCapabilities(env: Environment): Capabilities {
  return {
    colorDepth: readColorDepth(env),
    unicode: readUnicode(env),
    lightBackground: readBackground(env['COLORFGBG']),
    remote: Boolean(env['SSH_TTY'] || env['SSH_CONNECTION']),
    tmux: Boolean(env['TMUX']),
    addressable: (env['TERM'] ?? '') !== 'dumb',
  }
}

function readColorDepth(env: Environment): ColorDepth {
  if (env['NO_COLOR']) return 0
  const forced: { [value: string]: ColorDepth } = { '0': 0, '1': 4, '2': 8, '3': 24 }
  const force = forced[env['FORCE_COLOR'] ?? '']
  if (force !== undefined) return force
  const term = env['TERM'] ?? ''
  if (term === 'dumb' || term === '') return 0
  if (/^(truecolor|24bit)$/i.test(env['COLORTERM'] ?? '')) return 24
  if (/-direct$|kitty|alacritty|ghostty|wezterm/.test(term)) return 24
  return /256/.test(term) ? 8 : 4
}

function readUnicode(env: Environment): boolean {
  const locale = env['LC_ALL'] || env['LC_CTYPE'] || env['LANG'] || ''
  // The Linux console has few glyphs, whatever its locale says.
  return env['TERM'] !== 'linux' && (locale === '' || /utf-?8/i.test(locale))
}

function readBackground(colors: string | undefined): boolean | undefined {
  const background = colors?.split(';').at(-1)
  if (background === undefined || !/^\d+$/.test(background)) return undefined
  return Number(background) === 7 || Number(background) >= 9
}
