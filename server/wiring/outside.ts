// What agents that work elsewhere are given: orders signed with the installation's keys, callbacks, and the ways out of this server.
import { SignJWT } from 'jose'
import type { Outside } from '../agents/remote/outside.ts'
import { createSigningKeys, signingAlgorithm } from '../auth/signing-keys.ts'
import { createSlackPost } from '../outbound/slack-message.ts'
import { createMailer } from '../outbound/smtp.ts'
import { webhookKeys } from '../outbound/webhook-signature.ts'
import { createCallbacks } from '../tasks/callback-store.ts'
import type { Parts } from './parts.ts'

const orderSeconds = 5 * 60

type OutsideNeeds = Pick<Parts, 'config' | 'database' | 'vault' | 'feed' | 'workspaces'>

export function createOutside({ config, database, vault, feed, workspaces }: OutsideNeeds): Outside {
  const keys = createSigningKeys({ database, sealing: vault })
  const callbacks = createCallbacks({ database, vault, feed })
  return {
    signTask: async ({ audience, task, ...claims }) => {
      const { kid, key } = await keys.signer()
      return new SignJWT(claims)
        .setProtectedHeader({ alg: signingAlgorithm, kid, typ: 'capstan-task+jwt' })
        .setIssuer(config.publicUrl)
        .setSubject(task)
        .setAudience(audience)
        .setIssuedAt()
        .setExpirationTime(`${orderSeconds}s`)
        .sign(key)
    },
    openCallback: (context) => callbacks.open(context, config.publicUrl),
    webhookKeys: (workspace) => webhookKeys(vault.derive, { workspace, rotation: workspaces.get(workspace).webhookKey }),
    postToSlack: createSlackPost({ token: config.slackBotToken, apiUrl: config.slackApiUrl }),
    mailer: config.smtpUrl ? createMailer(config.smtpUrl) : undefined,
  }
}
