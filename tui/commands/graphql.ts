// Any question to the server, for what no other command asks.
import type { Operation } from '../generated/operations.ts'
import { argument, type CommandSpec, textOf, UsageError } from './command.ts'
import { readJson, readText } from './inputs.ts'

export const graphqlCommand: CommandSpec = {
  words: 'graphql',
  takes: '<document>',
  summary: 'Any query or mutation: text, a file that ends with .graphql, or - for standard input.',
  options: [{ flags: '--variables <json>', summary: 'JSON, a file, or - for standard input' }],
  examples: ["graphql '{ me { name } }'", 'graphql tasks.graphql --variables \'{"first": 5}\''],
  run: async (io, call) => {
    const source = argument(call)
    const text = await readText(io, /\.graphql$/.test(source) ? `@${source}` : source, 'document')
    if (/^\s*subscription\b/m.test(text))
      throw new UsageError('expected a query or a mutation; "capstan watch" and "capstan events --follow" subscribe')
    const variables = textOf(call, 'variables')
    const operation: Operation<object, object> = { name: 'typed', text }
    const given = variables === undefined ? {} : ((await readJson(io, variables, '--variables')) as object)
    const data = await io.client.request(operation, given)
    io.out(`${JSON.stringify(data, null, io.mode === 'ndjson' ? 0 : 2)}\n`)
    return undefined
  },
}
