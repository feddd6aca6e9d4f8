// Looks again, every two seconds, whether those who opened sockets may still have them: a token runs out, a person is disabled,
// a role is taken away. Also counts the sockets each has. Knows nothing of what is said on them.
import type { Viewer } from '../auth/viewer.ts'
import type { Logger } from '../log.ts'
import { socketLimits, socketsOf } from './socket-limits.ts'

/** False from the moment the viewer may not ask any more what they may ask now: disabled, revoked, another role. Cheap to ask. */
export type StillValid = (viewer: Viewer) => boolean | Promise<boolean>

export interface Watched {
  close(code: number, reason: string): void
}

export interface SocketWatch {
  /** Answers why it may not be opened; undefined when it may, and is watched from then on. */
  admit(socket: Watched, viewer: Viewer): string | undefined
  release(socket: Watched): void
  stop(): void
}

export interface SocketWatchOptions {
  stillValid: StillValid
  log: Logger
  now?: () => number
}

export function createSocketWatch({ stillValid, log, now = Date.now }: SocketWatchOptions): SocketWatch {
  const sockets = new Map<Watched, Viewer>()
  const perViewer = new Map<string, number>()

  function release(socket: Watched): void {
    const viewer = sockets.get(socket)
    if (!viewer) return
    sockets.delete(socket)
    const left = (perViewer.get(viewer.id) ?? 1) - 1
    if (left > 0) perViewer.set(viewer.id, left)
    else perViewer.delete(viewer.id)
  }

  async function look(): Promise<void> {
    for (const [socket, viewer] of [...sockets]) {
      if (viewer.expiresAt && viewer.expiresAt.getTime() <= now()) socket.close(4401, 'The token has expired')
      // Away for a moment is no answer: it is asked again.
      else if (!(await Promise.resolve(stillValid(viewer)).catch(() => true))) socket.close(4401, 'No longer allowed')
    }
  }

  let looking = false
  const timer = setInterval(() => {
    if (looking || sockets.size === 0) return
    looking = true
    look()
      .catch((error: unknown) => log.warn({ err: error }, 'sockets were not looked at'))
      .finally(() => {
        looking = false
      })
  }, socketLimits.lookEveryMs)
  timer.unref()

  return {
    admit: (socket, viewer) => {
      const open = perViewer.get(viewer.id) ?? 0
      const most = socketsOf(viewer)
      if (open >= most) return `Expected at most ${most} sockets at a time`
      sockets.set(socket, viewer)
      perViewer.set(viewer.id, open + 1)
      return undefined
    },
    release,
    stop: () => clearInterval(timer),
  }
}
