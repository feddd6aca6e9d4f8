// An async generator that waits cannot be told to stop: return() would queue up behind the wait. This one ends its source first.

export function closable<T>(generator: AsyncGenerator<T>, close: () => void): AsyncIterableIterator<T> {
  return {
    next: () => generator.next(),
    return: async () => {
      close()
      await generator.return(undefined)
      return { done: true, value: undefined }
    },
    throw: async (error: unknown) => {
      close()
      return generator.throw(error)
    },
    [Symbol.asyncIterator]() {
      return this
    },
  }
}
