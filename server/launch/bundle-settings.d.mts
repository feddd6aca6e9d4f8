import type { BuildOptions } from 'esbuild'

/** How every program of the project is bundled. */
export function bundleSettings(): BuildOptions & { external: string[] }
