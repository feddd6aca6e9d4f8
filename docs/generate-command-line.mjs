// The table of commands -> docs/command-line.md. With --check: exit 1 when the file on disk is another one.
import { readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { build } from 'esbuild'

const root = fileURLToPath(new URL('..', import.meta.url))
const target = join(root, 'docs/command-line.md')

const preamble = `# The command line

Generated from the table of commands by \`node docs/generate-command-line.mjs\`. Do not edit it by hand.

\`npx capstan <command>\` from the project's folder, or \`capstan\` after \`npm link\`. Without a command, in a terminal, it opens the
[dashboard](terminal.md). It speaks to the server that a local start left in the data folder, to \`CAPSTAN_URL\` or to \`--url\`, with the
token of that start, of \`capstan login\`, of \`CAPSTAN_TOKEN\` or of \`--token\`.

On a terminal the output is a table; elsewhere it is JSON. \`--json\`, \`--ndjson\` (a line of JSON for each row) and \`--table\` say otherwise.
Errors go to standard error.

| Exit code | Meaning |
| --- | --- |
| 0 | Done |
| 1 | The task failed, the check found something, or the server refused |
| 2 | The command line was wrong |
| 3 | No server |
| 4 | Not allowed, or the token is not known |
| 5 | The task or workflow was cancelled |
| 6 | \`--timeout\` ran out first |

`

async function readCommands() {
  const outfile = join(root, 'dist', `.commands-${process.pid}.mjs`)
  const options = { bundle: true, platform: 'node', format: 'esm', packages: 'external', target: 'node20', logLevel: 'warning' }
  await build({ ...options, absWorkingDir: root, entryPoints: ['tui/commands/all.ts'], outfile })
  try {
    return (await import(pathToFileURL(outfile).href)).commands
  } finally {
    await rm(outfile, { force: true })
  }
}

function section({ words, also, takes, summary, options = [], examples, watchable }) {
  const all = [...options, ...(watchable ? [{ flags: '--watch', summary: 'again whenever something has happened' }] : [])]
  const rows = all.map(({ flags, summary: about, choices, default: fallback }) => {
    const more = [choices && `one of ${choices.join(', ')}`, fallback !== undefined && `${fallback} when left out`].filter(Boolean)
    return `| \`${flags}\` | ${[about, ...more].join('; ')} |`
  })
  const table = rows.length > 0 ? `| Option | Meaning |\n| --- | --- |\n${rows.join('\n')}\n\n` : ''
  const shown = examples.map((example) => (example.includes('capstan ') ? example : `capstan ${example}`))
  return `## capstan ${words}\n\n\`capstan ${words}${takes ? ` ${takes}` : ''}\`${also ? `, also \`capstan ${also}\`` : ''}: ${summary}\n\n${table}\`\`\`sh\n${shown.join('\n')}\n\`\`\`\n`
}

const wanted = preamble + (await readCommands()).map(section).join('\n')
if (!process.argv.includes('--check')) await writeFile(target, wanted)
else if ((await readFile(target, 'utf8').catch(() => '')) !== wanted) {
  process.stderr.write('docs/command-line.md is not what the table of commands says. Run "node docs/generate-command-line.mjs".\n')
  process.exitCode = 1
}
