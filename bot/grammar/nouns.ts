// Every command there is, in one table: parser, help and the check of who may do what read it. Carries nothing out.
import type { ViewerAction } from '../generated/operations.ts'
import type { IdNoun } from './ids.ts'

export interface Verb {
  name: string
  aliases?: readonly string[]
  /** What follows the verb. */
  takes?: string
  summary: string
  example?: string
  /** Left out of the help of those who may not. */
  needs?: ViewerAction
}

export interface Noun {
  name: string
  aliases?: readonly string[]
  title: string
  /** The kind of id that stands for the noun. */
  ids?: IdNoun
  /** The first is meant when no verb is given. */
  verbs: readonly Verb[]
}

export const nouns = [
  {
    name: 'task',
    aliases: ['tasks', 'job', 'jobs'],
    title: 'Tasks',
    ids: 'task',
    verbs: [
      { name: 'list', aliases: ['ls'], takes: '[status=failed] [agent=…] [tag=…] [text]', summary: 'Tasks, newest first', example: 'list status=failed' },
      { name: 'show', aliases: ['status', 'get', 'why', 'watch'], takes: '<id>', summary: 'One task, live: state, attempts, why it waits', example: 'show T-1042' },
      {
        name: 'run',
        aliases: ['submit', 'start', 'new', 'queue'],
        takes: '<agent> [parameter=value …] [priority=high]',
        summary: 'Hand work to an agent; without parameters a form opens',
        example: 'run copywriter topic="AI trends" word_count=1200 priority=high',
        needs: 'SUBMIT',
      },
      { name: 'cancel', aliases: ['stop', 'abort', 'kill'], takes: '<id> [reason]', summary: 'Stop a task', example: 'cancel T-1042 "not needed"', needs: 'SUBMIT' },
      { name: 'retry', aliases: ['rerun'], takes: '<id> [parameter=value …]', summary: 'Try again, with other parameters if you give any', example: 'retry T-1042', needs: 'SUBMIT' },
      { name: 'logs', aliases: ['log'], takes: '<id>', summary: 'What it wrote while it worked', example: 'logs T-1042' },
      { name: 'priority', aliases: ['reprioritize', 'reprioritise', 'prio'], takes: '<id> critical|high|normal|low', summary: 'Move it in the queue', example: 'priority T-1042 high', needs: 'SUBMIT' },
    ],
  },
  {
    name: 'workflow',
    aliases: ['workflows', 'wf', 'flow'],
    title: 'Workflows',
    ids: 'workflow',
    verbs: [
      { name: 'list', aliases: ['ls', 'templates'], summary: 'Templates to start and runs under way', example: 'workflow list' },
      { name: 'start', aliases: ['run', 'new'], takes: '<template> [parameter=value …]', summary: 'Start a template; without parameters a form opens', example: 'workflow start research-report topic="Solar"', needs: 'SUBMIT' },
      { name: 'show', aliases: ['status', 'get', 'watch'], takes: '<id>', summary: 'One run, live, with its graph', example: 'workflow show W-17' },
      { name: 'pause', aliases: ['hold'], takes: '<id> [reason]', summary: 'Let what runs end and start nothing new', example: 'workflow pause W-17', needs: 'SUBMIT' },
      { name: 'resume', aliases: ['continue', 'unpause'], takes: '<id>', summary: 'Go on', example: 'workflow resume W-17', needs: 'SUBMIT' },
      { name: 'cancel', aliases: ['stop', 'abort'], takes: '<id> [reason]', summary: 'Stop a run', example: 'workflow cancel W-17', needs: 'SUBMIT' },
      { name: 'retry', aliases: ['rerun'], takes: '<id> [step]', summary: 'Try the failed steps again; finished ones are kept', example: 'workflow retry W-17', needs: 'SUBMIT' },
    ],
  },
  {
    name: 'request',
    aliases: ['requests', 'approval', 'approvals', 'question', 'questions'],
    title: 'Approvals and questions',
    ids: 'request',
    verbs: [
      { name: 'list', aliases: ['ls', 'mine'], summary: 'What waits for people, yours first', example: 'requests' },
      { name: 'show', aliases: ['status', 'get'], takes: '<id>', summary: 'One approval or question', example: 'request show R-12' },
      { name: 'approve', aliases: ['yes', 'ok', 'accept'], takes: '<id> [reason]', summary: 'Say yes', example: 'approve R-12' },
      { name: 'reject', aliases: ['no', 'deny', 'decline'], takes: '<id> <reason>', summary: 'Say no, and why', example: 'reject R-12 "budget is used up"' },
      { name: 'answer', aliases: ['reply'], takes: '<id> <answer>', summary: 'Answer a question', example: 'answer R-13 "the second draft"' },
    ],
  },
  {
    name: 'dead',
    aliases: ['dlq', 'deadletter', 'deadletters', 'dead-letter', 'dead-letters', 'failures', 'failed'],
    title: 'Dead letters',
    ids: 'dead',
    verbs: [
      { name: 'groups', aliases: ['summary', 'group'], summary: 'Given-up tasks, grouped by what went wrong', example: 'dead' },
      { name: 'list', aliases: ['ls'], takes: '[agent=…]', summary: 'Given-up tasks one by one', example: 'dead list agent=copywriter' },
      { name: 'show', aliases: ['get', 'status'], takes: '<id>', summary: 'One of them with attempts and stack', example: 'dead show D-1042' },
      { name: 'retry', aliases: ['resubmit', 'requeue'], takes: '<id …> | all [agent=…]', summary: 'Submit again', example: 'dead retry D-1042', needs: 'SUBMIT' },
      { name: 'discard', aliases: ['drop', 'dismiss'], takes: '<id> <reason>', summary: 'Put aside', example: 'dead discard D-1042 "typo in the topic"', needs: 'SUBMIT' },
      { name: 'assign', aliases: ['give'], takes: '<id> @person', summary: 'Say who looks after it', example: 'dead assign D-1042 @ann', needs: 'SUBMIT' },
    ],
  },
  {
    name: 'schedule',
    aliases: ['schedules', 'cron'],
    title: 'Schedules',
    ids: 'schedule',
    verbs: [
      { name: 'list', aliases: ['ls'], summary: 'Schedules and when they run next', example: 'schedules' },
      { name: 'new', aliases: ['create', 'add', 'wizard'], summary: 'Make one, step by step', example: 'schedule new', needs: 'SCHEDULE' },
      { name: 'show', aliases: ['get', 'status'], takes: '<id>', summary: 'One schedule with its next and last runs', example: 'schedule show S-3' },
      { name: 'post', takes: '#channel <when> "text"', summary: 'Post a message again and again', example: 'post #team every weekday at 9:00 "Stand-up!"', needs: 'SCHEDULE' },
      { name: 'run', aliases: ['now', 'trigger'], takes: '<id>', summary: 'Run it now', example: 'schedule run S-3', needs: 'SCHEDULE' },
      { name: 'pause', aliases: ['hold', 'stop', 'disable'], takes: '<id> [reason]', summary: 'Let it rest', example: 'schedule pause S-3', needs: 'SCHEDULE' },
      { name: 'resume', aliases: ['continue', 'enable'], takes: '<id>', summary: 'Let it run again', example: 'schedule resume S-3', needs: 'SCHEDULE' },
      { name: 'edit', aliases: ['change', 'update'], takes: '<id>', summary: 'Change it in a form', example: 'schedule edit S-3', needs: 'SCHEDULE' },
      { name: 'delete', aliases: ['remove', 'rm', 'cancel'], takes: '<id>', summary: 'Remove it', example: 'schedule delete S-3', needs: 'SCHEDULE' },
    ],
  },
  {
    name: 'agent',
    aliases: ['agents', 'crew'],
    title: 'Agents',
    verbs: [
      { name: 'list', aliases: ['ls'], takes: '[text]', summary: 'The crew: who works, who waits', example: 'agents' },
      { name: 'show', aliases: ['get', 'status', 'describe'], takes: '<name>', summary: 'One agent, its parameters and state', example: 'agent show copywriter' },
      { name: 'enable', aliases: ['on'], takes: '<name>', summary: 'Switch it on', example: 'agent enable copywriter', needs: 'CONFIGURE' },
      { name: 'disable', aliases: ['off', 'drain'], takes: '<name> [reason]', summary: 'Switch it off; what runs may finish', example: 'agent disable copywriter', needs: 'CONFIGURE' },
      { name: 'reset', takes: '<name>', summary: 'Close its circuit by hand', example: 'agent reset copywriter', needs: 'CONFIGURE' },
    ],
  },
  {
    name: 'queue',
    aliases: ['backlog', 'overview'],
    title: 'Queue',
    verbs: [
      { name: 'show', aliases: ['status', 'list'], summary: 'The queue at a glance', example: 'status' },
      { name: 'run', aliases: ['start'], takes: '[agent=…] [max=5]', summary: 'Run waiting tasks now', example: 'queue run', needs: 'OPERATE_QUEUE' },
    ],
  },
  {
    name: 'worker',
    aliases: ['workers'],
    title: 'Workers',
    verbs: [
      { name: 'list', aliases: ['ls', 'show', 'status'], summary: 'Processes that run tasks', example: 'workers' },
      { name: 'drain', aliases: ['stop'], takes: '<id>', summary: 'Let one finish and take nothing new', example: 'worker drain <id>', needs: 'CONFIGURE' },
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
      { name: 'ack', aliases: ['acknowledge', 'take'], takes: '<id> [note]', summary: 'Say that you look after it', example: 'alert ack A-5' },
      { name: 'here', takes: '[off]', summary: 'Show alerts in this channel from now on', example: 'alerts here', needs: 'CONFIGURE' },
    ],
  },
  {
    name: 'audit',
    title: 'Audit log',
    verbs: [{ name: 'list', aliases: ['ls', 'show', 'log'], takes: '[actor=…] [subject=T-1042]', summary: 'Who did what', example: 'audit subject=T-1042', needs: 'AUDIT' }],
  },
  {
    name: 'settings',
    aliases: ['setting', 'preferences', 'prefs'],
    title: 'Settings',
    verbs: [{ name: 'show', aliases: ['edit', 'open'], summary: 'Your quiet hours, digest, default channel and time zone', example: 'settings' }],
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

type NounOf = (typeof nouns)[number]
type NamesOf<N> = N extends { name: infer Name extends string; verbs: readonly (infer V)[] }
  ? V extends { name: infer VerbName extends string }
    ? `${Name}.${VerbName}`
    : never
  : never

/** `task.cancel`, `workflow.start`, ... */
export type CommandName = NamesOf<NounOf>

/** Words that stand for a noun and a verb at once. */
export const shorthands: { [word: string]: CommandName } = {
  run: 'task.run',
  submit: 'task.run',
  list: 'task.list',
  ls: 'task.list',
  cancel: 'task.cancel',
  stop: 'task.cancel',
  retry: 'task.retry',
  logs: 'task.logs',
  log: 'task.logs',
  priority: 'task.priority',
  show: 'task.show',
  watch: 'task.show',
  why: 'task.show',
  status: 'queue.show',
  start: 'workflow.start',
  approve: 'request.approve',
  reject: 'request.reject',
  answer: 'request.answer',
  post: 'schedule.post',
  ack: 'alert.ack',
  whoami: 'link.who',
  unlink: 'link.remove',
}

export function findNoun(word: string): Noun | undefined {
  const given = word.toLowerCase()
  return (nouns as readonly Noun[]).find(({ name, aliases = [] }) => name === given || aliases.includes(given))
}

export function findVerb({ verbs }: Noun, word: string): Verb | undefined {
  const given = word.toLowerCase()
  return verbs.find(({ name, aliases = [] }) => name === given || aliases.includes(given))
}

export function verbOf(name: CommandName): { noun: Noun; verb: Verb } {
  const [nounName = '', verbName = ''] = name.split('.')
  const noun = findNoun(nounName)
  const verb = noun && findVerb(noun, verbName)
  if (!verb) throw new Error(`There is no command ${name}`)
  return { noun, verb }
}
