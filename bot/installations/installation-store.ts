// The workspaces that let the bot in by OAuth: one row each, the token sealed, gone when the app is removed.
import type { Installation as BoltInstallation, InstallationQuery, InstallationStore } from '@slack/bolt'
import type { Store } from '../store/mongo-store.ts'
import type { Installation, Installations } from './installation.ts'
import type { Seal } from './seal.ts'

interface Row {
  _id: string
  enterprise: string | null
  /** Sealed. What Bolt wants back: the tokens among it. */
  installation: string
  botUserId: string
  botId: string | null
  installedBy: string
  installedAt: Date
}

export interface OAuthInstallations extends Installations {
  /** What Bolt's installer writes to. */
  store: InstallationStore
}

const rememberMs = 10_000

export async function createOAuthInstallations({ store, seal }: { store: Store; seal: Seal }): Promise<OAuthInstallations> {
  const rows = store.collection<Row>('bot_installations')
  const remembered = new Map<string, { at: number; installation: Installation }>()

  async function find(team: string): Promise<Installation | undefined> {
    const known = remembered.get(team)
    if (known && Date.now() - known.at < rememberMs) return known.installation
    const row = await rows.findOne({ _id: team })
    const botToken = row && (JSON.parse(seal.open(row.installation, team)) as BoltInstallation).bot?.token
    if (!row || !botToken) {
      remembered.delete(team)
      return undefined
    }
    const installation = { team, botToken, botUserId: row.botUserId, botId: row.botId ?? undefined }
    remembered.set(team, { at: Date.now(), installation })
    return installation
  }

  async function remove(team: string): Promise<void> {
    remembered.delete(team)
    await rows.deleteOne({ _id: team })
  }

  return {
    find,
    remove,
    teams: async () => (await rows.find({}, { projection: { _id: 1 } }).toArray()).map(({ _id }) => _id),
    store: boltStore(),
  }

  function boltStore(): InstallationStore {
    return {
      storeInstallation: async (installation) => {
        const team = installation.team?.id
        if (!team || !installation.bot) throw new Error('Install Capstan in a workspace; it cannot be installed for a whole organisation.')
        remembered.delete(team)
        const row = {
          enterprise: installation.enterprise?.id ?? null,
          installation: seal.close(JSON.stringify(installation), team),
          botUserId: installation.bot.userId,
          botId: installation.bot.id ?? null,
          installedBy: installation.user.id,
          installedAt: new Date(),
        }
        await rows.updateOne({ _id: team }, { $set: row }, { upsert: true })
      },
      fetchInstallation: async (query: InstallationQuery<boolean>) => {
        const row = await rows.findOne({ _id: query.teamId ?? '' })
        if (!row) throw new Error('Capstan is not installed in this workspace.')
        return JSON.parse(seal.open(row.installation, row._id)) as BoltInstallation<'v2', false>
      },
      deleteInstallation: async (query: InstallationQuery<boolean>) => remove(query.teamId ?? ''),
    }
  }
}
