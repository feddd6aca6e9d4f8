// What a request says of itself besides its token: as headers over HTTP, under the same names in the introduction of a WebSocket.
import type { Asking } from '../auth/authenticate.ts'

export function askingOf(given: Readonly<Record<string, unknown>>, address: string | undefined): Asking {
  const read = (name: string) => {
    const value = given[name]
    return typeof value === 'string' && value !== '' ? value : undefined
  }
  return {
    address,
    workspace: read('x-capstan-workspace'),
    actingUser: read('x-capstan-acting-user'),
    place: read('x-capstan-place'),
  }
}
