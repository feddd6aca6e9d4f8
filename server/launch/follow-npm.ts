// Notices that the npm which started this process was told to stop. npm passes a signal on to the shell it runs its script in, and
// that shell ends without a word to the program inside it. Whoever was started by anything else stays when its parent goes.
const lookEveryMs = 250

export interface NpmParent {
  /** Its process id, as early as it was known. */
  pid: number
  env: NodeJS.ProcessEnv
  onGone: () => void
  /** Who the parent is now. */
  parentPid?: () => number
}

/** Returns the function that stops looking. */
export function followNpm({ pid, env, onGone, parentPid = () => process.ppid }: NpmParent): () => void {
  // What npm runs, and not just something below it that inherited its environment.
  if (!env['npm_lifecycle_script']?.includes('server/launch/')) return () => {}
  const looking = setInterval(() => {
    if (parentPid() === pid) return
    clearInterval(looking)
    onGone()
  }, lookEveryMs)
  looking.unref()
  return () => clearInterval(looking)
}
