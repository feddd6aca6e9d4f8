// Budgets: what they allow, what is used, and how they are set.
import { listBudgets, removeBudget, setBudget } from '../../budgets/budget-store.ts'
import { resetsAt } from '../../queue/budget.ts'
import type { Resolvers } from '../generated/resolvers.ts'

export const budgetQueries: Pick<NonNullable<Resolvers['Query']>, 'budgets'> = {
  budgets: (_root, _args, { product, viewer }) => listBudgets(product.database, viewer),
}

export const budgetMutations: Pick<NonNullable<Resolvers['Mutation']>, 'setBudget' | 'removeBudget'> = {
  setBudget: (_root, { input }, { product: { database, registry }, viewer }) =>
    setBudget({ database, knowsAgent: (name) => registry.get(name) !== undefined }, viewer, input),
  removeBudget: (_root, { id }, { product, viewer }) => removeBudget(product.database, viewer, id),
}

export const budgetResolvers: Pick<Resolvers, 'Budget'> = {
  Budget: {
    id: ({ _id }) => _id,
    subject: ({ subject }) => subject ?? null,
    tokens: ({ limits }) => limits.tokens ?? null,
    costMicros: ({ limits }) => limits.costMicros ?? null,
    runs: ({ limits }) => limits.runs ?? null,
    usedTokens: ({ used }) => used.tokens,
    usedCostMicros: ({ used }) => used.costMicros,
    usedRuns: ({ used, reserved }) => used.runs + reserved.runs,
    reservedTokens: ({ reserved }) => reserved.tokens,
    reservedCostMicros: ({ reserved }) => reserved.costMicros,
    resetsAt: (budget) => resetsAt(budget, new Date()),
  },
}
