// The numbers Slack holds messages, views and calls to, in one table. Whoever builds, cuts, checks or paces reads them here.
// Knows nothing of what is shown.

/** Lengths are in characters, counts in pieces. */
export const limits = {
  message: { blocks: 50, blocksLength: 13_200, text: 40_000, adviseText: 4000, attachments: 100, markdown: 12_000, metadataBytes: 8000 },
  view: { blocks: 100, bytes: 250_000, title: 24, button: 24, privateMetadata: 3000, callbackId: 255, externalId: 255, stack: 3 },
  block: { id: 255 },
  section: { text: 3000, fields: 10, field: 2000 },
  header: { text: 150 },
  context: { elements: 10, text: 3000 },
  contextActions: { elements: 5 },
  actions: { elements: 25 },
  input: { label: 2000, hint: 2000 },
  image: { altText: 2000, title: 2000, url: 3000 },
  video: { title: 200, author: 50 },
  markdown: { text: 12_000 },
  alert: { text: 3000 },
  table: { rows: 100, columns: 20 },
  dataTable: { rows: 100, columns: 20, pageSize: 100 },
  card: { title: 150, subtitle: 150, body: 200, actions: 3 },
  carousel: { cards: 10 },
  container: { blocks: 10, title: 150, subtitle: 150 },
  plan: { title: 256, tasks: 50 },
  taskCard: { id: 255, title: 256, sources: 20 },
  richText: { text: 3000 },
  action: { id: 255 },
  button: { text: 75, value: 2000, url: 3000, accessibilityLabel: 75 },
  confirm: { title: 100, text: 300, button: 30 },
  placeholder: { text: 150 },
  select: { options: 100, groups: 100, label: 75 },
  option: { text: 75, value: 150, description: 75, url: 3000 },
  checkboxes: { options: 10 },
  radioButtons: { options: 10 },
  overflow: { options: 5 },
  plainTextInput: { length: 3000 },
  fileInput: { files: 10 },
  suggestions: { options: 100 },
  responseUrl: { posts: 5, forMs: 30 * 60_000 },
  trigger: { forMs: 3000 },
  acknowledge: { withinMs: 3000 },
} as const

/** How often a method may be called a minute, in one workspace. Methods that are not named here are not ours to call. */
export const callsPerMinute = {
  'apps.connections.open': 1,
  'auth.test': 600,
  'chat.delete': 50,
  'chat.getPermalink': 600,
  'chat.postEphemeral': 100,
  'chat.postMessage': 200,
  'chat.update': 50,
  'conversations.info': 50,
  'conversations.join': 50,
  'conversations.list': 20,
  'conversations.members': 100,
  'conversations.open': 50,
  'files.completeUploadExternal': 100,
  'files.getUploadURLExternal': 100,
  'oauth.v2.access': 600,
  'reactions.add': 50,
  'reactions.remove': 20,
  'team.info': 50,
  'users.info': 100,
  'users.list': 20,
  'views.open': 100,
  'views.publish': 100,
  'views.push': 100,
  'views.update': 100,
} as const

export type SlackMethod = keyof typeof callsPerMinute

/** Posts to one channel. Above it Slack answers 429, or hides posts without a word. */
export const postsPerSecondInAChannel = 1
