// --watch: runs a command again whenever something has happened, at most once a second, until it is interrupted.
import { cliEventNews } from '../generated/operations.ts'
import { type ExitCode, exitCodes } from './exit-codes.ts'
import type { Io } from './io.ts'

const pauseMs = 1000
const clearScreen = '\u001b[H\u001b[J'

export function runAgain(io: Io, show: () => Promise<ExitCode | undefined>): Promise<ExitCode> {
  return new Promise((resolve, reject) => {
    let timer: NodeJS.Timeout | undefined
    let showing = false
    let due = true
    const end = (finish: () => void) => {
      clearTimeout(timer)
      stop()
      finish()
    }
    const showNow = async () => {
      if (showing || !due) return
      showing = true
      due = false
      if (io.isTerminal && io.mode === 'table') io.out(clearScreen)
      try {
        await show()
      } catch (error) {
        end(() => reject(error))
      }
      timer = setTimeout(() => {
        showing = false
        void showNow()
      }, pauseMs)
    }
    const stop = io.client.subscribe(
      cliEventNews,
      { filter: {} },
      {
        next: () => {
          due = true
          void showNow()
        },
        ended: (error) => end(() => (error ? reject(error) : resolve(exitCodes.done))),
        cursorOf: ({ events }) => events.cursor,
      },
    )
    io.signal.addEventListener('abort', () => end(() => resolve(exitCodes.done)))
    void showNow()
  })
}
