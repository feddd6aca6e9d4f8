// Limits on what a document may ask, as validation rules: they hold on HTTP and WebSocket alike.
import { EnvelopArmorPlugin } from '@escape.tech/graphql-armor'
import { type DocumentNode, type GraphQLSchema, NoSchemaIntrospectionCustomRule } from 'graphql'
import type { Plugin } from 'graphql-yoga'
import { authorizeOperation, type Operation } from './operation.ts'

export const limits = { tokens: 1000, depth: 12, aliases: 30, directives: 50, cost: 250_000 } as const

interface OperationArgs {
  schema: GraphQLSchema
  document: DocumentNode
  variableValues?: Readonly<Record<string, unknown>> | null | undefined
  operationName?: string | null | undefined
  contextValue: { operation: Operation }
}

export interface GuardOptions {
  production: boolean
  introspection: boolean
  isDraining: () => boolean
}

export function createGuards({ production, introspection, isDraining }: GuardOptions): Plugin<{ operation: Operation }>[] {
  const authorize = ({ args }: { args: OperationArgs }) =>
    authorizeOperation({ ...args, operation: args.contextValue.operation }, isDraining)
  const armor: Plugin<{ operation: Operation }> = EnvelopArmorPlugin({
    maxTokens: { n: limits.tokens },
    maxDepth: { n: limits.depth, flattenFragments: true },
    maxAliases: { n: limits.aliases },
    maxDirectives: { n: limits.directives },
    costLimit: { maxCost: limits.cost, objectCost: 2, scalarCost: 1, depthCostFactor: 1.1, flattenFragments: true },
    blockFieldSuggestion: { enabled: production },
  })
  const own: Plugin<{ operation: Operation }> = {
    onValidate({ addValidationRule }) {
      if (!introspection) addValidationRule(NoSchemaIntrospectionCustomRule)
    },
    onExecute: authorize,
    onSubscribe: authorize,
  }
  return [armor, own]
}
