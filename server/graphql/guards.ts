// Limits on what a document may ask, as validation rules: they hold on HTTP and WebSocket alike.
import { EnvelopArmorPlugin } from '@escape.tech/graphql-armor'
import { type DocumentNode, type GraphQLSchema, NoSchemaIntrospectionCustomRule } from 'graphql'
import type { Plugin } from 'graphql-yoga'
import { isAnonymous } from '../auth/viewer.ts'
import { authorizeOperation, type Operation, type OperationRules } from './operation.ts'
import { demandPublic } from './policies.ts'

export const limits = { tokens: 1000, depth: 12, aliases: 30, directives: 50, cost: 250_000 } as const

interface OperationArgs {
  schema: GraphQLSchema
  document: DocumentNode
  variableValues?: Readonly<Record<string, unknown>> | null | undefined
  operationName?: string | null | undefined
  contextValue: { operation: Operation }
}

export interface GuardOptions extends OperationRules {
  production: boolean
  introspection: boolean
}

/** What stands in front of every document. */
export type CreateGuards = (options: GuardOptions) => Plugin<{ operation: Operation }>[]

export function createGuards({ production, introspection, ...rules }: GuardOptions): Plugin<{ operation: Operation }>[] {
  const authorize = ({ args }: { args: OperationArgs }) => authorizeOperation({ ...args, operation: args.contextValue.operation }, rules)
  const armor: Plugin<{ operation: Operation }> = EnvelopArmorPlugin({
    maxTokens: { n: limits.tokens },
    maxDepth: { n: limits.depth, flattenFragments: true },
    maxAliases: { n: limits.aliases },
    maxDirectives: { n: limits.directives },
    costLimit: { maxCost: limits.cost, objectCost: 2, scalarCost: 1, depthCostFactor: 1.1, flattenFragments: true },
    blockFieldSuggestion: { enabled: production },
  })
  const own: Plugin<{ operation: Operation }> = {
    onValidate({ addValidationRule, params, context }) {
      // Thrown, not given as a result: results are remembered for the document, whoever sent it.
      if (isAnonymous(context.operation.viewer)) demandPublic(params.documentAST, rules.accessOf)
      if (!introspection) addValidationRule(NoSchemaIntrospectionCustomRule)
    },
    onExecute: authorize,
    onSubscribe: authorize,
  }
  return [armor, own]
}
