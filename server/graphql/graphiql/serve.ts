// Serves GraphiQL: the page, its two assets, and, to a browser of this machine's own user, the token.
// All from ourselves, under a policy that lets the page talk to nobody else.
import type { IncomingMessage, ServerResponse } from 'node:http'
import { type Bundle, bundleDir, loadBundle } from './bundle.ts'
import { sampleOperations } from './samples.ts'
import { isLoopback, isOwnBrowser } from './trust.ts'

const assetPath = /^\/graphql\/graphiql-([0-9a-f]{16})\.(js|css)$/
const year = 'public, max-age=31536000, immutable'

export interface GraphiqlOptions {
  host: string
  production: boolean
  token: string | undefined
}

export interface Graphiql {
  /** Has the bundle ready before the first browser asks. */
  load(): Promise<unknown>
  answerPage(req: IncomingMessage, res: ServerResponse): Promise<void>
  /** False when the path is none of ours. */
  answerAsset(path: string, req: IncomingMessage, res: ServerResponse): Promise<boolean>
}

export function createGraphiql({ host, production, token }: GraphiqlOptions): Graphiql {
  let loading: Promise<Bundle> | undefined
  const mayTrust = !production && (host === 'localhost' || isLoopback(host))

  function load(): Promise<Bundle> {
    loading ??= loadBundle(bundleDir).catch((error: unknown) => {
      loading = undefined
      throw error
    })
    return loading
  }

  async function answerPage(req: IncomingMessage, res: ServerResponse): Promise<void> {
    const { version } = await load()
    const given = mayTrust && token !== undefined && (await isOwnBrowser(req)) ? token : undefined
    const html = page({ version, settings: { token: given, samples: sampleOperations } })
    res.writeHead(200, {
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'content-security-policy': policy(req.headers.host),
      'x-frame-options': 'DENY',
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cross-origin-resource-policy': 'same-origin',
      'cross-origin-opener-policy': 'same-origin',
    })
    res.end(html)
  }

  async function answerAsset(path: string, req: IncomingMessage, res: ServerResponse): Promise<boolean> {
    const [, version, kind] = assetPath.exec(path) ?? []
    if (!version || (req.method !== 'GET' && req.method !== 'HEAD')) return false
    const bundle = await load()
    if (version !== bundle.version) return false
    const body = kind === 'js' ? bundle.script : bundle.style
    res.writeHead(200, {
      'content-type': kind === 'js' ? 'text/javascript; charset=utf-8' : 'text/css; charset=utf-8',
      'content-encoding': 'gzip',
      'content-length': body.length,
      'cache-control': year,
      'x-content-type-options': 'nosniff',
      'cross-origin-resource-policy': 'same-origin',
    })
    res.end(req.method === 'HEAD' ? undefined : body)
    return true
  }

  return { load, answerPage, answerAsset }
}

/** GraphiQL sets style attributes, hence 'unsafe-inline' for styles only; older browsers do not count ws: as 'self'. */
function policy(host: string | undefined): string {
  const sockets = host && /^[\w.:[\]-]+$/.test(host) ? ` ws://${host} wss://${host}` : ''
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self' data:",
    `connect-src 'self'${sockets}`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ')
}

interface PageSettings {
  token: string | undefined
  samples: typeof sampleOperations
}

/** The settings are data, not script: the policy allows no inline script. */
function page({ version, settings }: { version: string; settings: PageSettings }): string {
  const data = JSON.stringify(settings).replaceAll('<', '\\u003c')
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Capstan GraphiQL</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/graphql/graphiql-${version}.css">
</head>
<body>
<div id="graphiql"><p>Loading GraphiQL ...</p></div>
<script id="settings" type="application/json">${data}</script>
<script src="/graphql/graphiql-${version}.js" defer></script>
</body>
</html>
`
}
