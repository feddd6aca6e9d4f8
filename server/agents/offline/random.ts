// Repeatable choices: the same seed always chooses the same. Not for anything secret.

export interface Random {
  /** 0 up to, but not including, 1. */
  next(): number
  whole(min: number, max: number): number
  pick<T>(list: readonly [T, ...T[]] | readonly T[]): T
}

export function createRandom(seed: string): Random {
  let state = hash(seed)
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
  return {
    next,
    whole: (min, max) => min + Math.floor(next() * (max - min + 1)),
    pick(list) {
      if (list.length === 0) throw new Error('cannot pick from an empty list')
      return list[Math.floor(next() * list.length)] as (typeof list)[number]
    },
  }
}

function hash(text: string): number {
  let value = 2_166_136_261
  for (let index = 0; index < text.length; index++) value = Math.imul(value ^ text.charCodeAt(index), 16_777_619)
  return value | 0
}
