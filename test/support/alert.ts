// An alert in the database, as the watch makes one: nobody can order it.
import { createAlertStore } from '../../server/alerts/alert-store.ts'
import { createIdSource } from '../../server/ids.ts'
import { connectDatabase } from '../../server/mongo.ts'

/** Answers its id. */
export async function createAlert(databaseUrl: string, workspace: string): Promise<string> {
  const database = await connectDatabase(databaseUrl)
  const sighting = {
    kind: 'budget.exhausted',
    workspace,
    subject: 'B-1',
    severity: 'WARNING' as const,
    title: 'Spent',
    detail: 'All of it.',
  }
  await createAlertStore({ database, alertIds: createIdSource(database, 'A'), notify: [] }).saw(sighting, new Date())
  const alert = await database.collection<{ _id: string; workspace: string }>('alerts').findOne({ workspace })
  await database.close()
  return alert!._id
}
