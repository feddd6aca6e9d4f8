// What Slack has to know of the app: commands, shortcuts, events, scopes. Made for the configured address; docs/slack.md shows how to use it.
export const scopes = {
  needed: ['commands', 'chat:write', 'app_mentions:read', 'im:history', 'im:read', 'im:write', 'users:read'],
  /** Without them the bot works: no marks on cards, no files, no cards in channels it is not in. */
  useful: ['chat:write.public', 'reactions:write', 'files:write'],
} as const

export const shortcuts = { queueAsTask: 'queue_as_task', newTask: 'new_task' } as const

export const botEvents = ['app_home_opened', 'app_mention', 'message.im', 'app_uninstalled', 'tokens_revoked'] as const

export interface ManifestOptions {
  /** Where Slack reaches the bot; left out: Socket Mode. */
  url?: string | undefined
  /** Several workspaces install it by themselves. */
  oauth?: boolean
}

export function createManifest({ url, oauth = false }: ManifestOptions) {
  const events = url && new URL('/slack/events', url).href
  return {
    display_information: {
      name: 'Capstan',
      description: 'Hands work to a crew of AI agents and shows how it goes.',
      background_color: '#1f2a44',
    },
    features: {
      app_home: { home_tab_enabled: true, messages_tab_enabled: true, messages_tab_read_only_enabled: false },
      bot_user: { display_name: 'capstan', always_online: true },
      slash_commands: [
        {
          command: '/capstan',
          description: 'Run agents, watch tasks, decide, schedule',
          usage_hint: 'help | run <agent> topic="..." | status | list | dead | requests | schedules',
          should_escape: true,
          ...(events && { url: events }),
        },
      ],
      shortcuts: [
        { name: 'Queue as task', type: 'message', callback_id: shortcuts.queueAsTask, description: 'Hand this message to an agent' },
        { name: 'New task', type: 'global', callback_id: shortcuts.newTask, description: 'Hand work to an agent' },
      ],
    },
    oauth_config: {
      scopes: { bot: [...scopes.needed, ...scopes.useful], bot_optional: [...scopes.useful] },
      ...(oauth && url && { redirect_urls: [new URL('/slack/oauth_redirect', url).href] }),
    },
    settings: {
      event_subscriptions: { bot_events: [...botEvents], ...(events && { request_url: events }) },
      interactivity: { is_enabled: true, ...(events && { request_url: events, message_menu_options_url: events }) },
      org_deploy_enabled: false,
      socket_mode_enabled: events === undefined,
      token_rotation_enabled: false,
    },
  }
}
