// Scripts that let a shell complete commands and options, made from the table of commands.
import { argument, type CommandSpec, UsageError } from './command.ts'

export const shells = ['bash', 'zsh', 'fish'] as const

interface Words {
  /** Commands that may follow these words, with their summaries. */
  next: Map<string, string>
  options: Map<string, string>
  /** What may follow an option. */
  values: Map<string, readonly string[]>
}

const globalOptions: readonly [string, string][] = [
  ['--url', 'address of the server'],
  ['--token', 'token to use'],
  ['--workspace', 'workspace to work in'],
  ['--json', 'print JSON'],
  ['--ndjson', 'print a line of JSON for each row'],
  ['--table', 'print tables'],
  ['--help', 'what it does, with examples'],
]

/** What may follow each sequence of words. */
function tree(commands: readonly CommandSpec[]): Map<string, Words> {
  const found = new Map<string, Words>()
  const at = (words: string) => {
    const known = found.get(words)
    if (known) return known
    const fresh: Words = { next: new Map(), options: new Map(globalOptions), values: new Map() }
    found.set(words, fresh)
    return fresh
  }
  for (const { words, summary, options = [], watchable } of commands) {
    const parts = words.split(' ')
    for (const [place, part] of parts.entries()) {
      at(parts.slice(0, place).join(' ')).next.set(part, place === parts.length - 1 ? summary : `commands of ${part}`)
    }
    for (const { flags, summary: about, choices } of options) {
      at(words).options.set(/--[\w-]+/.exec(flags)?.[0] ?? flags, about)
      if (choices) for (const [flag] of flags.matchAll(/--?[\w-]+/g)) at(words).values.set(flag, choices)
    }
    if (watchable) at(words).options.set('--watch', 'again whenever something has happened')
  }
  return found
}

function bash(commands: readonly CommandSpec[]): string {
  const known = [...tree(commands)]
  const cases = known.map(([words, { next, options }]) => `    "${words}") echo "${[...next.keys(), ...options.keys()].join(' ')}" ;;`)
  const values = known.flatMap(([words, found]) =>
    [...found.values].map(([flag, choices]) => `    "${words} ${flag}") echo "${choices.join(' ')}" ;;`),
  )
  return `# capstan completion for bash. Load it with: source <(capstan completion bash)
_capstan_words() {
  case "$1" in
${cases.join('\n')}
  esac
}
_capstan_values() {
  case "$1" in
${values.join('\n')}
  esac
}
_capstan() {
  local current="\${COMP_WORDS[COMP_CWORD]}" path="" word
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    case "$word" in -*) continue ;; esac
    local longer="\${path:+$path }$word"
    if [ -n "$(_capstan_words "$longer")" ]; then path="$longer"; fi
  done
  local values="$(_capstan_values "$path \${COMP_WORDS[COMP_CWORD-1]}")"
  COMPREPLY=( $(compgen -W "\${values:-$(_capstan_words "$path")}" -- "$current") )
}
complete -o default -F _capstan capstan
`
}

function zsh(commands: readonly CommandSpec[]): string {
  const quote = (text: string) => text.replaceAll("'", "'\\''").replaceAll(':', '\\:')
  const cases = [...tree(commands)].map(([words, { next, options }]) => {
    const items = [...next, ...options].map(([word, about]) => `'${quote(word)}:${quote(about)}'`)
    return `    '${words}') found=(${items.join(' ')}) ;;`
  })
  const values = [...tree(commands)].flatMap(([words, found]) =>
    [...found.values].map(([flag, choices]) => `    '${words} ${flag}') found=(${choices.join(' ')}) ;;`),
  )
  return `#compdef capstan
# capstan completion for zsh. Load it with: source <(capstan completion zsh)
_capstan_words() {
  found=()
  case "$1" in
${cases.join('\n')}
  esac
}
_capstan_values() {
  found=()
  case "$1" in
${values.join('\n')}
  esac
}
_capstan() {
  local -a found
  local path_='' word
  for word in \${words[2,CURRENT-1]}; do
    [[ $word == -* ]] && continue
    _capstan_words "\${path_:+$path_ }$word"
    (( \${#found} )) && path_="\${path_:+$path_ }$word"
  done
  _capstan_values "$path_ \${words[CURRENT-1]}"
  (( \${#found} )) || _capstan_words "$path_"
  _describe 'capstan' found || _files
}
compdef _capstan capstan
`
}

function fish(commands: readonly CommandSpec[]): string {
  const quote = (text: string) => text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")
  const lines = [...tree(commands)].flatMap(([words, { next, options, values }]) => [
    ...[...next].map(([word, about]) => `complete -c capstan -f -n '_capstan_at "${words}"' -a '${word}' -d '${quote(about)}'`),
    ...[...options].map(([word, about]) => {
      const choices = values.has(word) ? ` -x -a '${values.get(word)?.join(' ')}'` : ''
      return `complete -c capstan -n '_capstan_at "${words}"' -l '${word.replace(/^--/, '')}'${choices} -d '${quote(about)}'`
    }),
  ])
  return `# capstan completion for fish. Load it with: capstan completion fish | source
function _capstan_at
  set -l typed (string match -rv -- '^-' (commandline -opc)[2..-1])
  test "$typed" = "$argv[1]"
end
${lines.join('\n')}
`
}

/** The commands are handed in: this one is among them. */
export function completionCommand(commands: () => readonly CommandSpec[]): CommandSpec {
  return {
    words: 'completion',
    takes: '<shell>',
    summary: 'A script that completes commands and options, for bash, zsh or fish.',
    examples: ['completion bash >> ~/.bashrc', 'completion fish | source'],
    run: async (io, call) => {
      const shell = shells.find((name) => name === argument(call))
      if (!shell) throw new UsageError(`expected ${shells.join(', ')}, got "${argument(call)}"`)
      io.out({ bash, zsh, fish }[shell](commands()))
      return undefined
    },
  }
}
