// An outbox in a process of its own, to be killed in the middle of a post. Arguments: database, address of the Web API, token,
// milliseconds of a lease.
import { createOutbox } from '../../../bot/outbox/outbox.ts'
import { connectStore } from '../../../bot/store/mongo-store.ts'

const [database = '', slackApiUrl = '', token = '', leaseMs] = process.argv.slice(2)
const store = await connectStore(database)
const outbox = await createOutbox({ store, slackApiUrl, tokenOf: async () => token, leaseMs: Number(leaseMs) })
outbox.start()
process.stdout.write('started\n')
