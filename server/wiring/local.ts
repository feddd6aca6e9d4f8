// Whether this is somebody's own machine.
import type { Config } from '../config.ts'

/** On one's own machine: the database is here and nobody said production. */
export function isLocal({ mongodbUrl, production }: Pick<Config, 'mongodbUrl' | 'production'>): boolean {
  return !production && /^mongodb:\/\/(127\.0\.0\.1|localhost|\[::1\])[:/]/.test(mongodbUrl ?? '')
}
