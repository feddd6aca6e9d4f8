// What a Web API method is given, and what it is: every method-*.ts holds some, methods.ts all of them.
import type { Json } from './test-api.ts'
import type { Triggers } from './triggers.ts'
import type { Team, World } from './world.ts'

export interface Call {
  world: World
  /** The workspace of the token. */
  team: Team
  args: Json
  triggers: Triggers
  /** Of the stand-in's own server. */
  url: string
  oauth: { redeem(args: Json): Team }
  openSocket(): string
}

/** Answers what comes besides `ok`, or throws a SlackRefusal. */
export type Method = (call: Call) => Json
