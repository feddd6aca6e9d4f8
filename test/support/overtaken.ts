// The database as it is for somebody who is overtaken: right after their first look at a collection, another one acts.
import type { Database } from '../../server/mongo.ts'

export function overtaken(database: Database, name: string, act: () => Promise<unknown>): Database {
  const collection = database.collection(name)
  let looks = 0
  function find(...args: Parameters<typeof collection.find>) {
    const cursor = collection.find(...args)
    const toArray = async () => {
      const rows = await cursor.toArray()
      if (looks++ === 0) await act()
      return rows
    }
    return { toArray }
  }
  const watched = new Proxy(collection, { get: (target, key) => (key === 'find' ? find : Reflect.get(target, key).bind(target)) })
  const choose = (asked: string) => (asked === name ? watched : database.collection(asked))
  return { ...database, collection: choose as Database['collection'] }
}
