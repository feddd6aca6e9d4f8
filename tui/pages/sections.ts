// Titled sections as lines.
import type { Section } from '../resources/resource.ts'
import { blank, wrapLine } from '../text/lines.ts'
import type { Line } from '../theme.ts'

export function sectionLines(sections: readonly Section[], columns: number, wrapped = true): Line[] {
  return sections.flatMap(({ title, lines }, index): Line[] => [
    ...(index > 0 ? [blank] : []),
    [{ text: title, tone: 'title' }],
    ...lines.flatMap((line) => {
      const indented: Line = [{ text: '  ' }, ...line]
      return wrapped ? wrapLine(indented, columns) : [indented]
    }),
  ])
}
