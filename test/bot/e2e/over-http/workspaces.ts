// Several workspaces by OAuth: installed through the consent page, tokens sealed, forgotten when the app is removed.
import { expect, it } from 'vitest'
import { createBotRig, eventually, mine } from '../../rig.ts'
import { stage } from './stage.ts'

const rig = createBotRig()

it('is installed by consent, works in that workspace, keeps its token sealed, and forgets it when it is removed', async () => {
  const all = await rig.start({
    server: stage().server,
    slack: { mode: 'http' },
    env: { SLACK_CLIENT_ID: 'to be told', SLACK_CLIENT_SECRET: 'to be told', CAPSTAN_SECRET_KEY: 'a secret key of at least 32 characters' },
  })
  const { slack } = all
  await all.stopBot(all.bot)
  const port = new URL(all.bot.url ?? '').port
  const bot = await all.startBot({
    BOT_PORT: port,
    BOT_URL: `http://127.0.0.1:${port}`,
    SLACK_CLIENT_ID: slack.credentials.clientId,
    SLACK_CLIENT_SECRET: slack.credentials.clientSecret,
  })
  const refused = await slack.command('ann', 'help')
  expect(refused.acknowledged).toBe(true)

  const install = await fetch(`${bot.url}/slack/install`, { redirect: 'manual' })
  expect(install.status).toBe(302)
  const cookie = install.headers
    .getSetCookie()
    .map((one) => one.split(';')[0])
    .join('; ')
  const consent = await fetch(install.headers.get('location') ?? '', { redirect: 'manual' })
  const back = consent.headers.get('location') ?? ''
  expect((await fetch(back, { redirect: 'manual' })).status).toBe(400)
  const callback = await fetch(back, { redirect: 'manual', headers: { cookie } })
  expect(callback.status).toBeLessThan(400)

  const rows = await eventually(async () => {
    const found = await rig.database.db.collection('bot_installations').find({}).toArray()
    return found.length > 0 && found
  }, 'the installation')
  expect(JSON.stringify(rows)).not.toMatch(/xoxb-/)
  const team = String(rows[0]?._id)
  await slack.command('ann', 'help')
  if (team === slack.team.id) {
    await slack.waitForMessage('general', mine('To begin with'), 'ann')
    await slack.uninstall()
    await eventually(async () => (await rig.database.db.collection('bot_installations').countDocuments({})) === 0, 'the token to go')
  }
  expect(team).toBe(slack.team.id)
})
