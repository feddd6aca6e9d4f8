// How the screen is divided, from its size alone. Screens draw by it, keys and mouse reckon by it.
import type { Size } from '../terminal/ink-output.ts'
import { wrap } from '../text/width.ts'
import type { Confirmation, State } from './state.ts'

export interface Layout {
  /** Too small for tables: a bare list. */
  tiny: boolean
  /** Below this no screen makes sense. */
  unusable: boolean
  columns: number
  /** Rows between header and footer. */
  bodyRows: number
  /** Where the drawer at the bottom begins; 0 rows when there is none. */
  drawerRows: number
  list: { rows: number; columns: number }
  preview: 'right' | 'below' | undefined
  previewSize: Size
}

const leastColumns = 60
const leastRows = 15
const headRows = 2

export function layoutOf({ size: { columns, rows }, overlay, route }: Pick<State, 'size' | 'overlay' | 'route'>): Layout {
  const tiny = columns < leastColumns || rows < leastRows
  const inner = Math.max(1, rows - 2)
  const drawerRows = overlay ? Math.min(inner - 1, drawerHeight(overlay, { inner, columns })) : 0
  const bodyRows = inner - drawerRows
  const preview = previewOf({ columns, rows, isList: route.kind === 'list' })
  const listColumns = preview === 'right' ? Math.floor(columns * 0.6) : columns
  const belowRows = preview === 'below' ? Math.min(14, Math.floor(bodyRows / 3)) : 0
  return {
    tiny,
    unusable: columns < 20 || rows < 5,
    columns,
    bodyRows,
    drawerRows,
    list: { rows: Math.max(1, bodyRows - (tiny ? 0 : headRows) - belowRows), columns: listColumns },
    preview: drawerRows > 0 && preview === 'below' ? undefined : preview,
    previewSize: preview === 'right' ? { columns: columns - listColumns - 1, rows: bodyRows } : { columns, rows: belowRows },
  }
}

function previewOf({ columns, rows, isList }: Size & { isList: boolean }): Layout['preview'] {
  if (!isList) return undefined
  if (columns >= 140) return 'right'
  return rows >= 45 ? 'below' : undefined
}

function drawerHeight(overlay: NonNullable<State['overlay']>, { inner, columns }: { inner: number; columns: number }): number {
  switch (overlay.kind) {
    case 'filter':
    case 'search':
      return 0
    case 'copy':
      return overlay.texts.reduce((rows, { secret }) => rows + (secret ? 2 : 1), 2)
    case 'confirm':
      return confirmHeight(overlay.confirmation, columns)
    case 'choose':
      return Math.min(Math.max(8, Math.floor(inner * 0.6)), (overlay.choices?.length ?? inner) + 4)
    case 'palette':
      return Math.max(8, Math.floor(inner * 0.6))
    case 'help':
      return inner - 1
    case 'form':
      return overlay.form.fields.length + overlay.form.preview.length + 6
  }
}

/** Rows of a picker that show what may be picked: its edges and the typed text take the others. */
export const pickerRows = ({ drawerRows }: Pick<Layout, 'drawerRows'>): number => Math.max(1, drawerRows - 3)

/** The first of so many lines that is shown when there is room for fewer: the chosen one is among them. */
export const firstShown = ({ selected, count, rows }: { selected: number; count: number; rows: number }): number =>
  Math.max(0, Math.min(selected - Math.floor(rows / 2), count - rows))

export const mostNames = 5
export const mostAbout = 4

/** Names, what they are about, what was left out, and the question. */
function confirmHeight({ names, about, reason, typeCount }: Confirmation, columns: number): number {
  const aboutRows = about === '' ? 0 : Math.min(mostAbout, wrap(about, columns - 10).length)
  return 5 + Math.min(mostNames, names.length) + aboutRows + (reason || typeCount ? 1 : 0)
}
