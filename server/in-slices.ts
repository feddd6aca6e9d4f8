// Handles many things without keeping anybody else waiting behind all of them: a few in each turn of the event loop.
const sliceSize = 8

export function inSlices<T>(items: readonly T[], handle: (item: T) => void): void {
  for (const item of items.slice(0, sliceSize)) handle(item)
  if (items.length > sliceSize) setImmediate(() => inSlices(items.slice(sliceSize), handle))
}
