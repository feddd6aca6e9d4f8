// Rings once, at the moment it was set to last.
export class Alarm {
  readonly #ring: () => void
  #timer: NodeJS.Timeout | undefined
  #endsAt = 0

  constructor(ring: () => void) {
    this.#ring = ring
  }

  set(ms: number): void {
    this.stop()
    this.#endsAt = Date.now() + ms
    this.#timer = setTimeout(this.#ring, ms)
  }

  leftMs(): number {
    return this.#endsAt - Date.now()
  }

  stop(): void {
    clearTimeout(this.#timer)
  }
}
