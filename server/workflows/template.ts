// A workflow that people start by name: one of those that come with the product, or one that somebody saved.
import type { Json } from '../agents/adapter.ts'
import type { Person } from '../queue/task.ts'

export interface Template {
  name: string
  version: number
  /** Every version there is, oldest first. */
  versions: number[]
  title: string
  description: string
  builtIn: boolean
  definition: Json
  createdAt?: Date
  createdBy?: Person
}
