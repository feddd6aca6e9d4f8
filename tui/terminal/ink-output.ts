// What Ink takes for its terminal: a stream that hands every whole frame to our screen. Ink in debug mode writes exactly one frame a
// write; its own full-screen drawing clears the screen each time, or draws one row too low.
import { Writable } from 'node:stream'
import type { Screen } from './screen.ts'

export interface Size {
  columns: number
  rows: number
}

export class InkOutput extends Writable {
  /** Ink would send it cursor commands of its own. */
  readonly isTTY = false
  columns: number
  rows: number
  readonly #screen: Screen

  constructor(screen: Screen, { columns, rows }: Size) {
    super({ decodeStrings: false })
    this.#screen = screen
    this.columns = columns
    this.rows = rows
  }

  override write(frame: unknown): boolean {
    this.#screen.draw(String(frame))
    return true
  }

  /** Ink lays the next frame out for it; it is not told, because it would draw the old one again. */
  resize({ columns, rows }: Size): void {
    this.columns = columns
    this.rows = rows
    this.#screen.invalidate()
  }
}
