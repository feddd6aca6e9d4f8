// What Ink takes for its terminal: a stream that hands every whole frame to our screen. Ink in debug mode writes exactly one frame a
// write; its own full-screen drawing clears the screen each time, or draws one row too low.
import { Writable } from 'node:stream'
import type { Screen } from './screen.ts'

export interface Size {
  columns: number
  rows: number
}

export class InkOutput extends Writable {
  readonly isTTY = true
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

  resize({ columns, rows }: Size): void {
    this.columns = columns
    this.rows = rows
    this.#screen.invalidate()
    this.emit('resize')
  }
}
