// Brings frames to the screen. The first ones go there as they are; then Ink draws, which takes longer to load than all that the first
// screen needs. What is in a frame is not its business.
import type { FrameSource } from '../components/app.tsx'
import type { Face } from '../terminal/face.ts'
import type { InkOutput } from '../terminal/ink-output.ts'

/** The first data are on the screen by then, as a rule. */
const inkMs = 400

/** Answers what ends it. */
export function startDrawing(source: FrameSource, face: Pick<Face, 'inkOutput' | 'screen'>, stdin: NodeJS.ReadStream): () => void {
  const draw = () => face.screen.draw(source.frame().join('\n'))
  let stop = source.subscribe(draw)
  let ended = false
  draw()
  const timer = setTimeout(() => void handOver(), inkMs)

  async function handOver(): Promise<void> {
    const { drawWithInk } = await loadInk()
    if (ended) return
    stop()
    stop = drawWithInk(source, { stdin, stdout: asTerminal(face.inkOutput) })
  }

  return () => {
    ended = true
    clearTimeout(timer)
    stop()
  }
}

/** A file of its own beside the one that this becomes part of. */
function loadInk(): Promise<typeof import('../components/app.tsx')> {
  return import(new URL('./ink.mjs', import.meta.url).href)
}

/** Ink asks for a stream of a terminal, and uses no more of it than this one has. */
const asTerminal = (output: InkOutput) => output as unknown as NodeJS.WriteStream
