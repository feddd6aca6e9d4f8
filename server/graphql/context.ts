// What every resolver is given besides its arguments: who asks, the product, and loaders that read for many objects at once.

import type { Cursors } from './cursor.ts'
import { createLoaders, type Loaders } from './loaders.ts'
import type { RequestScope } from './operation.ts'
import type { Product } from './product.ts'

export interface Context extends RequestScope {
  product: Product
  cursors: Cursors
  load: Loaders
}

export function createContext(product: Product, scope: RequestScope): Context {
  return { ...scope, product, cursors: product.cursors, load: createLoaders(product, scope.viewer.workspace) }
}

/** A subscription lives long: every message it sends reads afresh. */
export function withFreshLoaders(context: Context): void {
  context.load = createLoaders(context.product, context.viewer.workspace)
}
