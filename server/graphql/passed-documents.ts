// The documents that have passed all rules, by their text: clients ask the same again and again. Knows no rule.
import type { DocumentNode } from 'graphql'

const mostDocuments = 1000
const longestRemembered = 20_000

export interface PassedDocuments {
  get(text: string): DocumentNode | undefined
  set(text: string, document: DocumentNode): void
}

export function createPassedDocuments(): PassedDocuments {
  const documents = new Map<string, DocumentNode>()
  return {
    get: (text) => documents.get(text),
    set(text, document) {
      if (text.length > longestRemembered) return
      if (documents.size >= mostDocuments) documents.clear()
      documents.set(text, document)
    },
  }
}
