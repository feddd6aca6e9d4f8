// The tree Ink draws: one text a line, and nothing that is not on the screen. A line that has not changed is not touched.
import { Box, Text } from 'ink'
import { memo, useSyncExternalStore } from 'react'

export interface FrameSource {
  subscribe(listener: () => void): () => void
  /** The very same array while nothing visible has changed. */
  frame(): readonly string[]
}

export function App({ source }: { source: FrameSource }) {
  const lines = useSyncExternalStore(source.subscribe, source.frame)
  return (
    <Box flexDirection="column" height={lines.length}>
      {lines.map((line, row) => (
        // A row is what stays: its text is what changes.
        // biome-ignore lint/suspicious/noArrayIndexKey: rows have no other identity.
        <Row key={row} text={line} />
      ))}
    </Box>
  )
}

const Row = memo(function Row({ text }: { text: string }) {
  return (
    <Box height={1} flexShrink={0}>
      <Text wrap="truncate">{text}</Text>
    </Box>
  )
})
