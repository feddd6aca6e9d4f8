// What a person chose for their terminal, kept from one start to the next. A file that cannot be read or written costs nothing else.
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { type Settings, usualSettings } from './state/state.ts'
import { palettes } from './theme.ts'

export function readSettings(path: string): Settings {
  try {
    const found: Partial<Settings> = JSON.parse(readFileSync(path, 'utf8'))
    return {
      palette: palettes.find((name) => name === found.palette),
      ascii: found.ascii === true,
      mouse: found.mouse !== false,
      bookmarks: Array.isArray(found.bookmarks) ? found.bookmarks.filter(({ name, route }) => typeof name === 'string' && route) : [],
      filters: Array.isArray(found.filters) ? found.filters.filter((each) => typeof each === 'string') : [],
    }
  } catch {
    return usualSettings
  }
}

export function writeSettings(path: string, settings: Settings): void {
  mkdirSync(dirname(path), { recursive: true })
  const draft = `${path}.${process.pid}`
  writeFileSync(draft, `${JSON.stringify(settings, undefined, 2)}\n`, { mode: 0o600 })
  renameSync(draft, path)
}
