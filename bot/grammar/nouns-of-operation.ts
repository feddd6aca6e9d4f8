// What can be said of the crew and of oneself: agents, queue, figures, alerts, settings. Read through nouns.ts.
import type { Noun } from './noun.ts'

export const nounsOfOperation = [
  {
    name: 'agent',
    aliases: ['agents', 'crew'],
    title: 'Agents',
    verbs: [
      { name: 'list', aliases: ['ls'], takes: '[text]', summary: 'The crew: who works, who waits', example: 'agents' },
      {
        name: 'show',
        aliases: ['get', 'status', 'describe'],
        takes: '<name>',
        summary: 'One agent, its parameters and state',
        example: 'agent show copywriter',
      },
      { name: 'enable', aliases: ['on'], takes: '<name>', summary: 'Switch it on', example: 'agent enable copywriter', needs: 'CONFIGURE' },
      {
        name: 'disable',
        aliases: ['off', 'drain'],
        takes: '<name> [reason]',
        summary: 'Switch it off; what runs may finish',
        example: 'agent disable copywriter',
        needs: 'CONFIGURE',
      },
      { name: 'reset', takes: '<name>', summary: 'Close its circuit by hand', example: 'agent reset copywriter', needs: 'CONFIGURE' },
    ],
  },
  {
    name: 'queue',
    aliases: ['backlog', 'overview'],
    title: 'Queue',
    verbs: [
      { name: 'show', aliases: ['status', 'list'], summary: 'The queue at a glance', example: 'status' },
      {
        name: 'run',
        aliases: ['start'],
        takes: '[agent=…] [max=5]',
        summary: 'Run waiting tasks now',
        example: 'queue run',
        needs: 'OPERATE_QUEUE',
      },
    ],
  },
  {
    name: 'worker',
    aliases: ['workers'],
    title: 'Workers',
    verbs: [
      { name: 'list', aliases: ['ls', 'show', 'status'], summary: 'Processes that run tasks', example: 'workers' },
      {
        name: 'drain',
        aliases: ['stop'],
        takes: '<id>',
        summary: 'Let one finish and take nothing new',
        example: 'worker drain <id>',
        needs: 'CONFIGURE',
      },
      {
        name: 'resume',
        takes: '<id>',
        summary: 'Let one that drains take work again',
        example: 'worker resume <id>',
        needs: 'CONFIGURE',
      },
    ],
  },
  {
    name: 'stats',
    aliases: ['statistics', 'chart', 'metrics', 'performance'],
    title: 'Statistics',
    verbs: [{ name: 'show', takes: '[minutes=60]', summary: 'What ran, how fast, as a picture and as text', example: 'stats minutes=60' }],
  },
  {
    name: 'alert',
    aliases: ['alerts'],
    title: 'Alerts',
    ids: 'alert',
    verbs: [
      { name: 'list', aliases: ['ls'], summary: 'What needs an eye', example: 'alerts' },
      { name: 'show', aliases: ['get'], takes: '<id>', summary: 'One alert', example: 'alert show A-5' },
      {
        name: 'ack',
        aliases: ['acknowledge', 'take'],
        takes: '<id> [note]',
        summary: 'Say that you look after it',
        example: 'alert ack A-5',
      },
      { name: 'here', takes: '[off]', summary: 'Show alerts in this channel from now on', example: 'alerts here', needs: 'CONFIGURE' },
    ],
  },
  {
    name: 'audit',
    title: 'Audit log',
    verbs: [
      {
        name: 'list',
        aliases: ['ls', 'show', 'log'],
        takes: '[actor=…] [subject=T-1042]',
        summary: 'Who did what',
        example: 'audit subject=T-1042',
        needs: 'AUDIT',
      },
    ],
  },
  {
    name: 'settings',
    aliases: ['setting', 'preferences', 'prefs'],
    title: 'Settings',
    verbs: [
      { name: 'show', aliases: ['edit', 'open'], summary: 'Your quiet hours, digest, default channel and time zone', example: 'settings' },
    ],
  },
  {
    name: 'link',
    aliases: ['login', 'connect', 'account'],
    title: 'Account',
    verbs: [
      { name: 'add', takes: '[code]', summary: 'Link your Slack account to Capstan', example: 'link' },
      { name: 'remove', aliases: ['undo', 'delete'], summary: 'Undo the link', example: 'link remove' },
      { name: 'who', aliases: ['whoami', 'show', 'status'], summary: 'Who Capstan thinks you are', example: 'whoami' },
    ],
  },
  {
    name: 'help',
    aliases: ['?', 'commands', 'usage'],
    title: 'Help',
    verbs: [{ name: 'show', takes: '[topic]', summary: 'What you can say', example: 'help schedules' }],
  },
] as const satisfies readonly Noun[]
