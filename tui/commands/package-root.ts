// Where Capstan's own files are, from its sources as well as from a bundle.
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export function packageRoot(): string {
  let folder = dirname(fileURLToPath(import.meta.url))
  while (!existsSync(join(folder, 'schema.graphql'))) {
    const parent = dirname(folder)
    if (parent === folder) throw new Error('Capstan is not complete: its schema.graphql is missing. Get a fresh copy.')
    folder = parent
  }
  return folder
}
