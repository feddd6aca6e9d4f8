// What the dashboard asks of the machine around it: clipboard, browser, editor, and the way out.
import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Config } from '../config.ts'
import { writeSettings } from '../settings-file.ts'
import type { Capabilities } from '../terminal/capabilities.ts'
import type { Face } from '../terminal/face.ts'
import { toClipboard } from '../terminal/terminal.ts'
import type { Outside } from './effects.ts'
import type { Store } from './store.ts'

export interface OutsideParts {
  config: Config
  capabilities: Capabilities
  store: Store
  face: Face
  refresh(): void
  quit(): void
}

export function createOutside({ config, capabilities, store, face, refresh, quit }: OutsideParts): Outside {
  const { terminal, screen } = face

  async function editText(text: string, extension: string): Promise<string | undefined> {
    const folder = mkdtempSync(join(tmpdir(), 'capstan-edit-'))
    const path = join(folder, `text.${extension}`)
    writeFileSync(path, text, { mode: 0o600 })
    await face.lend()
    try {
      await runEditor(config.editor, path)
      return readFileSync(path, 'utf8')
    } finally {
      face.takeOver()
      rmSync(folder, { recursive: true, force: true })
    }
  }

  return {
    copy: (text) => terminal.send(toClipboard(text, capabilities.tmux)),
    browse,
    editText,
    refresh,
    redraw: screen.repaint,
    suspend: terminal.suspend,
    setMouse: terminal.setMouse,
    save: () => writeSettings(config.settingsFile, store.get().settings),
    quit,
  }
}

/** The editor may be a command with arguments, as in `code --wait`. */
function runEditor(editor: string, path: string): Promise<void> {
  const [command = 'vi', ...args] = editor.split(' ').filter((part) => part !== '')
  return new Promise((resolve, reject) => {
    const child = spawn(command, [...args, path], { stdio: 'inherit' })
    child.once('error', () => reject(new Error(`The editor "${editor}" cannot be started: set VISUAL or EDITOR to another one.`)))
    child.once('exit', (code) =>
      code === 0 ? resolve() : reject(new Error(`The editor "${editor}" ended with ${code}; nothing was changed.`)),
    )
  })
}

const openers: { readonly [platform: string]: string } = { darwin: 'open', win32: 'explorer' }

function browse(url: string): void {
  const child = spawn(openers[process.platform] ?? 'xdg-open', [url], { stdio: 'ignore', detached: true })
  // Without a browser the address stays in view, to be opened by hand.
  child.once('error', () => undefined)
  child.unref()
}
