// What every listener, command and card is given: the parts of the bot, put together once in start.ts. Holds no behaviour.
import type { Cards } from './cards/cards.ts'
import type { Api } from './client/api.ts'
import type { Config } from './config.ts'
import type { DraftStore } from './forms/draft-store.ts'
import type { Homes } from './home/homes.ts'
import type { PeopleStore } from './home/people-store.ts'
import type { Installations } from './installations/installation.ts'
import type { ResponseUrls } from './listeners/response-url.ts'
import type { Logger } from './log.ts'
import type { Outbox } from './outbox/outbox.ts'
import type { SlackClients } from './slack-clients.ts'
import type { Seen } from './store/seen-store.ts'

export interface Parts {
  config: Config
  log: Logger
  api: Api
  outbox: Outbox
  seen: Seen
  installations: Installations
  slack: SlackClients
  responseUrls: ResponseUrls
  people: PeopleStore
  cards: Cards
  drafts: DraftStore
  homes: Homes
}
