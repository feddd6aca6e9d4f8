// Whom a filter means: people are known by their id, their email address or their name.
import type { Database } from '../mongo.ts'
import type { UserDoc } from './user.ts'

const mostNamesakes = 100

/** What was said, as an id, and the ids of the people of the workspace who are called so. */
export async function idsOfPerson(database: Database, workspace: string, said: string): Promise<string[]> {
  const text = said.trim()
  const rows = await database
    .collection<UserDoc>('users')
    .find(
      { 'memberships.workspace': workspace, $or: [{ email: { $eq: text } }, { name: { $eq: text } }] },
      { projection: { _id: 1 }, limit: mostNamesakes, collation: { locale: 'en', strength: 2 } },
    )
    .toArray()
  return [...new Set([said, ...rows.map(({ _id }) => _id)])]
}
