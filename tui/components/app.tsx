// The tree Ink draws: one text a line, and nothing that is not on the screen. A line that has not changed is not touched.
import { Box, render, Text } from 'ink'
import { memo, useSyncExternalStore } from 'react'

export interface FrameSource {
  subscribe(listener: () => void): () => void
  /** The very same array while nothing visible has changed. */
  frame(): readonly string[]
}

export interface Streams {
  stdin: NodeJS.ReadStream
  stdout: NodeJS.WriteStream
}

/** Draws from now on, whenever there is something to draw. Answers what ends it. */
export function drawWithInk(source: FrameSource, streams: Streams): () => void {
  const ink = render(<App source={source} />, { ...streams, debug: true, exitOnCtrlC: false, patchConsole: false })
  return ink.unmount
}

function App({ source }: { source: FrameSource }) {
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
