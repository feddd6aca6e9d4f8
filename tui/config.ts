// Environment -> one frozen object. The only reader of process.env in tui/.
import { homedir } from 'node:os'
import { join, resolve } from 'node:path'

type Environment = { readonly [name: string]: string | undefined }

export interface Config {
  /** Where the server is, when the environment says so. */
  url: string | undefined
  token: string | undefined
  dataDir: string
  /** For long text; the first of VISUAL, EDITOR, vi. */
  editor: string
  /** Colours, bookmarks and the like of this person on this machine. */
  settingsFile: string
  environment: Environment
}

export function readConfig(env: Environment = process.env): Config {
  return Object.freeze({
    url: env['CAPSTAN_URL'] || undefined,
    token: env['CAPSTAN_TOKEN'] || undefined,
    dataDir: resolve(env['CAPSTAN_DATA_DIR'] || '.capstan'),
    settingsFile: join(env['XDG_CONFIG_HOME'] || join(homedir(), '.config'), 'capstan', 'terminal.json'),
    editor: env['VISUAL'] || env['EDITOR'] || 'vi',
    environment: env,
  })
}
