// What Slack is told of the app.
import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { createManifest, shortcuts } from '../../bot/manifest.ts'

it('is on disk as it is generated', () => {
  const onDisk = JSON.parse(readFileSync(new URL('../../bot/manifest.json', import.meta.url), 'utf8'))
  expect(onDisk).toEqual(createManifest({}))
})

it('keeps to the lengths Slack allows', () => {
  const { display_information: display, features } = createManifest({ url: 'https://bot.example.com', oauth: true })
  expect(display.name.length).toBeLessThanOrEqual(35)
  expect(display.description.length).toBeLessThanOrEqual(140)
  for (const { name } of features.shortcuts) expect(name.length).toBeLessThanOrEqual(24)
  for (const { usage_hint: hint, command } of features.slash_commands) {
    expect(hint.length).toBeLessThanOrEqual(1000)
    expect(command).toMatch(/^\/[a-z]{1,31}$/)
  }
  expect(features.shortcuts.map(({ callback_id: id }) => id)).toEqual([shortcuts.queueAsTask, shortcuts.newTask])
})

it('names the address for everything Slack sends, or Socket Mode', () => {
  const http = createManifest({ url: 'https://bot.example.com', oauth: true })
  expect(http.settings).toMatchObject({
    socket_mode_enabled: false,
    event_subscriptions: { request_url: 'https://bot.example.com/slack/events' },
    interactivity: { request_url: 'https://bot.example.com/slack/events' },
  })
  expect(http.oauth_config).toMatchObject({ redirect_urls: ['https://bot.example.com/slack/oauth_redirect'] })
  expect(createManifest({}).settings).toMatchObject({ socket_mode_enabled: true })
})

it('asks for no right to read channels', () => {
  expect(createManifest({}).oauth_config.scopes.bot.filter((scope) => /^(channels|groups|mpim):/.test(scope))).toEqual([])
})
