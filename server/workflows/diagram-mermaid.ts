// A workflow as the text of a Mermaid flowchart. States are coloured and marked with a sign.
import { type Box, type Diagram, marks } from './diagram.ts'
import type { StepStatus } from './run.ts'

const styles: Readonly<Record<StepStatus, string>> = {
  PENDING: 'fill:#ffffff,stroke:#8a94a3,color:#333c47',
  RUNNING: 'fill:#dcebff,stroke:#1f6feb,stroke-width:3px,color:#0b2f66',
  WAITING: 'fill:#fff3cf,stroke:#a66f00,color:#513700',
  SUCCEEDED: 'fill:#d9f5e1,stroke:#1a7f37,color:#0b3d1b',
  FAILED: 'fill:#ffdfdc,stroke:#c62828,stroke-width:3px,color:#5f0f0f',
  SKIPPED: 'fill:#f1f2f4,stroke:#a5acb6,stroke-dasharray:4,color:#5b6572',
  CANCELLED: 'fill:#ebe7f2,stroke:#6f5a99,color:#372a55',
}

export function toMermaid(diagram: Diagram): string {
  const keys = new Map(diagram.boxes.map(({ id }, index) => [id, `s${index + 1}`]))
  const key = (id: string) => keys.get(id) ?? id
  const lines = ['flowchart TD', ...draw(diagram, undefined, { key, indent: '  ' })]
  for (const { from, to, label, dashed } of diagram.arrows) {
    const text = label ? `|${toLabel(label)}|` : ''
    lines.push(`  ${key(from)} ${dashed ? '-.->' : '-->'}${text} ${key(to)}`)
  }
  for (const status of Object.keys(styles) as StepStatus[]) {
    const boxes = diagram.boxes.filter((box) => box.status === status).map(({ id }) => key(id))
    if (boxes.length > 0)
      lines.push(`  classDef ${status.toLowerCase()} ${styles[status]}`, `  class ${boxes.join(',')} ${status.toLowerCase()}`)
  }
  return `${lines.join('\n')}\n`
}

function draw(
  { boxes, ...rest }: Diagram,
  parent: string | undefined,
  { key, indent }: { key: (id: string) => string; indent: string },
): string[] {
  return boxes
    .filter((box) => box.parent === parent)
    .flatMap((box) => {
      if (!box.isGroup) return [`${indent}${key(box.id)}${shape(box)}`]
      const inside = draw({ boxes, ...rest }, box.id, { key, indent: `${indent}  ` })
      return [`${indent}subgraph ${key(box.id)}["${label(box, ' · ')}"]`, ...inside, `${indent}end`]
    })
}

function shape(box: Box): string {
  const text = `"${label(box, '<br/>')}"`
  if (box.kind === 'CONDITION') return `{${text}}`
  if (box.kind === 'APPROVAL' || box.kind === 'QUESTION') return `[/${text}/]`
  if (box.kind === 'WAIT' || box.kind === 'END') return `([${text}])`
  return box.kind === 'WORKFLOW' ? `[[${text}]]` : `[${text}]`
}

function label({ title, detail, status }: Box, separator: string): string {
  return `${status ? `${marks[status]} ` : ''}${toLabel(title)}${separator}${toLabel(detail)}`
}

function toLabel(text: string): string {
  return text.slice(0, 120).replace(/[&<>"'`#|[\]{}()\\\n]/g, (char) => `#${char.charCodeAt(0)};`)
}
