// Every operation of the API and the action it is, or that anybody may ask for it. What is not listed here, nobody may ask for.
// Scopes of keys are names of operations, or one of four words for many of them.
export const actions = [
  'view',
  'submit',
  'schedule',
  'operateTask',
  'operateWorkflow',
  'decide',
  'acknowledge',
  'operateQueue',
  'configure',
  'manageUsers',
  'audit',
  'account',
  'link',
] as const
export type Action = (typeof actions)[number]

export type Access = Action | 'public'

/** Of a key: each word covers these actions. */
const scopeWords: Readonly<Record<string, readonly Action[]>> = {
  read: ['view'],
  submit: ['submit'],
  operate: ['schedule', 'operateTask', 'operateWorkflow', 'decide', 'acknowledge', 'operateQueue'],
  configure: ['configure', 'manageUsers', 'audit', 'account', 'link'],
}

export const operations: Readonly<Record<'Query' | 'Mutation' | 'Subscription', Readonly<Record<string, Access>>>> = {
  Query: {
    me: 'view',
    task: 'view',
    tasks: 'view',
    queueStats: 'view',
    agents: 'view',
    agentProblems: 'view',
    agent: 'view',
    workers: 'view',
    webhookSecret: 'configure',
    deadLetters: 'configure',
    deadLetter: 'configure',
    deadLetterGroups: 'configure',
    events: 'view',
    workflow: 'view',
    workflows: 'view',
    workflowTemplates: 'view',
    workflowTemplate: 'view',
    workflowTemplateDiff: 'view',
    checkWorkflow: 'view',
    drawWorkflow: 'view',
    requests: 'view',
    request: 'view',
    schedule: 'view',
    schedules: 'view',
    previewSchedule: 'view',
    upcomingRuns: 'view',
    alert: 'view',
    alerts: 'view',
    bottlenecks: 'view',
    agentPerformance: 'view',
    throughput: 'view',
    auditLog: 'audit',
    auditVerify: 'audit',
    users: 'manageUsers',
    apiKeys: 'account',
    budgets: 'view',
  },
  Mutation: {
    submitTask: 'submit',
    submitTasks: 'submit',
    submitEach: 'submit',
    cancelTask: 'operateTask',
    retryTask: 'operateTask',
    reprioritizeTask: 'operateTask',
    runQueue: 'operateQueue',
    resubmitDeadLetters: 'configure',
    discardDeadLetters: 'configure',
    noteDeadLetter: 'configure',
    assignDeadLetter: 'configure',
    setAgentEnabled: 'configure',
    resetCircuit: 'configure',
    drainWorker: 'configure',
    resumeWorker: 'configure',
    updateWorkspace: 'configure',
    rotateWebhookSecret: 'configure',
    startWorkflow: 'submit',
    saveWorkflowTemplate: 'submit',
    cancelWorkflow: 'operateWorkflow',
    pauseWorkflow: 'operateWorkflow',
    resumeWorkflow: 'operateWorkflow',
    retryWorkflow: 'operateWorkflow',
    publishEvent: 'submit',
    answerRequest: 'decide',
    createSchedule: 'schedule',
    updateSchedule: 'schedule',
    pauseSchedule: 'schedule',
    resumeSchedule: 'schedule',
    deleteSchedule: 'schedule',
    runSchedule: 'schedule',
    acknowledgeAlert: 'acknowledge',
    login: 'public',
    refreshSession: 'public',
    logout: 'account',
    changePassword: 'account',
    createUser: 'manageUsers',
    updateUser: 'manageUsers',
    createApiKey: 'account',
    revokeApiKey: 'account',
    createLinkCode: 'account',
    linkIdentity: 'link',
    unlinkIdentity: 'link',
    setBudget: 'configure',
    removeBudget: 'configure',
  },
  Subscription: {
    taskUpdated: 'view',
    events: 'view',
    queueStats: 'view',
    workflowUpdated: 'view',
    alerts: 'view',
  },
}

const byName = new Map<string, Access[]>()
for (const [name, access] of Object.values(operations).flatMap(Object.entries<Access>)) {
  byName.set(name, [...(byName.get(name) ?? []), access])
}

export function isScope(text: string): boolean {
  return Object.hasOwn(scopeWords, text) || byName.has(text)
}

/** Whether a key with these scopes may call this operation. */
export function allowsOperation(scopes: readonly string[], { name, action }: { name: string; action: Action }): boolean {
  return scopes.includes(name) || scopes.some((scope) => scopeWords[scope]?.includes(action))
}

/** Whether some operation of this kind is open to a key with these scopes. */
export function allowsAction(scopes: readonly string[], action: Action): boolean {
  return scopes.some((scope) => scopeWords[scope]?.includes(action) || byName.get(scope)?.includes(action))
}

/** Whether a key with these scopes may give this one to another key. */
export function mayPassOn(scopes: readonly string[], scope: string): boolean {
  return (
    scopes.includes(scope) ||
    (byName.get(scope) ?? []).some((access) => access !== 'public' && allowsOperation(scopes, { name: scope, action: access }))
  )
}
