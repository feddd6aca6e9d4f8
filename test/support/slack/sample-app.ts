// A tiny Bolt app that uses every way in and out of Slack, to prove the stand-in against the real library and to drive its page.
import { App, LogLevel } from '@slack/bolt'
import type { View } from '@slack/types'
import { afterAll } from 'vitest'
import type { SlackStandIn } from '../../../bot/stand-in/test-api.ts'
import { everyInput, gallery } from './gallery.ts'

const text = (value: string) => ({ type: 'plain_text' as const, text: value })

export const form: View = {
  type: 'modal',
  callback_id: 'form',
  title: text('Write an article'),
  submit: text('Start'),
  close: text('Not now'),
  private_metadata: 'article',
  notify_on_close: true,
  blocks: [
    { type: 'input', block_id: 'topic', label: text('Topic'), element: { type: 'plain_text_input', action_id: 'value', max_length: 50 } },
    {
      type: 'input',
      block_id: 'words',
      label: text('Words'),
      hint: text('From 100 to 5000'),
      element: { type: 'number_input', action_id: 'value', is_decimal_allowed: false, min_value: '100', max_value: '5000' },
    },
    {
      type: 'input',
      block_id: 'agent',
      optional: true,
      label: text('Agent'),
      element: { type: 'external_select', action_id: 'agent', min_query_length: 0 },
    },
  ],
}

/** To be called at the top of a test file, after its stand-in: starts apps over a socket or HTTP, as the stand-in is; stops them first. */
export function createSampleApps(): (slack: SlackStandIn, mode: 'socket' | 'http') => Promise<App> {
  const running: App[] = []
  afterAll(async () => {
    for (const app of running) await app.stop()
  })
  return async (slack, mode) => {
    const app = createApp(slack, mode)
    listen(app)
    if (mode === 'socket') {
      await app.start()
      await slack.connected()
    } else {
      const server = (await app.start({ port: 0, host: '127.0.0.1' })) as { address(): { port: number } }
      slack.connect(`http://127.0.0.1:${server.address().port}/slack/events`)
    }
    running.push(app)
    return app
  }
}

function createApp(slack: SlackStandIn, mode: 'socket' | 'http'): App {
  return new App({
    token: slack.credentials.botToken,
    signingSecret: slack.credentials.signingSecret,
    ...(mode === 'socket' ? { socketMode: true, appToken: slack.credentials.appToken } : {}),
    clientOptions: { slackApiUrl: slack.apiUrl },
    logLevel: LogLevel.ERROR,
  })
}

function listen(app: App): void {
  app.command('/capstan', async ({ ack, command, client, respond, say }) => {
    const [word] = command.text.split(' ')
    if (word === 'silent') return
    if (word === 'help') return ack({ response_type: 'ephemeral', text: 'I can: help, form, card' })
    await ack()
    if (word === 'form') await client.views.open({ trigger_id: command.trigger_id, view: form })
    else if (word === 'card') await say(card('waiting'))
    else if (word === 'gallery') await say({ text: 'One of everything', blocks: gallery })
    else if (word === 'every') await client.views.open({ trigger_id: command.trigger_id, view: everyInput })
    else if (word === 'file') {
      await client.files.uploadV2({ channel_id: command.channel_id, filename: 'log.txt', content: 'one line', initial_comment: 'The log' })
    } else await respond(`You said ${command.text}`)
  })
  app.event('app_mention', async ({ event, say }) => {
    await say({ text: `Yes, <@${event.user}>?`, thread_ts: event.ts })
  })
  app.message(async ({ message, say }) => {
    if (message.subtype === undefined) await say(`Heard: ${message.text}`)
  })
  app.event('app_home_opened', async ({ event, client }) => {
    await client.views.publish({
      user_id: event.user,
      view: { type: 'home', blocks: [{ type: 'header', text: text('Your work') }] },
    })
  })
  app.action('card.press', async ({ ack, body, respond }) => {
    await ack()
    await respond({ ...card(`pressed by <@${body.user.id}>`), replace_original: true })
  })
  app.options('agent', async ({ ack, payload }) => {
    await ack({
      options: ['copywriter', 'coder'].filter((name) => name.startsWith(payload.value)).map((name) => ({ text: text(name), value: name })),
    })
  })
  app.view('form', async ({ ack, view, client, body }) => {
    const topic = view.state.values['topic']?.['value']?.value ?? ''
    if (topic === 'taken') return ack({ response_action: 'errors', errors: { topic: 'There is one already.' } })
    await ack()
    await client.chat.postMessage({ channel: body.user.id, text: `Article on ${topic}` })
  })
  app.view({ callback_id: 'form', type: 'view_closed' }, async ({ ack, client, body }) => {
    await ack()
    await client.chat.postMessage({ channel: body.user.id, text: 'Another time, then' })
  })
  app.view('every', async ({ ack, view, client, body }) => {
    await ack()
    await client.chat.postMessage({ channel: body.user.id, text: JSON.stringify(view.state.values) })
  })
  app.action(/^(go|stop|logs|more|pick)$/, async ({ ack, action, client, body }) => {
    await ack()
    const chosen = 'selected_option' in action ? ` ${action.selected_option?.value}` : ''
    await client.chat.postMessage({
      channel: body.channel?.id ?? '',
      text: `Used ${'action_id' in action ? action.action_id : ''}${chosen}`,
    })
  })
  app.shortcut('queue_as_task', async ({ ack, shortcut, client }) => {
    await ack()
    await client.views.open({ trigger_id: shortcut.trigger_id, view: form })
  })
}

function card(state: string) {
  return {
    text: `A card, ${state}`,
    blocks: [
      { type: 'section' as const, text: { type: 'mrkdwn' as const, text: `A card, *${state}*` } },
      {
        type: 'actions' as const,
        block_id: 'card',
        elements: [{ type: 'button' as const, action_id: 'card.press', text: text('Press'), value: '1', confirm: { text: text('Sure?') } }],
      },
    ],
  }
}
