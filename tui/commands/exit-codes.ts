// What the process answers its caller: one number for each way a command can end.

export const exitCodes = {
  done: 0,
  /** The task failed, the check found something, or the server refused. */
  failed: 1,
  /** The command line itself was wrong. */
  usage: 2,
  noServer: 3,
  /** Unknown token, or not allowed. */
  notAllowed: 4,
  /** The task or workflow was cancelled. */
  cancelled: 5,
  /** --timeout ran out before what was waited for happened. */
  tooLate: 6,
  interrupted: 130,
} as const

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes]

export const exitCodeHelp = `Exit codes: 0 done, 1 failed or refused, 2 wrong usage, 3 no server, 4 not allowed, 5 cancelled, 6 --timeout ran out.`
