// Generated from schema.graphql and tui/operations by server/graphql/codegen.mjs. Run "npm run codegen" instead of editing it.

/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
/** How much a task matters. A higher level always goes first; see also urgency. */
export type Priority =
  /** Before everything else. */
  | 'CRITICAL'
  /** Before normal work. */
  | 'HIGH'
  /** The default. */
  | 'NORMAL'
  /** When nothing else waits; it never starves, because waiting tasks are lifted level by level. */
  | 'LOW';

/** Where a task stands. */
export type TaskStatus =
  /** Ready to run; `waitingOn` says what it waits for. */
  | 'QUEUED'
  /** Waits for its run-at time. */
  | 'SCHEDULED'
  /** Waits for other tasks. */
  | 'BLOCKED'
  /** A worker is on it. */
  | 'RUNNING'
  /** Waits for a person. */
  | 'WAITING'
  /** Failed for now; tries again after a pause. */
  | 'RETRYING'
  /** Done. */
  | 'SUCCEEDED'
  /** Given up; see the dead letter. */
  | 'FAILED'
  /** Stopped by a person or by a rule. */
  | 'CANCELLED';

/** What kind of failure it was; decides whether another try makes sense. */
export type ErrorClass =
  /** Likely to pass: network, overload, a crash. */
  | 'TRANSIENT'
  /** The far side asked for patience. */
  | 'RATE_LIMITED'
  /** Will not pass by trying again. */
  | 'PERMANENT'
  /** Took longer than allowed. */
  | 'TIMEOUT'
  /** Stopped on request. */
  | 'CANCELLED';

/** Whether an agent's circuit lets work through. */
export type CircuitState =
  /** Work flows. */
  | 'CLOSED'
  /** Too many failures: tasks are parked, no attempts are burnt. */
  | 'OPEN'
  /** One probe is under way. */
  | 'HALF_OPEN';

/** How long to pause between tries. */
export type RetryStrategy =
  /** Each pause is `factor` times the one before. */
  | 'EXPONENTIAL'
  /** Each pause is one `delaySeconds` longer. */
  | 'LINEAR'
  /** Always `delaySeconds`. */
  | 'FIXED';

/** What happens to a task when one it depends on does not succeed. */
export type DependencyPolicy =
  /** It fails. */
  | 'FAIL'
  /** It is cancelled. */
  | 'SKIP'
  /** It runs all the same. */
  | 'RUN';

/** What a waiting task waits for. */
export type WaitCode =
  /** Its run-at time. */
  | 'RUN_AT'
  /** Another task. */
  | 'DEPENDENCY'
  /** The agent runs as many tasks as it may. */
  | 'CONCURRENCY'
  /** The agent started as many tasks as it may in this window. */
  | 'RATE_LIMIT'
  /** No agent can take it. */
  | 'NO_AGENT'
  /** No worker that takes new tasks works for the agent. */
  | 'NO_WORKER'
  /** The agent is disabled or draining, or the workspace runs in manual mode. */
  | 'PAUSED'
  /** The pause before the next try. */
  | 'BACKOFF'
  /** Quiet hours. */
  | 'QUIET_HOURS'
  /** A person's answer. */
  | 'REQUEST'
  /** A budget. */
  | 'BUDGET'
  /** The agent's circuit is open. */
  | 'CIRCUIT'
  /** Its turn: others go first. */
  | 'TURN';

/** Something a person may do with a task. */
export type TaskAction =
  /** cancelTask */
  | 'CANCEL'
  /** retryTask */
  | 'RETRY'
  /** reprioritizeTask */
  | 'REPRIORITIZE'
  /** resubmitDeadLetters */
  | 'RESUBMIT';

/** How tasks are sorted. */
export type TaskSortField =
  /** By time of submission. */
  | 'CREATED'
  /** By priority, then urgency, then time of submission. */
  | 'PRIORITY';

/** Up or down. */
export type SortDirection =
  /** Smallest first. */
  | 'ASC'
  /** Largest first. */
  | 'DESC';

/** An end of a task that somebody may want to know of. */
export type NotifyOn =
  /** It is done. */
  | 'SUCCEEDED'
  /** It was given up. */
  | 'FAILED'
  /** It was stopped. */
  | 'CANCELLED';

/** What a worker process is doing. */
export type WorkerStatus =
  /** Takes tasks. */
  | 'ACTIVE'
  /** Finishes what it runs and takes nothing new. */
  | 'DRAINING'
  /** Its lease ran out; its tasks were handed back. */
  | 'LOST';

/** Where a workflow run stands. */
export type WorkflowStatus =
  /** Steps run or will. */
  | 'RUNNING'
  /** Held by a person: what runs ends, nothing new starts. */
  | 'PAUSED'
  /** All that is left waits for a person, an event or a moment. */
  | 'WAITING'
  /** Every step that had to succeed did. */
  | 'SUCCEEDED'
  /** A step failed and nothing made up for it. */
  | 'FAILED'
  /** Stopped by a person. */
  | 'CANCELLED';

/** Where a step of a run stands. */
export type StepStatus =
  /** Waits for the steps before it. */
  | 'PENDING'
  /** Under way. */
  | 'RUNNING'
  /** Waits for a person, an event or a moment. */
  | 'WAITING'
  /** Done. */
  | 'SUCCEEDED'
  /** Given up. */
  | 'FAILED'
  /** Not needed: its branch was not taken, or a step before it was not run. */
  | 'SKIPPED'
  /** Stopped. */
  | 'CANCELLED';

/** What a step does. */
export type StepKind =
  /** Hands a task to an agent. */
  | 'AGENT'
  /** Groups steps that run side by side. */
  | 'PARALLEL'
  /** Chooses a branch. */
  | 'CONDITION'
  /** Runs its steps once for each item of a list. */
  | 'FOR_EACH'
  /** Waits for a moment, an event or a pause. */
  | 'WAIT'
  /** Asks people to approve. */
  | 'APPROVAL'
  /** Asks a person a question. */
  | 'QUESTION'
  /** Runs another workflow. */
  | 'WORKFLOW'
  /** Ends the run. */
  | 'END';

/** How a workflow is drawn. */
export type DiagramFormat =
  /** Text of a Mermaid flowchart. */
  | 'MERMAID'
  /** A picture as SVG. */
  | 'SVG';

/** Something a person may do with a workflow run. */
export type WorkflowAction =
  /** cancelWorkflow */
  | 'CANCEL'
  /** pauseWorkflow */
  | 'PAUSE'
  /** resumeWorkflow */
  | 'RESUME'
  /** retryWorkflow */
  | 'RETRY';

/** What a request asks for. */
export type RequestKind =
  /** Yes or no. */
  | 'APPROVAL'
  /** An answer. */
  | 'QUESTION';

/** Where a request stands. */
export type RequestStatus =
  /** Waits for people. */
  | 'OPEN'
  /** Enough people said yes. */
  | 'APPROVED'
  /** Somebody said no. */
  | 'REJECTED'
  /** The question was answered. */
  | 'ANSWERED'
  /** Nobody decided in time. */
  | 'EXPIRED'
  /** No longer needed. */
  | 'CANCELLED';

/** What somebody says to an approval. */
export type Decision =
  /** Yes. */
  | 'APPROVE'
  /** No. */
  | 'REJECT';

/** Something a person may do with a request. */
export type RequestAction =
  /** answerRequest with APPROVE */
  | 'APPROVE'
  /** answerRequest with REJECT */
  | 'REJECT'
  /** answerRequest with an answer */
  | 'ANSWER';

/** What happens to runs that were missed while no server was up. */
export type MissedRunPolicy =
  /** Nothing. */
  | 'SKIP'
  /** One run makes up for all of them. */
  | 'ONCE'
  /** Every one runs, at most 100 of them. */
  | 'ALL';

/** What happens when a run is due and the one before it has not ended. */
export type OverlapPolicy =
  /** The new one is left out. */
  | 'SKIP'
  /** Both run. */
  | 'QUEUE'
  /** The old one is cancelled first. */
  | 'CANCEL_OLD';

/** What came of a due moment. */
export type ScheduleRunStatus =
  /** It started what it should. */
  | 'STARTED'
  /** Left out by the overlap policy. */
  | 'SKIPPED'
  /** Left out by the missed-run policy. */
  | 'MISSED'
  /** Could not start. */
  | 'FAILED';

/** Something a person may do with a schedule. */
export type ScheduleAction =
  /** updateSchedule */
  | 'EDIT'
  /** pauseSchedule */
  | 'PAUSE'
  /** resumeSchedule */
  | 'RESUME'
  /** runSchedule */
  | 'RUN'
  /** deleteSchedule */
  | 'DELETE';

/** What the asking person may do in the workspace. */
export type ViewerAction =
  /** Hand work to agents, start workflows. */
  | 'SUBMIT'
  /** Make and change schedules. */
  | 'SCHEDULE'
  /** Operate the queue: dead letters, runQueue. */
  | 'OPERATE_QUEUE'
  /** Configure agents, workers and the workspace. */
  | 'CONFIGURE'
  /** Manage users and keys. */
  | 'MANAGE_USERS'
  /** Read the audit log. */
  | 'AUDIT';

/** How bad it is. */
export type AlertSeverity =
  /** Worth knowing. */
  | 'INFO'
  /** Look at it soon. */
  | 'WARNING'
  /** Look at it now. */
  | 'CRITICAL';

/** Where an alert stands. */
export type AlertStatus =
  /** Nobody has looked at it. */
  | 'OPEN'
  /** Somebody looks after it. */
  | 'ACKNOWLEDGED'
  /** It has passed. */
  | 'RESOLVED';

/** What a person or key may do in a workspace. */
export type Role =
  /** Everything, in this workspace. */
  | 'ADMIN'
  /** Submits, and operates what is theirs. */
  | 'USER'
  /** Looks. */
  | 'VIEWER';

/** What a budget holds for. */
export type BudgetScope =
  /** All work of one agent. */
  | 'AGENT'
  /** All work of one schedule. */
  | 'SCHEDULE'
  /** All work of the workspace. */
  | 'WORKSPACE';

/** The window a budget is for; it begins anew with each. */
export type BudgetPeriod =
  /** From hour to hour. */
  | 'HOUR'
  /** From day to day, in UTC. */
  | 'DAY'
  /** From month to month, in UTC. */
  | 'MONTH';

/** What happens to work when a budget is used up. */
export type BudgetPolicy =
  /** It waits until the next period. */
  | 'WAIT'
  /** It fails. */
  | 'FAIL';

/** Pauses between tries, for one task. What is left out comes from the agent. */
export type RetryInput = {
  /** Tries in all, the first included: 1 to 20. */
  readonly maxAttempts?: number | null | undefined;
  /** How the pause grows. */
  readonly strategy?: RetryStrategy | null | undefined;
  /** The first pause, in seconds. */
  readonly delaySeconds?: number | null | undefined;
  /** Growth of an exponential pause. */
  readonly factor?: number | null | undefined;
  /** The longest pause, in seconds. */
  readonly maxDelaySeconds?: number | null | undefined;
  /** Share of each pause drawn at random, 0 to 1. */
  readonly jitter?: number | null | undefined;
};

/** Who is told when a task has ended. Exactly one of webhook, email and slack. */
export type NotifyInput = {
  /** A public URL. It gets a POST with `type`, `task` and `at`, signed as Standard Webhooks describes; `webhookSecret` verifies it. Redirects are not followed. */
  readonly webhook?: string | null | undefined;
  /** An email address. */
  readonly email?: string | null | undefined;
  /** A Slack channel the bot is a member of: its id, or # and its name. */
  readonly slack?: string | null | undefined;
  /** Of which ends; all three when left out. */
  readonly on?: ReadonlyArray<NotifyOn> | null | undefined;
};

/** Work for an agent. */
export type SubmitTaskInput = {
  /** Name of the agent, for example copywriter. Name an agent or capabilities. */
  readonly agent?: string | null | undefined;
  /** What the agent must be able to do; an available agent with all of them is chosen. */
  readonly capabilities?: ReadonlyArray<string> | null | undefined;
  /** The agent's parameters; checked against its schema. */
  readonly parameters: unknown;
  /** Level; NORMAL when left out. */
  readonly priority?: Priority | null | undefined;
  /** 0 to 9 inside the level; 9, 6, 3 and 0 for critical to low when left out. */
  readonly urgency?: number | null | undefined;
  /** Words to find it by: at most 20, 64 characters each. */
  readonly tags?: ReadonlyArray<string> | null | undefined;
  /** Not before this moment. */
  readonly runAt?: string | null | undefined;
  /** Should be finished by then; inside a level the earliest deadline goes first. */
  readonly deadline?: string | null | undefined;
  /** Tasks that must finish first; in submitTasks #1, #2, ... name tasks of the same request. */
  readonly dependsOn?: ReadonlyArray<string> | null | undefined;
  /** What happens when one of them does not succeed; FAIL when left out. */
  readonly onDependencyFailure?: DependencyPolicy | null | undefined;
  /** Longest run of one attempt, in seconds. */
  readonly timeoutSeconds?: number | null | undefined;
  /** Overrides the agent's retry policy. */
  readonly retry?: RetryInput | null | undefined;
  /** The same key within 24 hours gives the same task instead of a second one. */
  readonly idempotencyKey?: string | null | undefined;
  /** The workspace; the caller's own when left out. */
  readonly workspace?: string | null | undefined;
  /** Who is told when it has ended: at most 10. */
  readonly notify?: ReadonlyArray<NotifyInput> | null | undefined;
};

/** Which tasks to list. All conditions hold together. */
export type TaskFilter = {
  /** One agent. */
  readonly agent?: string | null | undefined;
  /** Any of these agents. */
  readonly agents?: ReadonlyArray<string> | null | undefined;
  /** Agents of this team; marketing stands for MARKETING_TEAM. */
  readonly team?: string | null | undefined;
  /** Any of these states. */
  readonly status?: ReadonlyArray<TaskStatus> | null | undefined;
  /** Any of these levels. */
  readonly priority?: ReadonlyArray<Priority> | null | undefined;
  /** Carries this tag. */
  readonly tag?: string | null | undefined;
  /** Of this workflow run. */
  readonly workflow?: string | null | undefined;
  /** Made by this schedule. */
  readonly schedule?: string | null | undefined;
  /** Submitted by this person or key: its id, or a person's name or email address. */
  readonly submittedBy?: string | null | undefined;
  /** Submitted at or after. */
  readonly since?: string | null | undefined;
  /** Submitted before. */
  readonly until?: string | null | undefined;
  /** Running on this worker now. */
  readonly worker?: string | null | undefined;
  /** Words in the id, agent, tags, step or error. */
  readonly text?: string | null | undefined;
  /** The workspace; the caller's own when left out. */
  readonly workspace?: string | null | undefined;
};

/** Order of a task list; newest first when left out. */
export type TaskSort = {
  /** By what. */
  readonly field: TaskSortField;
  /** Which way; DESC when left out. */
  readonly direction?: SortDirection | null | undefined;
};

/** Which agents to list. */
export type AgentFilter = {
  /** Agents of this team; marketing stands for MARKETING_TEAM. */
  readonly team?: string | null | undefined;
  /** Agents with this capability. */
  readonly capability?: string | null | undefined;
  /** Only those that can take work now, or only those that cannot. */
  readonly available?: boolean | null | undefined;
  /** Words in name or description. */
  readonly text?: string | null | undefined;
};

/** Which dead letters to list. */
export type DeadLetterFilter = {
  /** One agent. */
  readonly agent?: string | null | undefined;
  /** Failed at or after. */
  readonly since?: string | null | undefined;
  /** Already resubmitted, or not yet. */
  readonly resubmitted?: boolean | null | undefined;
  /** Failures alike share a fingerprint. */
  readonly fingerprint?: string | null | undefined;
  /** Assigned to this person. */
  readonly assignee?: string | null | undefined;
  /** Put aside with a reason, or not; only open ones when left out. */
  readonly discarded?: boolean | null | undefined;
  /** Closed by a retry of its task by hand, or not; only open ones when left out. */
  readonly retried?: boolean | null | undefined;
  /** These, 1 to 1,000. */
  readonly ids?: ReadonlyArray<string> | null | undefined;
  /** The workspace; the caller's own when left out. */
  readonly workspace?: string | null | undefined;
};

/** Which events to show. */
export type EventFilter = {
  /** Types; a trailing * matches any ending, for example task.* */
  readonly types?: ReadonlyArray<string> | null | undefined;
  /** About these tasks, agents or workers. */
  readonly subjects?: ReadonlyArray<string> | null | undefined;
  /** About tasks of this agent. */
  readonly agent?: string | null | undefined;
  /** The workspace; the caller's own when left out. */
  readonly workspace?: string | null | undefined;
};

/** What to run: a template, or a definition inline. */
export type StartWorkflowInput = {
  /** Name of a template. */
  readonly template?: string | null | undefined;
  /** Version of the template; the latest when left out. */
  readonly version?: number | null | undefined;
  /** A definition inline: an object, or a text in YAML. */
  readonly definition?: unknown;
  /** Values of the definition's parameters. */
  readonly parameters?: unknown;
  /** What to call this run; the template's title when left out. */
  readonly name?: string | null | undefined;
  /** Level of its tasks; NORMAL when left out. */
  readonly priority?: Priority | null | undefined;
  /** The same key within 24 hours gives the same run instead of a second one. */
  readonly idempotencyKey?: string | null | undefined;
  /** The workspace; the caller's own when left out. */
  readonly workspace?: string | null | undefined;
  /** Who is told when it has ended: at most 10. */
  readonly notify?: ReadonlyArray<NotifyInput> | null | undefined;
};

/** A template to save; saving a name again makes its next version. */
export type WorkflowTemplateInput = {
  /** Lower-case words with dashes. */
  readonly name: string;
  /** What people call it. */
  readonly title?: string | null | undefined;
  /** What it is for. */
  readonly description?: string | null | undefined;
  /** An object, or a text in YAML. */
  readonly definition: unknown;
};

/** Which workflow runs to list. All conditions hold together. */
export type WorkflowFilter = {
  /** Any of these states. */
  readonly status?: ReadonlyArray<WorkflowStatus> | null | undefined;
  /** Runs of this template. */
  readonly template?: string | null | undefined;
  /** Started by this person or key: its id, or a person's name or email address. */
  readonly submittedBy?: string | null | undefined;
  /** Started at or after. */
  readonly since?: string | null | undefined;
  /** Started before. */
  readonly until?: string | null | undefined;
  /** Words in id or name. */
  readonly text?: string | null | undefined;
  /** The workspace; the caller's own when left out. */
  readonly workspace?: string | null | undefined;
};

/** Which requests to list; open ones when nothing is said of their state. */
export type RequestFilter = {
  /** Any of these states. */
  readonly status?: ReadonlyArray<RequestStatus> | null | undefined;
  /** Of this kind. */
  readonly kind?: RequestKind | null | undefined;
  /** Only those that the asking person may decide. */
  readonly mine?: boolean | null | undefined;
  /** Of this workflow run. */
  readonly workflow?: string | null | undefined;
  /** Of this task. */
  readonly task?: string | null | undefined;
  /** The workspace; the caller's own when left out. */
  readonly workspace?: string | null | undefined;
};

/** A message to a Slack channel. */
export type PostInput = {
  /** A channel the bot is a member of: its id, or # and its name. */
  readonly channel: string;
  /** The message, Slack markdown, at most 4,000 characters. */
  readonly text: string;
};

/** When to do what. Exactly one of cron, every, at and words; exactly one of task, workflow and post. */
export type ScheduleInput = {
  /** What people call it. */
  readonly name: string;
  /** Five or six fields, for example 0 9 * * MON#1. */
  readonly cron?: string | null | undefined;
  /** A pause between runs, for example 90s, 15m, 2h or 1d; at least 1s. */
  readonly every?: string | null | undefined;
  /** Once, at this moment. */
  readonly at?: string | null | undefined;
  /** Plain words, for example every weekday at 9:00. */
  readonly words?: string | null | undefined;
  /** IANA time zone, for example Australia/Sydney; UTC when left out. */
  readonly timezone?: string | null | undefined;
  /** Hand this task to an agent. Its time limit is 5 minutes unless it says another. */
  readonly task?: SubmitTaskInput | null | undefined;
  /** Start this workflow. */
  readonly workflow?: StartWorkflowInput | null | undefined;
  /** Post this message. */
  readonly post?: PostInput | null | undefined;
  /** ONCE when left out. */
  readonly missed?: MissedRunPolicy | null | undefined;
  /** SKIP when left out. */
  readonly overlap?: OverlapPolicy | null | undefined;
  /** No run before this moment. */
  readonly startAt?: string | null | undefined;
  /** No run after this moment. */
  readonly endAt?: string | null | undefined;
  /** Begin at once; true when left out. */
  readonly enabled?: boolean | null | undefined;
  /** The workspace; the caller's own when left out. */
  readonly workspace?: string | null | undefined;
};

/** What to change of a schedule; what is left out stays as it is, null clears it. Naming one of cron, every, at and words replaces the others, as does one of task, workflow and post. */
export type ScheduleChangeInput = {
  /** What people call it. */
  readonly name?: string | null | undefined;
  /** Five or six fields. */
  readonly cron?: string | null | undefined;
  /** A pause between runs. */
  readonly every?: string | null | undefined;
  /** Once, at this moment. */
  readonly at?: string | null | undefined;
  /** Plain words. */
  readonly words?: string | null | undefined;
  /** IANA time zone. */
  readonly timezone?: string | null | undefined;
  /** Hand this task to an agent. */
  readonly task?: SubmitTaskInput | null | undefined;
  /** Start this workflow. */
  readonly workflow?: StartWorkflowInput | null | undefined;
  /** Post this message. */
  readonly post?: PostInput | null | undefined;
  /** What happens to missed runs. */
  readonly missed?: MissedRunPolicy | null | undefined;
  /** What happens when runs overlap. */
  readonly overlap?: OverlapPolicy | null | undefined;
  /** No run before this moment. */
  readonly startAt?: string | null | undefined;
  /** No run after this moment. */
  readonly endAt?: string | null | undefined;
};

/** Which schedules to list. */
export type ScheduleFilter = {
  /** Running ones, or paused ones. */
  readonly enabled?: boolean | null | undefined;
  /** For this agent. */
  readonly agent?: string | null | undefined;
  /** For this workflow template. */
  readonly template?: string | null | undefined;
  /** Made by this person or key. */
  readonly createdBy?: string | null | undefined;
  /** Words in id or name. */
  readonly text?: string | null | undefined;
  /** The workspace; the caller's own when left out. */
  readonly workspace?: string | null | undefined;
};

/** Which alerts to list; those not yet resolved when nothing is said of their state. */
export type AlertFilter = {
  /** Any of these states. */
  readonly status?: ReadonlyArray<AlertStatus> | null | undefined;
  /** Any of these severities. */
  readonly severity?: ReadonlyArray<AlertSeverity> | null | undefined;
  /** Of this kind, for example queue.depth. */
  readonly kind?: string | null | undefined;
  /** The workspace; the caller's own when left out. */
  readonly workspace?: string | null | undefined;
};

/** Which audit entries to list. All conditions hold together. */
export type AuditFilter = {
  /** By this person, key or service: its id or name, or a person's email address. */
  readonly actor?: string | null | undefined;
  /** Of these actions; a trailing * matches any ending. */
  readonly actions?: ReadonlyArray<string> | null | undefined;
  /** About this object. */
  readonly subject?: string | null | undefined;
  /** At or after. */
  readonly since?: string | null | undefined;
  /** Before. */
  readonly until?: string | null | undefined;
  /** The workspace; the caller's own when left out. */
  readonly workspace?: string | null | undefined;
};

/** A new user. */
export type CreateUserInput = {
  /** Email address; it is the name to log in with. */
  readonly email: string;
  /** Name to show. */
  readonly name: string;
  /** At least 12 characters; one is made and shown once when left out. */
  readonly password?: string | null | undefined;
  /** Role in the workspace. */
  readonly role: Role;
  /** Groups that approvals may name, for example sre. */
  readonly groups?: ReadonlyArray<string> | null | undefined;
  /** The workspace; the caller's own when left out. */
  readonly workspace?: string | null | undefined;
};

/** What to change of a user; what is left out stays as it is. */
export type UpdateUserInput = {
  /** Name to show. */
  readonly name?: string | null | undefined;
  /** Role in the workspace; null takes the person out of it. */
  readonly role?: Role | null | undefined;
  /** A disabled user is logged out everywhere within 5 seconds. */
  readonly disabled?: boolean | null | undefined;
  /** A new password; ends every session. */
  readonly password?: string | null | undefined;
  /** Groups that approvals may name. */
  readonly groups?: ReadonlyArray<string> | null | undefined;
  /** The workspace the role is for; the caller's own when left out. */
  readonly workspace?: string | null | undefined;
};

/** A new API key. */
export type CreateApiKeyInput = {
  /** What it is for. */
  readonly name: string;
  /** What it may do, at most what its owner may; see `scopes` of ApiKey. Everything its owner may when left out. */
  readonly scopes?: ReadonlyArray<string> | null | undefined;
  /** Role; the owner's own when left out, never more. */
  readonly role?: Role | null | undefined;
  /** When it stops working; in a year when left out. */
  readonly expiresAt?: string | null | undefined;
  /** A service identity: may act for users linked to it, as the Slack bot does. For admins only. */
  readonly service?: boolean | null | undefined;
  /** Requests a minute; the default when left out. For admins only. */
  readonly requestsPerMinute?: number | null | undefined;
  /** The workspace; the caller's own when left out. */
  readonly workspace?: string | null | undefined;
};

/** A limit on tokens, money or runs in a period. */
export type BudgetInput = {
  /** What it holds for. */
  readonly scope: BudgetScope;
  /** The agent or schedule; left out for the workspace. */
  readonly subject?: string | null | undefined;
  /** The period. */
  readonly period: BudgetPeriod;
  /** Most tokens. */
  readonly tokens?: number | null | undefined;
  /** Most money, in millionths of a dollar. */
  readonly costMicros?: number | null | undefined;
  /** Most runs. */
  readonly runs?: number | null | undefined;
  /** What happens when it is used up; WAIT when left out. */
  readonly policy?: BudgetPolicy | null | undefined;
};

/** Which waiting tasks runQueue starts. */
export type RunQueueFilter = {
  /** This level and above. */
  readonly minimumPriority?: Priority | null | undefined;
  /** One agent. */
  readonly agent?: string | null | undefined;
  /** Agents of this type. */
  readonly type?: string | null | undefined;
};

/** What has become of a dead letter. */
export type DeadLetterStatus =
  /** Nobody has dealt with it yet. */
  | 'OPEN'
  /** Its task was retried by hand. */
  | 'RETRIED'
  /** Another task took its place. */
  | 'RESUBMITTED'
  /** Put aside. */
  | 'DISCARDED';

/** Settings of a workspace; what is left out stays as it is, null clears it. */
export type WorkspaceSettingsInput = {
  /** Tasks wait until runQueue starts them. */
  readonly manual?: boolean | null | undefined;
  /** When tasks below HIGH pause. */
  readonly quietHours?: HoursInput | null | undefined;
  /** When retries run, Monday to Friday. */
  readonly retryHours?: HoursInput | null | undefined;
  /** How many tasks may wait in the queue, over all agents; more are refused with QUEUE_FULL. */
  readonly queueLimit?: number | null | undefined;
};

/** A window of hours in a time zone. */
export type HoursInput = {
  /** IANA time zone, for example Australia/Sydney. */
  readonly timezone: string;
  /** Start, HH:MM. */
  readonly from: string;
  /** End, HH:MM. */
  readonly to: string;
};

export type UserRowFragment = { readonly id: string, readonly email: string, readonly name: string, readonly role: Role, readonly groups: ReadonlyArray<string>, readonly disabled: boolean, readonly identities: ReadonlyArray<string>, readonly lastLoginAt: string | null };

export type UsersQueryVariables = Exact<{ [key: string]: never; }>;


export type UsersQuery = { readonly users: ReadonlyArray<{ readonly id: string, readonly email: string, readonly name: string, readonly role: Role, readonly groups: ReadonlyArray<string>, readonly disabled: boolean, readonly identities: ReadonlyArray<string>, readonly lastLoginAt: string | null }> };

export type CreateUserMutationVariables = Exact<{
  input: CreateUserInput;
}>;


export type CreateUserMutation = { readonly createUser: { readonly password: string | null, readonly user: { readonly id: string, readonly email: string, readonly name: string, readonly role: Role, readonly groups: ReadonlyArray<string>, readonly disabled: boolean, readonly identities: ReadonlyArray<string>, readonly lastLoginAt: string | null } } };

export type UpdateUserMutationVariables = Exact<{
  id: string;
  input: UpdateUserInput;
}>;


export type UpdateUserMutation = { readonly updateUser: { readonly id: string, readonly email: string, readonly name: string, readonly role: Role, readonly groups: ReadonlyArray<string>, readonly disabled: boolean, readonly identities: ReadonlyArray<string>, readonly lastLoginAt: string | null } };

export type KeyRowFragment = { readonly id: string, readonly name: string, readonly prefix: string, readonly role: Role, readonly scopes: ReadonlyArray<string>, readonly service: boolean, readonly requestsPerMinute: number, readonly createdAt: string, readonly expiresAt: string, readonly lastUsedAt: string | null, readonly revokedAt: string | null, readonly owner: { readonly name: string } };

export type ApiKeysQueryVariables = Exact<{ [key: string]: never; }>;


export type ApiKeysQuery = { readonly apiKeys: ReadonlyArray<{ readonly id: string, readonly name: string, readonly prefix: string, readonly role: Role, readonly scopes: ReadonlyArray<string>, readonly service: boolean, readonly requestsPerMinute: number, readonly createdAt: string, readonly expiresAt: string, readonly lastUsedAt: string | null, readonly revokedAt: string | null, readonly owner: { readonly name: string } }> };

export type CreateApiKeyMutationVariables = Exact<{
  input: CreateApiKeyInput;
}>;


export type CreateApiKeyMutation = { readonly createApiKey: { readonly secret: string, readonly apiKey: { readonly id: string, readonly name: string, readonly prefix: string, readonly role: Role, readonly scopes: ReadonlyArray<string>, readonly service: boolean, readonly requestsPerMinute: number, readonly createdAt: string, readonly expiresAt: string, readonly lastUsedAt: string | null, readonly revokedAt: string | null, readonly owner: { readonly name: string } } } };

export type RevokeApiKeyMutationVariables = Exact<{
  id: string;
}>;


export type RevokeApiKeyMutation = { readonly revokeApiKey: { readonly id: string, readonly name: string, readonly prefix: string, readonly role: Role, readonly scopes: ReadonlyArray<string>, readonly service: boolean, readonly requestsPerMinute: number, readonly createdAt: string, readonly expiresAt: string, readonly lastUsedAt: string | null, readonly revokedAt: string | null, readonly owner: { readonly name: string } } };

export type CliMeQueryVariables = Exact<{ [key: string]: never; }>;


export type CliMeQuery = { readonly me: { readonly id: string, readonly name: string, readonly email: string | null, readonly role: string, readonly service: boolean, readonly viewerCan: ReadonlyArray<ViewerAction>, readonly workspace: { readonly id: string, readonly manual: boolean }, readonly memberships: ReadonlyArray<{ readonly workspace: string, readonly role: Role }> } };

export type CliLoginMutationVariables = Exact<{
  email: string;
  password: string;
}>;


export type CliLoginMutation = { readonly login: { readonly accessToken: string, readonly refreshToken: string, readonly expiresAt: string, readonly user: { readonly email: string, readonly name: string, readonly role: Role } } };

export type CliRefreshMutationVariables = Exact<{
  refreshToken: string;
}>;


export type CliRefreshMutation = { readonly refreshSession: { readonly accessToken: string, readonly refreshToken: string, readonly expiresAt: string } };

export type CliLogoutMutationVariables = Exact<{
  everywhere?: boolean | null | undefined;
}>;


export type CliLogoutMutation = { readonly logout: boolean };

export type CliChangePasswordMutationVariables = Exact<{
  current: string;
  next: string;
}>;


export type CliChangePasswordMutation = { readonly changePassword: boolean };

export type CliLinkCodeMutationVariables = Exact<{ [key: string]: never; }>;


export type CliLinkCodeMutation = { readonly createLinkCode: { readonly code: string, readonly expiresAt: string } };

export type CliSettingsFragment = { readonly id: string, readonly manual: boolean, readonly queueLimit: number | null, readonly quietHours: { readonly timezone: string, readonly from: string, readonly to: string } | null, readonly retryHours: { readonly timezone: string, readonly from: string, readonly to: string } | null };

export type CliUpdateWorkspaceMutationVariables = Exact<{
  input: WorkspaceSettingsInput;
}>;


export type CliUpdateWorkspaceMutation = { readonly updateWorkspace: { readonly id: string, readonly manual: boolean, readonly queueLimit: number | null, readonly quietHours: { readonly timezone: string, readonly from: string, readonly to: string } | null, readonly retryHours: { readonly timezone: string, readonly from: string, readonly to: string } | null } };

export type CliWorkspaceQueryVariables = Exact<{ [key: string]: never; }>;


export type CliWorkspaceQuery = { readonly me: { readonly workspace: { readonly id: string, readonly manual: boolean, readonly queueLimit: number | null, readonly quietHours: { readonly timezone: string, readonly from: string, readonly to: string } | null, readonly retryHours: { readonly timezone: string, readonly from: string, readonly to: string } | null } } };

export type CliOverviewQueryVariables = Exact<{ [key: string]: never; }>;


export type CliOverviewQuery = { readonly me: { readonly name: string, readonly role: string, readonly workspace: { readonly id: string, readonly manual: boolean } }, readonly queueStats: { readonly total: number, readonly etaSeconds: number | null, readonly oldestReadySeconds: number | null, readonly at: string, readonly queues: ReadonlyArray<{ readonly priority: Priority, readonly depth: number, readonly processedPerMinute: number, readonly averageWaitSeconds: number }>, readonly workers: { readonly processes: number, readonly total: number, readonly busy: number, readonly idle: number, readonly utilization: number }, readonly statuses: ReadonlyArray<{ readonly status: TaskStatus, readonly count: number }> }, readonly agents: ReadonlyArray<{ readonly name: string, readonly available: boolean, readonly unavailableReason: string | null, readonly circuit: CircuitState, readonly running: number, readonly queued: number, readonly maxConcurrent: number }>, readonly deadLetters: { readonly totalCount: number, readonly totalCountIsExact: boolean } };

export type CliStatsFragment = { readonly total: number, readonly etaSeconds: number | null, readonly oldestReadySeconds: number | null, readonly at: string, readonly queues: ReadonlyArray<{ readonly priority: Priority, readonly depth: number, readonly processedPerMinute: number, readonly averageWaitSeconds: number }>, readonly workers: { readonly processes: number, readonly total: number, readonly busy: number, readonly idle: number, readonly utilization: number }, readonly statuses: ReadonlyArray<{ readonly status: TaskStatus, readonly count: number }> };

export type CliQueueStatsQueryVariables = Exact<{ [key: string]: never; }>;


export type CliQueueStatsQuery = { readonly queueStats: { readonly total: number, readonly etaSeconds: number | null, readonly oldestReadySeconds: number | null, readonly at: string, readonly queues: ReadonlyArray<{ readonly priority: Priority, readonly depth: number, readonly processedPerMinute: number, readonly averageWaitSeconds: number }>, readonly workers: { readonly processes: number, readonly total: number, readonly busy: number, readonly idle: number, readonly utilization: number }, readonly statuses: ReadonlyArray<{ readonly status: TaskStatus, readonly count: number }> } };

export type CliStatsNewsSubscriptionVariables = Exact<{ [key: string]: never; }>;


export type CliStatsNewsSubscription = { readonly queueStats: { readonly total: number, readonly etaSeconds: number | null, readonly oldestReadySeconds: number | null, readonly at: string, readonly queues: ReadonlyArray<{ readonly priority: Priority, readonly depth: number, readonly processedPerMinute: number, readonly averageWaitSeconds: number }>, readonly workers: { readonly processes: number, readonly total: number, readonly busy: number, readonly idle: number, readonly utilization: number }, readonly statuses: ReadonlyArray<{ readonly status: TaskStatus, readonly count: number }> } };

export type CliAgentsQueryVariables = Exact<{
  filter?: AgentFilter | null | undefined;
}>;


export type CliAgentsQuery = { readonly agents: ReadonlyArray<{ readonly name: string, readonly team: string, readonly type: string, readonly description: string, readonly capabilities: ReadonlyArray<string>, readonly risk: string, readonly executionMode: string, readonly maxConcurrent: number, readonly rateLimit: string | null, readonly timeoutSeconds: number, readonly available: boolean, readonly unavailableReason: string | null, readonly enabled: boolean, readonly draining: boolean, readonly fileError: string | null, readonly running: number, readonly queued: number, readonly circuit: CircuitState, readonly circuitUntil: string | null, readonly health: { readonly processedPerMinute: number, readonly failureRate: number, readonly averageRunSeconds: number | null } }>, readonly agentProblems: ReadonlyArray<{ readonly file: string, readonly message: string }> };

export type CliAgentByNameQueryVariables = Exact<{
  name: string;
}>;


export type CliAgentByNameQuery = { readonly agent: { readonly schema: unknown, readonly outputSchema: unknown, readonly name: string, readonly team: string, readonly type: string, readonly description: string, readonly capabilities: ReadonlyArray<string>, readonly risk: string, readonly executionMode: string, readonly maxConcurrent: number, readonly rateLimit: string | null, readonly timeoutSeconds: number, readonly available: boolean, readonly unavailableReason: string | null, readonly enabled: boolean, readonly draining: boolean, readonly fileError: string | null, readonly running: number, readonly queued: number, readonly circuit: CircuitState, readonly circuitUntil: string | null, readonly health: { readonly processedPerMinute: number, readonly failureRate: number, readonly averageRunSeconds: number | null } } | null };

export type CliWorkersQueryVariables = Exact<{ [key: string]: never; }>;


export type CliWorkersQuery = { readonly workers: ReadonlyArray<{ readonly id: string, readonly host: string, readonly pid: number, readonly teams: ReadonlyArray<string>, readonly status: WorkerStatus, readonly capacity: number, readonly running: number, readonly memoryMb: number, readonly cpu: number, readonly startedAt: string, readonly heartbeatAt: string, readonly tasks: ReadonlyArray<{ readonly id: string }> }> };

export type CliDrainWorkerMutationVariables = Exact<{
  id: string;
}>;


export type CliDrainWorkerMutation = { readonly drainWorker: { readonly id: string, readonly status: WorkerStatus, readonly running: number } };

export type CliResumeWorkerMutationVariables = Exact<{
  id: string;
}>;


export type CliResumeWorkerMutation = { readonly resumeWorker: { readonly id: string, readonly status: WorkerStatus, readonly running: number } };

export type CliNamesQueryVariables = Exact<{ [key: string]: never; }>;


export type CliNamesQuery = { readonly agents: ReadonlyArray<{ readonly name: string, readonly team: string, readonly capabilities: ReadonlyArray<string> }>, readonly workers: ReadonlyArray<{ readonly id: string }> };

export type CliDeadLetterFragment = { readonly id: string, readonly agent: string, readonly failedAt: string, readonly resubmitted: boolean, readonly discarded: boolean, readonly discardReason: string | null, readonly status: DeadLetterStatus, readonly assignee: string | null, readonly error: { readonly code: string, readonly class: ErrorClass, readonly message: string, readonly stack: string | null, readonly fingerprint: string | null }, readonly resubmittedAs: { readonly id: string } | null, readonly history: ReadonlyArray<{ readonly status: DeadLetterStatus, readonly at: string, readonly by: string, readonly reason: string | null }>, readonly notes: ReadonlyArray<{ readonly at: string, readonly by: string, readonly text: string }>, readonly task: { readonly id: string, readonly parameters: unknown, readonly attempts: ReadonlyArray<{ readonly number: number, readonly startedAt: string, readonly endedAt: string | null, readonly worker: string | null, readonly outcome: string | null, readonly error: { readonly code: string, readonly message: string } | null }> } };

export type CliDeadLettersQueryVariables = Exact<{
  filter?: DeadLetterFilter | null | undefined;
  first?: number | null | undefined;
  after?: string | null | undefined;
}>;


export type CliDeadLettersQuery = { readonly deadLetters: { readonly totalCount: number, readonly totalCountIsExact: boolean, readonly nodes: ReadonlyArray<{ readonly id: string, readonly agent: string, readonly failedAt: string, readonly resubmitted: boolean, readonly discarded: boolean, readonly discardReason: string | null, readonly status: DeadLetterStatus, readonly assignee: string | null, readonly error: { readonly code: string, readonly class: ErrorClass, readonly message: string, readonly stack: string | null, readonly fingerprint: string | null }, readonly resubmittedAs: { readonly id: string } | null, readonly history: ReadonlyArray<{ readonly status: DeadLetterStatus, readonly at: string, readonly by: string, readonly reason: string | null }>, readonly notes: ReadonlyArray<{ readonly at: string, readonly by: string, readonly text: string }>, readonly task: { readonly id: string, readonly parameters: unknown, readonly attempts: ReadonlyArray<{ readonly number: number, readonly startedAt: string, readonly endedAt: string | null, readonly worker: string | null, readonly outcome: string | null, readonly error: { readonly code: string, readonly message: string } | null }> } }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null } } };

export type CliDeadLetterQueryVariables = Exact<{
  id: string;
}>;


export type CliDeadLetterQuery = { readonly deadLetter: { readonly id: string, readonly agent: string, readonly failedAt: string, readonly resubmitted: boolean, readonly discarded: boolean, readonly discardReason: string | null, readonly status: DeadLetterStatus, readonly assignee: string | null, readonly error: { readonly code: string, readonly class: ErrorClass, readonly message: string, readonly stack: string | null, readonly fingerprint: string | null }, readonly resubmittedAs: { readonly id: string } | null, readonly history: ReadonlyArray<{ readonly status: DeadLetterStatus, readonly at: string, readonly by: string, readonly reason: string | null }>, readonly notes: ReadonlyArray<{ readonly at: string, readonly by: string, readonly text: string }>, readonly task: { readonly id: string, readonly parameters: unknown, readonly attempts: ReadonlyArray<{ readonly number: number, readonly startedAt: string, readonly endedAt: string | null, readonly worker: string | null, readonly outcome: string | null, readonly error: { readonly code: string, readonly message: string } | null }> } } | null };

export type CliDeadLetterSampleQueryVariables = Exact<{
  filter?: DeadLetterFilter | null | undefined;
  first?: number | null | undefined;
}>;


export type CliDeadLetterSampleQuery = { readonly deadLetters: { readonly nodes: ReadonlyArray<{ readonly id: string, readonly agent: string, readonly task: { readonly id: string }, readonly error: { readonly code: string, readonly message: string } }> }, readonly deadLetterGroups: ReadonlyArray<{ readonly fingerprint: string, readonly agent: string, readonly code: string, readonly message: string, readonly count: number }> };

export type CliDeadLetterGroupsQueryVariables = Exact<{
  filter?: DeadLetterFilter | null | undefined;
}>;


export type CliDeadLetterGroupsQuery = { readonly deadLetterGroups: ReadonlyArray<{ readonly fingerprint: string, readonly agent: string, readonly code: string, readonly message: string, readonly count: number, readonly firstAt: string, readonly lastAt: string }> };

export type CliResubmitMutationVariables = Exact<{
  ids?: ReadonlyArray<string> | string | null | undefined;
  filter?: DeadLetterFilter | null | undefined;
  priority?: Priority | null | undefined;
  overrideParameters?: unknown;
  withDependents?: boolean | null | undefined;
  dryRun?: boolean | null | undefined;
}>;


export type CliResubmitMutation = { readonly resubmitDeadLetters: { readonly matched: number, readonly resubmitted: number, readonly dependents: number, readonly groups: ReadonlyArray<{ readonly fingerprint: string, readonly agent: string, readonly code: string, readonly message: string, readonly count: number }>, readonly tasks: ReadonlyArray<{ readonly id: string, readonly agentName: string, readonly status: TaskStatus }> } };

export type CliNoteMutationVariables = Exact<{
  id: string;
  text: string;
}>;


export type CliNoteMutation = { readonly noteDeadLetter: { readonly id: string, readonly agent: string, readonly failedAt: string, readonly resubmitted: boolean, readonly discarded: boolean, readonly discardReason: string | null, readonly status: DeadLetterStatus, readonly assignee: string | null, readonly error: { readonly code: string, readonly class: ErrorClass, readonly message: string, readonly stack: string | null, readonly fingerprint: string | null }, readonly resubmittedAs: { readonly id: string } | null, readonly history: ReadonlyArray<{ readonly status: DeadLetterStatus, readonly at: string, readonly by: string, readonly reason: string | null }>, readonly notes: ReadonlyArray<{ readonly at: string, readonly by: string, readonly text: string }>, readonly task: { readonly id: string, readonly parameters: unknown, readonly attempts: ReadonlyArray<{ readonly number: number, readonly startedAt: string, readonly endedAt: string | null, readonly worker: string | null, readonly outcome: string | null, readonly error: { readonly code: string, readonly message: string } | null }> } } };

export type CliAssignMutationVariables = Exact<{
  id: string;
  assignee?: string | null | undefined;
}>;


export type CliAssignMutation = { readonly assignDeadLetter: { readonly id: string, readonly agent: string, readonly failedAt: string, readonly resubmitted: boolean, readonly discarded: boolean, readonly discardReason: string | null, readonly status: DeadLetterStatus, readonly assignee: string | null, readonly error: { readonly code: string, readonly class: ErrorClass, readonly message: string, readonly stack: string | null, readonly fingerprint: string | null }, readonly resubmittedAs: { readonly id: string } | null, readonly history: ReadonlyArray<{ readonly status: DeadLetterStatus, readonly at: string, readonly by: string, readonly reason: string | null }>, readonly notes: ReadonlyArray<{ readonly at: string, readonly by: string, readonly text: string }>, readonly task: { readonly id: string, readonly parameters: unknown, readonly attempts: ReadonlyArray<{ readonly number: number, readonly startedAt: string, readonly endedAt: string | null, readonly worker: string | null, readonly outcome: string | null, readonly error: { readonly code: string, readonly message: string } | null }> } } };

export type CliRequestFragment = { readonly id: string, readonly kind: RequestKind, readonly status: RequestStatus, readonly title: string, readonly text: string | null, readonly choices: ReadonlyArray<string>, readonly form: unknown, readonly details: unknown, readonly digest: string, readonly quorum: number, readonly answer: unknown, readonly createdAt: string, readonly expiresAt: string | null, readonly settledAt: string | null, readonly step: string | null, readonly viewerCan: ReadonlyArray<RequestAction>, readonly decisions: ReadonlyArray<{ readonly at: string, readonly decision: Decision | null, readonly answer: unknown, readonly reason: string | null, readonly by: { readonly name: string } }>, readonly requestedBy: { readonly name: string }, readonly workflow: { readonly id: string } | null, readonly task: { readonly id: string } | null };

export type CliRequestsQueryVariables = Exact<{
  filter?: RequestFilter | null | undefined;
  first?: number | null | undefined;
  after?: string | null | undefined;
}>;


export type CliRequestsQuery = { readonly requests: { readonly totalCount: number, readonly totalCountIsExact: boolean, readonly nodes: ReadonlyArray<{ readonly id: string, readonly kind: RequestKind, readonly status: RequestStatus, readonly title: string, readonly text: string | null, readonly choices: ReadonlyArray<string>, readonly form: unknown, readonly details: unknown, readonly digest: string, readonly quorum: number, readonly answer: unknown, readonly createdAt: string, readonly expiresAt: string | null, readonly settledAt: string | null, readonly step: string | null, readonly viewerCan: ReadonlyArray<RequestAction>, readonly decisions: ReadonlyArray<{ readonly at: string, readonly decision: Decision | null, readonly answer: unknown, readonly reason: string | null, readonly by: { readonly name: string } }>, readonly requestedBy: { readonly name: string }, readonly workflow: { readonly id: string } | null, readonly task: { readonly id: string } | null }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null } } };

export type CliRequestByIdQueryVariables = Exact<{
  id: string;
}>;


export type CliRequestByIdQuery = { readonly request: { readonly id: string, readonly kind: RequestKind, readonly status: RequestStatus, readonly title: string, readonly text: string | null, readonly choices: ReadonlyArray<string>, readonly form: unknown, readonly details: unknown, readonly digest: string, readonly quorum: number, readonly answer: unknown, readonly createdAt: string, readonly expiresAt: string | null, readonly settledAt: string | null, readonly step: string | null, readonly viewerCan: ReadonlyArray<RequestAction>, readonly decisions: ReadonlyArray<{ readonly at: string, readonly decision: Decision | null, readonly answer: unknown, readonly reason: string | null, readonly by: { readonly name: string } }>, readonly requestedBy: { readonly name: string }, readonly workflow: { readonly id: string } | null, readonly task: { readonly id: string } | null } | null };

export type CliAnswerMutationVariables = Exact<{
  id: string;
  decision?: Decision | null | undefined;
  answer?: unknown;
  reason?: string | null | undefined;
  digest?: string | null | undefined;
}>;


export type CliAnswerMutation = { readonly answerRequest: { readonly id: string, readonly kind: RequestKind, readonly status: RequestStatus, readonly title: string, readonly text: string | null, readonly choices: ReadonlyArray<string>, readonly form: unknown, readonly details: unknown, readonly digest: string, readonly quorum: number, readonly answer: unknown, readonly createdAt: string, readonly expiresAt: string | null, readonly settledAt: string | null, readonly step: string | null, readonly viewerCan: ReadonlyArray<RequestAction>, readonly decisions: ReadonlyArray<{ readonly at: string, readonly decision: Decision | null, readonly answer: unknown, readonly reason: string | null, readonly by: { readonly name: string } }>, readonly requestedBy: { readonly name: string }, readonly workflow: { readonly id: string } | null, readonly task: { readonly id: string } | null } };

export type CliEventsQueryVariables = Exact<{
  filter?: EventFilter | null | undefined;
  first?: number | null | undefined;
  after?: string | null | undefined;
}>;


export type CliEventsQuery = { readonly events: { readonly nodes: ReadonlyArray<{ readonly cursor: string, readonly type: string, readonly at: string, readonly subject: string, readonly payload: unknown }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null } } };

export type CliEventFragment = { readonly cursor: string, readonly type: string, readonly at: string, readonly subject: string, readonly payload: unknown };

export type CliEventNewsSubscriptionVariables = Exact<{
  filter?: EventFilter | null | undefined;
  after?: string | null | undefined;
}>;


export type CliEventNewsSubscription = { readonly events: { readonly cursor: string, readonly type: string, readonly at: string, readonly subject: string, readonly payload: unknown } };

export type CliPerformanceFragment = { readonly agent: string, readonly runs: number, readonly succeeded: number, readonly failed: number, readonly p50Seconds: number | null, readonly p95Seconds: number | null, readonly p99Seconds: number | null, readonly waitP50Seconds: number | null, readonly waitP95Seconds: number | null, readonly usage: { readonly inputTokens: number, readonly outputTokens: number, readonly costMicros: number } };

export type CliBottlenecksQueryVariables = Exact<{
  since?: string | null | undefined;
}>;


export type CliBottlenecksQuery = { readonly bottlenecks: { readonly since: string, readonly findings: ReadonlyArray<string>, readonly slowestTasks: ReadonlyArray<{ readonly id: string, readonly agentName: string, readonly startedAt: string | null, readonly finishedAt: string | null, readonly usage: { readonly durationMs: number } }>, readonly longestWaiting: ReadonlyArray<{ readonly id: string, readonly agentName: string, readonly createdAt: string, readonly waitingOn: ReadonlyArray<{ readonly code: WaitCode, readonly detail: string }> }>, readonly agents: ReadonlyArray<{ readonly agent: string, readonly runs: number, readonly succeeded: number, readonly failed: number, readonly p50Seconds: number | null, readonly p95Seconds: number | null, readonly p99Seconds: number | null, readonly waitP50Seconds: number | null, readonly waitP95Seconds: number | null, readonly usage: { readonly inputTokens: number, readonly outputTokens: number, readonly costMicros: number } }> } };

export type CliAgentPerformanceQueryVariables = Exact<{
  agent?: string | null | undefined;
  since?: string | null | undefined;
}>;


export type CliAgentPerformanceQuery = { readonly agentPerformance: ReadonlyArray<{ readonly agent: string, readonly runs: number, readonly succeeded: number, readonly failed: number, readonly p50Seconds: number | null, readonly p95Seconds: number | null, readonly p99Seconds: number | null, readonly waitP50Seconds: number | null, readonly waitP95Seconds: number | null, readonly usage: { readonly inputTokens: number, readonly outputTokens: number, readonly costMicros: number } }> };

export type CliAlertFragment = { readonly id: string, readonly kind: string, readonly severity: AlertSeverity, readonly status: AlertStatus, readonly title: string, readonly detail: string, readonly subject: string, readonly count: number, readonly firstAt: string, readonly lastAt: string, readonly note: string | null, readonly resolvedAt: string | null, readonly acknowledgedBy: { readonly name: string } | null };

export type CliAlertsQueryVariables = Exact<{
  filter?: AlertFilter | null | undefined;
  first?: number | null | undefined;
  after?: string | null | undefined;
}>;


export type CliAlertsQuery = { readonly alerts: { readonly totalCount: number, readonly totalCountIsExact: boolean, readonly nodes: ReadonlyArray<{ readonly id: string, readonly kind: string, readonly severity: AlertSeverity, readonly status: AlertStatus, readonly title: string, readonly detail: string, readonly subject: string, readonly count: number, readonly firstAt: string, readonly lastAt: string, readonly note: string | null, readonly resolvedAt: string | null, readonly acknowledgedBy: { readonly name: string } | null }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null } } };

export type CliAcknowledgeMutationVariables = Exact<{
  id: string;
  note?: string | null | undefined;
}>;


export type CliAcknowledgeMutation = { readonly acknowledgeAlert: { readonly id: string, readonly kind: string, readonly severity: AlertSeverity, readonly status: AlertStatus, readonly title: string, readonly detail: string, readonly subject: string, readonly count: number, readonly firstAt: string, readonly lastAt: string, readonly note: string | null, readonly resolvedAt: string | null, readonly acknowledgedBy: { readonly name: string } | null } };

export type CliAuditEntryFragment = { readonly number: number, readonly at: string, readonly via: string | null, readonly place: string | null, readonly action: string, readonly subject: string, readonly reason: string | null, readonly origin: string | null, readonly requestId: string | null, readonly details: unknown, readonly hash: string, readonly actor: { readonly id: string, readonly name: string } };

export type CliAuditQueryVariables = Exact<{
  filter?: AuditFilter | null | undefined;
  first?: number | null | undefined;
  after?: string | null | undefined;
}>;


export type CliAuditQuery = { readonly auditLog: { readonly nodes: ReadonlyArray<{ readonly number: number, readonly at: string, readonly via: string | null, readonly place: string | null, readonly action: string, readonly subject: string, readonly reason: string | null, readonly origin: string | null, readonly requestId: string | null, readonly details: unknown, readonly hash: string, readonly actor: { readonly id: string, readonly name: string } }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null } } };

export type CliAuditVerifyQueryVariables = Exact<{ [key: string]: never; }>;


export type CliAuditVerifyQuery = { readonly auditVerify: { readonly intact: boolean, readonly checked: number, readonly firstBad: number | null, readonly problem: string | null } };

export type CliBudgetFragment = { readonly id: string, readonly scope: BudgetScope, readonly subject: string | null, readonly period: BudgetPeriod, readonly policy: BudgetPolicy, readonly tokens: number | null, readonly costMicros: number | null, readonly runs: number | null, readonly usedTokens: number, readonly usedCostMicros: number, readonly usedRuns: number, readonly resetsAt: string };

export type CliBudgetsQueryVariables = Exact<{ [key: string]: never; }>;


export type CliBudgetsQuery = { readonly budgets: ReadonlyArray<{ readonly id: string, readonly scope: BudgetScope, readonly subject: string | null, readonly period: BudgetPeriod, readonly policy: BudgetPolicy, readonly tokens: number | null, readonly costMicros: number | null, readonly runs: number | null, readonly usedTokens: number, readonly usedCostMicros: number, readonly usedRuns: number, readonly resetsAt: string }> };

export type CliSetBudgetMutationVariables = Exact<{
  input: BudgetInput;
}>;


export type CliSetBudgetMutation = { readonly setBudget: { readonly id: string, readonly scope: BudgetScope, readonly subject: string | null, readonly period: BudgetPeriod, readonly policy: BudgetPolicy, readonly tokens: number | null, readonly costMicros: number | null, readonly runs: number | null, readonly usedTokens: number, readonly usedCostMicros: number, readonly usedRuns: number, readonly resetsAt: string } };

export type CliRemoveBudgetMutationVariables = Exact<{
  id: string;
}>;


export type CliRemoveBudgetMutation = { readonly removeBudget: boolean };

export type CliScheduleFragment = { readonly id: string, readonly name: string, readonly enabled: boolean, readonly description: string, readonly timezone: string, readonly task: unknown, readonly workflow: unknown, readonly missed: MissedRunPolicy, readonly overlap: OverlapPolicy, readonly startAt: string | null, readonly endAt: string | null, readonly nextRunAt: string | null, readonly version: number, readonly post: { readonly channel: string, readonly text: string } | null, readonly createdBy: { readonly name: string } };

export type CliSchedulesQueryVariables = Exact<{
  filter?: ScheduleFilter | null | undefined;
  first?: number | null | undefined;
  after?: string | null | undefined;
}>;


export type CliSchedulesQuery = { readonly schedules: { readonly totalCount: number, readonly totalCountIsExact: boolean, readonly nodes: ReadonlyArray<{ readonly id: string, readonly name: string, readonly enabled: boolean, readonly description: string, readonly timezone: string, readonly task: unknown, readonly workflow: unknown, readonly missed: MissedRunPolicy, readonly overlap: OverlapPolicy, readonly startAt: string | null, readonly endAt: string | null, readonly nextRunAt: string | null, readonly version: number, readonly post: { readonly channel: string, readonly text: string } | null, readonly createdBy: { readonly name: string } }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null } } };

export type CliScheduleByIdQueryVariables = Exact<{
  id: string;
}>;


export type CliScheduleByIdQuery = { readonly schedule: { readonly cron: string | null, readonly every: string | null, readonly at: string | null, readonly words: string | null, readonly nextRuns: ReadonlyArray<string>, readonly id: string, readonly name: string, readonly enabled: boolean, readonly description: string, readonly timezone: string, readonly task: unknown, readonly workflow: unknown, readonly missed: MissedRunPolicy, readonly overlap: OverlapPolicy, readonly startAt: string | null, readonly endAt: string | null, readonly nextRunAt: string | null, readonly version: number, readonly runs: { readonly nodes: ReadonlyArray<{ readonly dueAt: string, readonly startedAt: string, readonly manual: boolean, readonly status: ScheduleRunStatus, readonly reason: string | null, readonly task: { readonly id: string, readonly status: TaskStatus } | null, readonly workflow: { readonly id: string, readonly status: WorkflowStatus } | null }> }, readonly post: { readonly channel: string, readonly text: string } | null, readonly createdBy: { readonly name: string } } | null };

export type CliScheduleRunFragment = { readonly dueAt: string, readonly startedAt: string, readonly manual: boolean, readonly status: ScheduleRunStatus, readonly reason: string | null, readonly task: { readonly id: string, readonly status: TaskStatus } | null, readonly workflow: { readonly id: string, readonly status: WorkflowStatus } | null };

export type CliUpcomingQueryVariables = Exact<{
  since?: string | null | undefined;
  until?: string | null | undefined;
  first?: number | null | undefined;
}>;


export type CliUpcomingQuery = { readonly upcomingRuns: ReadonlyArray<{ readonly at: string, readonly schedule: { readonly id: string, readonly name: string } }> };

export type CliCreateScheduleMutationVariables = Exact<{
  input: ScheduleInput;
}>;


export type CliCreateScheduleMutation = { readonly createSchedule: { readonly id: string, readonly name: string, readonly enabled: boolean, readonly description: string, readonly timezone: string, readonly task: unknown, readonly workflow: unknown, readonly missed: MissedRunPolicy, readonly overlap: OverlapPolicy, readonly startAt: string | null, readonly endAt: string | null, readonly nextRunAt: string | null, readonly version: number, readonly post: { readonly channel: string, readonly text: string } | null, readonly createdBy: { readonly name: string } } };

export type CliUpdateScheduleMutationVariables = Exact<{
  id: string;
  input: ScheduleChangeInput;
  expectedVersion?: number | null | undefined;
}>;


export type CliUpdateScheduleMutation = { readonly updateSchedule: { readonly id: string, readonly name: string, readonly enabled: boolean, readonly description: string, readonly timezone: string, readonly task: unknown, readonly workflow: unknown, readonly missed: MissedRunPolicy, readonly overlap: OverlapPolicy, readonly startAt: string | null, readonly endAt: string | null, readonly nextRunAt: string | null, readonly version: number, readonly post: { readonly channel: string, readonly text: string } | null, readonly createdBy: { readonly name: string } } };

export type CliPauseScheduleMutationVariables = Exact<{
  id: string;
  reason?: string | null | undefined;
}>;


export type CliPauseScheduleMutation = { readonly pauseSchedule: { readonly id: string, readonly name: string, readonly enabled: boolean, readonly description: string, readonly timezone: string, readonly task: unknown, readonly workflow: unknown, readonly missed: MissedRunPolicy, readonly overlap: OverlapPolicy, readonly startAt: string | null, readonly endAt: string | null, readonly nextRunAt: string | null, readonly version: number, readonly post: { readonly channel: string, readonly text: string } | null, readonly createdBy: { readonly name: string } } };

export type CliResumeScheduleMutationVariables = Exact<{
  id: string;
}>;


export type CliResumeScheduleMutation = { readonly resumeSchedule: { readonly id: string, readonly name: string, readonly enabled: boolean, readonly description: string, readonly timezone: string, readonly task: unknown, readonly workflow: unknown, readonly missed: MissedRunPolicy, readonly overlap: OverlapPolicy, readonly startAt: string | null, readonly endAt: string | null, readonly nextRunAt: string | null, readonly version: number, readonly post: { readonly channel: string, readonly text: string } | null, readonly createdBy: { readonly name: string } } };

export type CliDeleteScheduleMutationVariables = Exact<{
  id: string;
}>;


export type CliDeleteScheduleMutation = { readonly deleteSchedule: { readonly id: string, readonly name: string, readonly enabled: boolean, readonly description: string, readonly timezone: string, readonly task: unknown, readonly workflow: unknown, readonly missed: MissedRunPolicy, readonly overlap: OverlapPolicy, readonly startAt: string | null, readonly endAt: string | null, readonly nextRunAt: string | null, readonly version: number, readonly post: { readonly channel: string, readonly text: string } | null, readonly createdBy: { readonly name: string } } };

export type CliRunScheduleMutationVariables = Exact<{
  id: string;
}>;


export type CliRunScheduleMutation = { readonly runSchedule: { readonly dueAt: string, readonly startedAt: string, readonly manual: boolean, readonly status: ScheduleRunStatus, readonly reason: string | null, readonly task: { readonly id: string, readonly status: TaskStatus } | null, readonly workflow: { readonly id: string, readonly status: WorkflowStatus } | null } };

export type CliTaskRowFragment = { readonly id: string, readonly agentName: string, readonly status: TaskStatus, readonly priority: Priority, readonly urgency: number, readonly progress: number, readonly currentStep: string | null, readonly tags: ReadonlyArray<string>, readonly createdAt: string, readonly startedAt: string | null, readonly finishedAt: string | null, readonly error: { readonly code: string, readonly message: string } | null, readonly waitingOn: ReadonlyArray<{ readonly code: WaitCode, readonly detail: string, readonly until: string | null }>, readonly submittedBy: { readonly name: string } };

export type CliTaskFragment = { readonly parameters: unknown, readonly result: unknown, readonly partialOutput: string | null, readonly maxAttempts: number, readonly queuePosition: number | null, readonly estimatedWaitSeconds: number | null, readonly etaSeconds: number | null, readonly runAt: string | null, readonly deadline: string | null, readonly workflowStep: string | null, readonly origin: string, readonly workspace: string, readonly viewerCan: ReadonlyArray<TaskAction>, readonly id: string, readonly agentName: string, readonly status: TaskStatus, readonly priority: Priority, readonly urgency: number, readonly progress: number, readonly currentStep: string | null, readonly tags: ReadonlyArray<string>, readonly createdAt: string, readonly startedAt: string | null, readonly finishedAt: string | null, readonly error: { readonly class: ErrorClass, readonly stack: string | null, readonly fingerprint: string | null, readonly code: string, readonly message: string } | null, readonly attempts: ReadonlyArray<{ readonly number: number, readonly startedAt: string, readonly endedAt: string | null, readonly worker: string | null, readonly outcome: string | null, readonly error: { readonly code: string, readonly message: string } | null }>, readonly artifacts: ReadonlyArray<{ readonly id: string, readonly name: string, readonly contentType: string, readonly bytes: number, readonly sha256: string, readonly url: string }>, readonly dependsOn: ReadonlyArray<{ readonly id: string, readonly status: TaskStatus }>, readonly dependents: ReadonlyArray<{ readonly id: string, readonly status: TaskStatus }>, readonly workflow: { readonly id: string, readonly name: string } | null, readonly schedule: { readonly id: string, readonly name: string } | null, readonly usage: { readonly inputTokens: number, readonly outputTokens: number, readonly costMicros: number, readonly durationMs: number }, readonly resubmittedAs: { readonly id: string } | null, readonly resubmissionOf: { readonly id: string } | null, readonly deadLetter: { readonly id: string, readonly status: DeadLetterStatus, readonly assignee: string | null, readonly history: ReadonlyArray<{ readonly status: DeadLetterStatus, readonly at: string, readonly by: string, readonly reason: string | null }>, readonly notes: ReadonlyArray<{ readonly at: string, readonly by: string, readonly text: string }> } | null, readonly waitingOn: ReadonlyArray<{ readonly code: WaitCode, readonly detail: string, readonly until: string | null }>, readonly submittedBy: { readonly name: string } };

export type CliTasksQueryVariables = Exact<{
  filter?: TaskFilter | null | undefined;
  sort?: TaskSort | null | undefined;
  first?: number | null | undefined;
  after?: string | null | undefined;
}>;


export type CliTasksQuery = { readonly tasks: { readonly totalCount: number, readonly totalCountIsExact: boolean, readonly nodes: ReadonlyArray<{ readonly id: string, readonly agentName: string, readonly status: TaskStatus, readonly priority: Priority, readonly urgency: number, readonly progress: number, readonly currentStep: string | null, readonly tags: ReadonlyArray<string>, readonly createdAt: string, readonly startedAt: string | null, readonly finishedAt: string | null, readonly error: { readonly code: string, readonly message: string } | null, readonly waitingOn: ReadonlyArray<{ readonly code: WaitCode, readonly detail: string, readonly until: string | null }>, readonly submittedBy: { readonly name: string } }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null } } };

export type CliTaskByIdQueryVariables = Exact<{
  id: string;
}>;


export type CliTaskByIdQuery = { readonly task: { readonly parameters: unknown, readonly result: unknown, readonly partialOutput: string | null, readonly maxAttempts: number, readonly queuePosition: number | null, readonly estimatedWaitSeconds: number | null, readonly etaSeconds: number | null, readonly runAt: string | null, readonly deadline: string | null, readonly workflowStep: string | null, readonly origin: string, readonly workspace: string, readonly viewerCan: ReadonlyArray<TaskAction>, readonly id: string, readonly agentName: string, readonly status: TaskStatus, readonly priority: Priority, readonly urgency: number, readonly progress: number, readonly currentStep: string | null, readonly tags: ReadonlyArray<string>, readonly createdAt: string, readonly startedAt: string | null, readonly finishedAt: string | null, readonly error: { readonly class: ErrorClass, readonly stack: string | null, readonly fingerprint: string | null, readonly code: string, readonly message: string } | null, readonly attempts: ReadonlyArray<{ readonly number: number, readonly startedAt: string, readonly endedAt: string | null, readonly worker: string | null, readonly outcome: string | null, readonly error: { readonly code: string, readonly message: string } | null }>, readonly artifacts: ReadonlyArray<{ readonly id: string, readonly name: string, readonly contentType: string, readonly bytes: number, readonly sha256: string, readonly url: string }>, readonly dependsOn: ReadonlyArray<{ readonly id: string, readonly status: TaskStatus }>, readonly dependents: ReadonlyArray<{ readonly id: string, readonly status: TaskStatus }>, readonly workflow: { readonly id: string, readonly name: string } | null, readonly schedule: { readonly id: string, readonly name: string } | null, readonly usage: { readonly inputTokens: number, readonly outputTokens: number, readonly costMicros: number, readonly durationMs: number }, readonly resubmittedAs: { readonly id: string } | null, readonly resubmissionOf: { readonly id: string } | null, readonly deadLetter: { readonly id: string, readonly status: DeadLetterStatus, readonly assignee: string | null, readonly history: ReadonlyArray<{ readonly status: DeadLetterStatus, readonly at: string, readonly by: string, readonly reason: string | null }>, readonly notes: ReadonlyArray<{ readonly at: string, readonly by: string, readonly text: string }> } | null, readonly waitingOn: ReadonlyArray<{ readonly code: WaitCode, readonly detail: string, readonly until: string | null }>, readonly submittedBy: { readonly name: string } } | null };

export type CliTaskLogsQueryVariables = Exact<{
  id: string;
  first?: number | null | undefined;
  after?: string | null | undefined;
}>;


export type CliTaskLogsQuery = { readonly task: { readonly status: TaskStatus, readonly logs: { readonly nodes: ReadonlyArray<{ readonly number: number, readonly at: string, readonly level: string, readonly text: string, readonly attempt: number }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null } } } | null };

export type CliSubmitMutationVariables = Exact<{
  input: SubmitTaskInput;
}>;


export type CliSubmitMutation = { readonly submitTask: { readonly queuePosition: number | null, readonly estimatedWaitSeconds: number | null, readonly id: string, readonly agentName: string, readonly status: TaskStatus, readonly priority: Priority, readonly urgency: number, readonly progress: number, readonly currentStep: string | null, readonly tags: ReadonlyArray<string>, readonly createdAt: string, readonly startedAt: string | null, readonly finishedAt: string | null, readonly error: { readonly code: string, readonly message: string } | null, readonly waitingOn: ReadonlyArray<{ readonly code: WaitCode, readonly detail: string, readonly until: string | null }>, readonly submittedBy: { readonly name: string } } };

export type CliSubmitManyMutationVariables = Exact<{
  inputs: ReadonlyArray<SubmitTaskInput> | SubmitTaskInput;
}>;


export type CliSubmitManyMutation = { readonly submitTasks: ReadonlyArray<{ readonly id: string, readonly agentName: string, readonly status: TaskStatus, readonly priority: Priority, readonly urgency: number, readonly progress: number, readonly currentStep: string | null, readonly tags: ReadonlyArray<string>, readonly createdAt: string, readonly startedAt: string | null, readonly finishedAt: string | null, readonly error: { readonly code: string, readonly message: string } | null, readonly waitingOn: ReadonlyArray<{ readonly code: WaitCode, readonly detail: string, readonly until: string | null }>, readonly submittedBy: { readonly name: string } }> };

export type CliCancelMutationVariables = Exact<{
  id: string;
  reason?: string | null | undefined;
}>;


export type CliCancelMutation = { readonly cancelTask: { readonly id: string, readonly agentName: string, readonly status: TaskStatus, readonly priority: Priority, readonly urgency: number, readonly progress: number, readonly currentStep: string | null, readonly tags: ReadonlyArray<string>, readonly createdAt: string, readonly startedAt: string | null, readonly finishedAt: string | null, readonly error: { readonly code: string, readonly message: string } | null, readonly waitingOn: ReadonlyArray<{ readonly code: WaitCode, readonly detail: string, readonly until: string | null }>, readonly submittedBy: { readonly name: string } } };

export type CliRetryMutationVariables = Exact<{
  id: string;
  resetAttempts?: boolean | null | undefined;
  parameters?: unknown;
  withDependents?: boolean | null | undefined;
}>;


export type CliRetryMutation = { readonly retryTask: { readonly id: string, readonly agentName: string, readonly status: TaskStatus, readonly priority: Priority, readonly urgency: number, readonly progress: number, readonly currentStep: string | null, readonly tags: ReadonlyArray<string>, readonly createdAt: string, readonly startedAt: string | null, readonly finishedAt: string | null, readonly dependents: ReadonlyArray<{ readonly id: string, readonly error: { readonly code: string } | null }>, readonly error: { readonly code: string, readonly message: string } | null, readonly waitingOn: ReadonlyArray<{ readonly code: WaitCode, readonly detail: string, readonly until: string | null }>, readonly submittedBy: { readonly name: string } } };

export type CliReprioritizeMutationVariables = Exact<{
  id: string;
  priority: Priority;
  urgency?: number | null | undefined;
}>;


export type CliReprioritizeMutation = { readonly reprioritizeTask: { readonly id: string, readonly agentName: string, readonly status: TaskStatus, readonly priority: Priority, readonly urgency: number, readonly progress: number, readonly currentStep: string | null, readonly tags: ReadonlyArray<string>, readonly createdAt: string, readonly startedAt: string | null, readonly finishedAt: string | null, readonly error: { readonly code: string, readonly message: string } | null, readonly waitingOn: ReadonlyArray<{ readonly code: WaitCode, readonly detail: string, readonly until: string | null }>, readonly submittedBy: { readonly name: string } } };

export type CliRunQueueMutationVariables = Exact<{
  maxConcurrent?: number | null | undefined;
  filter?: RunQueueFilter | null | undefined;
  limit?: number | null | undefined;
}>;


export type CliRunQueueMutation = { readonly runQueue: { readonly executed: number, readonly failed: number, readonly remaining: number, readonly log: ReadonlyArray<string> } };

export type CliTaskNewsSubscriptionVariables = Exact<{
  id: string;
  after?: string | null | undefined;
}>;


export type CliTaskNewsSubscription = { readonly taskUpdated: { readonly cursor: string, readonly task: { readonly parameters: unknown, readonly result: unknown, readonly partialOutput: string | null, readonly maxAttempts: number, readonly queuePosition: number | null, readonly estimatedWaitSeconds: number | null, readonly etaSeconds: number | null, readonly runAt: string | null, readonly deadline: string | null, readonly workflowStep: string | null, readonly origin: string, readonly workspace: string, readonly viewerCan: ReadonlyArray<TaskAction>, readonly id: string, readonly agentName: string, readonly status: TaskStatus, readonly priority: Priority, readonly urgency: number, readonly progress: number, readonly currentStep: string | null, readonly tags: ReadonlyArray<string>, readonly createdAt: string, readonly startedAt: string | null, readonly finishedAt: string | null, readonly error: { readonly class: ErrorClass, readonly stack: string | null, readonly fingerprint: string | null, readonly code: string, readonly message: string } | null, readonly attempts: ReadonlyArray<{ readonly number: number, readonly startedAt: string, readonly endedAt: string | null, readonly worker: string | null, readonly outcome: string | null, readonly error: { readonly code: string, readonly message: string } | null }>, readonly artifacts: ReadonlyArray<{ readonly id: string, readonly name: string, readonly contentType: string, readonly bytes: number, readonly sha256: string, readonly url: string }>, readonly dependsOn: ReadonlyArray<{ readonly id: string, readonly status: TaskStatus }>, readonly dependents: ReadonlyArray<{ readonly id: string, readonly status: TaskStatus }>, readonly workflow: { readonly id: string, readonly name: string } | null, readonly schedule: { readonly id: string, readonly name: string } | null, readonly usage: { readonly inputTokens: number, readonly outputTokens: number, readonly costMicros: number, readonly durationMs: number }, readonly resubmittedAs: { readonly id: string } | null, readonly resubmissionOf: { readonly id: string } | null, readonly deadLetter: { readonly id: string, readonly status: DeadLetterStatus, readonly assignee: string | null, readonly history: ReadonlyArray<{ readonly status: DeadLetterStatus, readonly at: string, readonly by: string, readonly reason: string | null }>, readonly notes: ReadonlyArray<{ readonly at: string, readonly by: string, readonly text: string }> } | null, readonly waitingOn: ReadonlyArray<{ readonly code: WaitCode, readonly detail: string, readonly until: string | null }>, readonly submittedBy: { readonly name: string } }, readonly event: { readonly type: string, readonly at: string } | null } };

export type CliWorkflowRowFragment = { readonly id: string, readonly name: string, readonly status: WorkflowStatus, readonly template: string | null, readonly templateVersion: number | null, readonly completedSteps: number, readonly totalSteps: number, readonly progress: number, readonly createdAt: string, readonly finishedAt: string | null, readonly reason: string | null, readonly error: { readonly code: string, readonly message: string } | null };

export type CliWorkflowFragment = { readonly parameters: unknown, readonly result: unknown, readonly viewerCan: ReadonlyArray<WorkflowAction>, readonly id: string, readonly name: string, readonly status: WorkflowStatus, readonly template: string | null, readonly templateVersion: number | null, readonly completedSteps: number, readonly totalSteps: number, readonly progress: number, readonly createdAt: string, readonly finishedAt: string | null, readonly reason: string | null, readonly steps: ReadonlyArray<{ readonly id: string, readonly kind: StepKind, readonly name: string, readonly status: StepStatus, readonly agent: string | null, readonly dependsOn: ReadonlyArray<string>, readonly waitingFor: string | null, readonly startedAt: string | null, readonly finishedAt: string | null, readonly task: { readonly id: string } | null, readonly request: { readonly id: string } | null, readonly error: { readonly code: string, readonly message: string } | null }>, readonly error: { readonly code: string, readonly message: string } | null };

export type CliWorkflowsQueryVariables = Exact<{
  filter?: WorkflowFilter | null | undefined;
  first?: number | null | undefined;
  after?: string | null | undefined;
}>;


export type CliWorkflowsQuery = { readonly workflows: { readonly totalCount: number, readonly totalCountIsExact: boolean, readonly nodes: ReadonlyArray<{ readonly id: string, readonly name: string, readonly status: WorkflowStatus, readonly template: string | null, readonly templateVersion: number | null, readonly completedSteps: number, readonly totalSteps: number, readonly progress: number, readonly createdAt: string, readonly finishedAt: string | null, readonly reason: string | null, readonly error: { readonly code: string, readonly message: string } | null }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null } } };

export type CliWorkflowByIdQueryVariables = Exact<{
  id: string;
}>;


export type CliWorkflowByIdQuery = { readonly workflow: { readonly parameters: unknown, readonly result: unknown, readonly viewerCan: ReadonlyArray<WorkflowAction>, readonly id: string, readonly name: string, readonly status: WorkflowStatus, readonly template: string | null, readonly templateVersion: number | null, readonly completedSteps: number, readonly totalSteps: number, readonly progress: number, readonly createdAt: string, readonly finishedAt: string | null, readonly reason: string | null, readonly steps: ReadonlyArray<{ readonly id: string, readonly kind: StepKind, readonly name: string, readonly status: StepStatus, readonly agent: string | null, readonly dependsOn: ReadonlyArray<string>, readonly waitingFor: string | null, readonly startedAt: string | null, readonly finishedAt: string | null, readonly task: { readonly id: string } | null, readonly request: { readonly id: string } | null, readonly error: { readonly code: string, readonly message: string } | null }>, readonly error: { readonly code: string, readonly message: string } | null } | null };

export type CliWorkflowDiagramQueryVariables = Exact<{
  id: string;
  format: DiagramFormat;
}>;


export type CliWorkflowDiagramQuery = { readonly workflow: { readonly diagram: string } | null };

export type CliWorkflowNewsSubscriptionVariables = Exact<{
  id: string;
  after?: string | null | undefined;
}>;


export type CliWorkflowNewsSubscription = { readonly workflowUpdated: { readonly cursor: string, readonly workflow: { readonly parameters: unknown, readonly result: unknown, readonly viewerCan: ReadonlyArray<WorkflowAction>, readonly id: string, readonly name: string, readonly status: WorkflowStatus, readonly template: string | null, readonly templateVersion: number | null, readonly completedSteps: number, readonly totalSteps: number, readonly progress: number, readonly createdAt: string, readonly finishedAt: string | null, readonly reason: string | null, readonly steps: ReadonlyArray<{ readonly id: string, readonly kind: StepKind, readonly name: string, readonly status: StepStatus, readonly agent: string | null, readonly dependsOn: ReadonlyArray<string>, readonly waitingFor: string | null, readonly startedAt: string | null, readonly finishedAt: string | null, readonly task: { readonly id: string } | null, readonly request: { readonly id: string } | null, readonly error: { readonly code: string, readonly message: string } | null }>, readonly error: { readonly code: string, readonly message: string } | null }, readonly event: { readonly type: string, readonly at: string } | null } };

export type CliStartWorkflowMutationVariables = Exact<{
  input: StartWorkflowInput;
}>;


export type CliStartWorkflowMutation = { readonly startWorkflow: { readonly id: string, readonly name: string, readonly status: WorkflowStatus, readonly template: string | null, readonly templateVersion: number | null, readonly completedSteps: number, readonly totalSteps: number, readonly progress: number, readonly createdAt: string, readonly finishedAt: string | null, readonly reason: string | null, readonly error: { readonly code: string, readonly message: string } | null } };

export type CliCancelWorkflowMutationVariables = Exact<{
  id: string;
  reason?: string | null | undefined;
}>;


export type CliCancelWorkflowMutation = { readonly cancelWorkflow: { readonly id: string, readonly name: string, readonly status: WorkflowStatus, readonly template: string | null, readonly templateVersion: number | null, readonly completedSteps: number, readonly totalSteps: number, readonly progress: number, readonly createdAt: string, readonly finishedAt: string | null, readonly reason: string | null, readonly error: { readonly code: string, readonly message: string } | null } };

export type CliPauseWorkflowMutationVariables = Exact<{
  id: string;
  reason?: string | null | undefined;
}>;


export type CliPauseWorkflowMutation = { readonly pauseWorkflow: { readonly id: string, readonly name: string, readonly status: WorkflowStatus, readonly template: string | null, readonly templateVersion: number | null, readonly completedSteps: number, readonly totalSteps: number, readonly progress: number, readonly createdAt: string, readonly finishedAt: string | null, readonly reason: string | null, readonly error: { readonly code: string, readonly message: string } | null } };

export type CliResumeWorkflowMutationVariables = Exact<{
  id: string;
}>;


export type CliResumeWorkflowMutation = { readonly resumeWorkflow: { readonly id: string, readonly name: string, readonly status: WorkflowStatus, readonly template: string | null, readonly templateVersion: number | null, readonly completedSteps: number, readonly totalSteps: number, readonly progress: number, readonly createdAt: string, readonly finishedAt: string | null, readonly reason: string | null, readonly error: { readonly code: string, readonly message: string } | null } };

export type CliRetryWorkflowMutationVariables = Exact<{
  id: string;
  step?: string | null | undefined;
}>;


export type CliRetryWorkflowMutation = { readonly retryWorkflow: { readonly id: string, readonly name: string, readonly status: WorkflowStatus, readonly template: string | null, readonly templateVersion: number | null, readonly completedSteps: number, readonly totalSteps: number, readonly progress: number, readonly createdAt: string, readonly finishedAt: string | null, readonly reason: string | null, readonly error: { readonly code: string, readonly message: string } | null } };

export type CliTemplatesQueryVariables = Exact<{ [key: string]: never; }>;


export type CliTemplatesQuery = { readonly workflowTemplates: ReadonlyArray<{ readonly name: string, readonly version: number, readonly title: string, readonly description: string, readonly builtIn: boolean }> };

export type CliTemplateQueryVariables = Exact<{
  name: string;
  version?: number | null | undefined;
}>;


export type CliTemplateQuery = { readonly workflowTemplate: { readonly name: string, readonly version: number, readonly versions: ReadonlyArray<number>, readonly title: string, readonly description: string, readonly builtIn: boolean, readonly parameters: unknown, readonly definition: unknown, readonly problems: ReadonlyArray<{ readonly path: string, readonly message: string }> } | null };

export type CliTemplateDiffQueryVariables = Exact<{
  name: string;
  from: number;
  to: number;
}>;


export type CliTemplateDiffQuery = { readonly workflowTemplateDiff: ReadonlyArray<{ readonly path: string, readonly from: unknown, readonly to: unknown }> };

export type CliCheckWorkflowQueryVariables = Exact<{
  definition: unknown;
}>;


export type CliCheckWorkflowQuery = { readonly checkWorkflow: ReadonlyArray<{ readonly path: string, readonly message: string }> };

export type CliDrawWorkflowQueryVariables = Exact<{
  definition: unknown;
  format: DiagramFormat;
}>;


export type CliDrawWorkflowQuery = { readonly drawWorkflow: string };

export type CliSaveTemplateMutationVariables = Exact<{
  input: WorkflowTemplateInput;
}>;


export type CliSaveTemplateMutation = { readonly saveWorkflowTemplate: { readonly name: string, readonly version: number, readonly title: string } };

export type CliPublishMutationVariables = Exact<{
  topic: string;
  payload?: unknown;
}>;


export type CliPublishMutation = { readonly publishEvent: { readonly cursor: string, readonly type: string, readonly at: string, readonly subject: string, readonly payload: unknown } };

export type AgentRowFragment = { readonly name: string, readonly team: string, readonly type: string, readonly description: string, readonly capabilities: ReadonlyArray<string>, readonly risk: string, readonly executionMode: string, readonly maxConcurrent: number, readonly rateLimit: string | null, readonly timeoutSeconds: number, readonly available: boolean, readonly unavailableReason: string | null, readonly enabled: boolean, readonly draining: boolean, readonly fileError: string | null, readonly running: number, readonly queued: number, readonly circuit: CircuitState, readonly circuitUntil: string | null, readonly health: { readonly processedPerMinute: number, readonly failureRate: number, readonly averageRunSeconds: number | null } };

export type AgentsQueryVariables = Exact<{ [key: string]: never; }>;


export type AgentsQuery = { readonly agents: ReadonlyArray<{ readonly name: string, readonly team: string, readonly type: string, readonly description: string, readonly capabilities: ReadonlyArray<string>, readonly risk: string, readonly executionMode: string, readonly maxConcurrent: number, readonly rateLimit: string | null, readonly timeoutSeconds: number, readonly available: boolean, readonly unavailableReason: string | null, readonly enabled: boolean, readonly draining: boolean, readonly fileError: string | null, readonly running: number, readonly queued: number, readonly circuit: CircuitState, readonly circuitUntil: string | null, readonly health: { readonly processedPerMinute: number, readonly failureRate: number, readonly averageRunSeconds: number | null } }>, readonly agentProblems: ReadonlyArray<{ readonly file: string, readonly message: string }> };

export type AgentSchemaQueryVariables = Exact<{
  name: string;
}>;


export type AgentSchemaQuery = { readonly agent: { readonly name: string, readonly description: string, readonly schema: unknown } | null };

export type WorkersQueryVariables = Exact<{ [key: string]: never; }>;


export type WorkersQuery = { readonly workers: ReadonlyArray<{ readonly id: string, readonly host: string, readonly pid: number, readonly teams: ReadonlyArray<string>, readonly status: WorkerStatus, readonly capacity: number, readonly running: number, readonly memoryMb: number, readonly cpu: number, readonly startedAt: string, readonly heartbeatAt: string, readonly tasks: ReadonlyArray<{ readonly id: string, readonly agentName: string, readonly progress: number, readonly startedAt: string | null }> }> };

export type SetAgentEnabledMutationVariables = Exact<{
  name: string;
  enabled: boolean;
  reason?: string | null | undefined;
  drain?: boolean | null | undefined;
}>;


export type SetAgentEnabledMutation = { readonly setAgentEnabled: { readonly name: string, readonly team: string, readonly type: string, readonly description: string, readonly capabilities: ReadonlyArray<string>, readonly risk: string, readonly executionMode: string, readonly maxConcurrent: number, readonly rateLimit: string | null, readonly timeoutSeconds: number, readonly available: boolean, readonly unavailableReason: string | null, readonly enabled: boolean, readonly draining: boolean, readonly fileError: string | null, readonly running: number, readonly queued: number, readonly circuit: CircuitState, readonly circuitUntil: string | null, readonly health: { readonly processedPerMinute: number, readonly failureRate: number, readonly averageRunSeconds: number | null } } };

export type ResetCircuitMutationVariables = Exact<{
  agent: string;
}>;


export type ResetCircuitMutation = { readonly resetCircuit: { readonly name: string, readonly team: string, readonly type: string, readonly description: string, readonly capabilities: ReadonlyArray<string>, readonly risk: string, readonly executionMode: string, readonly maxConcurrent: number, readonly rateLimit: string | null, readonly timeoutSeconds: number, readonly available: boolean, readonly unavailableReason: string | null, readonly enabled: boolean, readonly draining: boolean, readonly fileError: string | null, readonly running: number, readonly queued: number, readonly circuit: CircuitState, readonly circuitUntil: string | null, readonly health: { readonly processedPerMinute: number, readonly failureRate: number, readonly averageRunSeconds: number | null } } };

export type DrainWorkerMutationVariables = Exact<{
  id: string;
}>;


export type DrainWorkerMutation = { readonly drainWorker: { readonly id: string, readonly status: WorkerStatus } };

export type ResumeWorkerMutationVariables = Exact<{
  id: string;
}>;


export type ResumeWorkerMutation = { readonly resumeWorker: { readonly id: string, readonly status: WorkerStatus } };

export type DeadLetterGroupsQueryVariables = Exact<{ [key: string]: never; }>;


export type DeadLetterGroupsQuery = { readonly deadLetterGroups: ReadonlyArray<{ readonly fingerprint: string, readonly agent: string, readonly message: string, readonly code: string, readonly count: number, readonly firstAt: string, readonly lastAt: string }> };

export type DeadLetterRowFragment = { readonly id: string, readonly agent: string, readonly failedAt: string, readonly status: DeadLetterStatus, readonly assignee: string | null, readonly history: ReadonlyArray<{ readonly status: DeadLetterStatus, readonly at: string, readonly by: string, readonly reason: string | null }>, readonly error: { readonly code: string, readonly class: ErrorClass, readonly message: string, readonly stack: string | null, readonly fingerprint: string | null }, readonly notes: ReadonlyArray<{ readonly at: string, readonly by: string, readonly text: string }>, readonly task: { readonly id: string, readonly priority: Priority, readonly maxAttempts: number, readonly parameters: unknown, readonly createdAt: string, readonly attempts: ReadonlyArray<{ readonly number: number, readonly startedAt: string, readonly endedAt: string | null, readonly outcome: string | null, readonly error: { readonly message: string } | null }> } };

export type DeadLettersQueryVariables = Exact<{
  filter?: DeadLetterFilter | null | undefined;
  first?: number | null | undefined;
  after?: string | null | undefined;
}>;


export type DeadLettersQuery = { readonly deadLetters: { readonly totalCount: number, readonly totalCountIsExact: boolean, readonly nodes: ReadonlyArray<{ readonly id: string, readonly agent: string, readonly failedAt: string, readonly status: DeadLetterStatus, readonly assignee: string | null, readonly history: ReadonlyArray<{ readonly status: DeadLetterStatus, readonly at: string, readonly by: string, readonly reason: string | null }>, readonly error: { readonly code: string, readonly class: ErrorClass, readonly message: string, readonly stack: string | null, readonly fingerprint: string | null }, readonly notes: ReadonlyArray<{ readonly at: string, readonly by: string, readonly text: string }>, readonly task: { readonly id: string, readonly priority: Priority, readonly maxAttempts: number, readonly parameters: unknown, readonly createdAt: string, readonly attempts: ReadonlyArray<{ readonly number: number, readonly startedAt: string, readonly endedAt: string | null, readonly outcome: string | null, readonly error: { readonly message: string } | null }> } }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null } } };

export type ResubmitDeadLettersMutationVariables = Exact<{
  ids?: ReadonlyArray<string> | string | null | undefined;
  filter?: DeadLetterFilter | null | undefined;
  overrideParameters?: unknown;
  dryRun?: boolean | null | undefined;
}>;


export type ResubmitDeadLettersMutation = { readonly resubmitDeadLetters: { readonly matched: number, readonly resubmitted: number, readonly dependents: number, readonly tasks: ReadonlyArray<{ readonly id: string }> } };

export type DiscardDeadLettersMutationVariables = Exact<{
  ids?: ReadonlyArray<string> | string | null | undefined;
  filter?: DeadLetterFilter | null | undefined;
  reason: string;
  dryRun?: boolean | null | undefined;
}>;


export type DiscardDeadLettersMutation = { readonly discardDeadLetters: number };

export type NoteDeadLetterMutationVariables = Exact<{
  id: string;
  text: string;
}>;


export type NoteDeadLetterMutation = { readonly noteDeadLetter: { readonly id: string } };

export type AssignDeadLetterMutationVariables = Exact<{
  id: string;
  assignee?: string | null | undefined;
}>;


export type AssignDeadLetterMutation = { readonly assignDeadLetter: { readonly id: string } };

export type MeQueryVariables = Exact<{ [key: string]: never; }>;


export type MeQuery = { readonly me: { readonly id: string, readonly name: string, readonly role: string, readonly viewerCan: ReadonlyArray<ViewerAction>, readonly workspace: { readonly id: string, readonly manual: boolean } } };

export type StatsFragment = { readonly at: string, readonly total: number, readonly progress: number, readonly etaSeconds: number | null, readonly oldestReadySeconds: number | null, readonly queues: ReadonlyArray<{ readonly priority: Priority, readonly depth: number, readonly processedPerMinute: number, readonly averageWaitSeconds: number }>, readonly workers: { readonly processes: number, readonly total: number, readonly busy: number, readonly idle: number, readonly utilization: number }, readonly statuses: ReadonlyArray<{ readonly status: TaskStatus, readonly count: number }> };

export type StatsQueryVariables = Exact<{ [key: string]: never; }>;


export type StatsQuery = { readonly queueStats: { readonly at: string, readonly total: number, readonly progress: number, readonly etaSeconds: number | null, readonly oldestReadySeconds: number | null, readonly queues: ReadonlyArray<{ readonly priority: Priority, readonly depth: number, readonly processedPerMinute: number, readonly averageWaitSeconds: number }>, readonly workers: { readonly processes: number, readonly total: number, readonly busy: number, readonly idle: number, readonly utilization: number }, readonly statuses: ReadonlyArray<{ readonly status: TaskStatus, readonly count: number }> } };

export type StatsNewsSubscriptionVariables = Exact<{ [key: string]: never; }>;


export type StatsNewsSubscription = { readonly queueStats: { readonly at: string, readonly total: number, readonly progress: number, readonly etaSeconds: number | null, readonly oldestReadySeconds: number | null, readonly queues: ReadonlyArray<{ readonly priority: Priority, readonly depth: number, readonly processedPerMinute: number, readonly averageWaitSeconds: number }>, readonly workers: { readonly processes: number, readonly total: number, readonly busy: number, readonly idle: number, readonly utilization: number }, readonly statuses: ReadonlyArray<{ readonly status: TaskStatus, readonly count: number }> } };

export type EventNewsSubscriptionVariables = Exact<{
  filter?: EventFilter | null | undefined;
  after?: string | null | undefined;
}>;


export type EventNewsSubscription = { readonly events: { readonly id: string, readonly cursor: string, readonly type: string, readonly at: string, readonly subject: string, readonly payload: unknown } };

export type ThroughputQueryVariables = Exact<{
  minutes?: number | null | undefined;
}>;


export type ThroughputQuery = { readonly throughput: ReadonlyArray<{ readonly at: string, readonly succeeded: number, readonly failed: number }> };

export type EventsQueryVariables = Exact<{
  filter?: EventFilter | null | undefined;
  first?: number | null | undefined;
  after?: string | null | undefined;
}>;


export type EventsQuery = { readonly events: { readonly nodes: ReadonlyArray<{ readonly id: string, readonly cursor: string, readonly type: string, readonly at: string, readonly subject: string, readonly payload: unknown }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null } } };

export type RequestRowFragment = { readonly id: string, readonly kind: RequestKind, readonly status: RequestStatus, readonly title: string, readonly text: string | null, readonly choices: ReadonlyArray<string>, readonly form: unknown, readonly details: unknown, readonly digest: string, readonly quorum: number, readonly answer: unknown, readonly createdAt: string, readonly expiresAt: string | null, readonly settledAt: string | null, readonly step: string | null, readonly viewerCan: ReadonlyArray<RequestAction>, readonly decisions: ReadonlyArray<{ readonly at: string, readonly decision: Decision | null, readonly answer: unknown, readonly reason: string | null, readonly by: { readonly name: string } }>, readonly requestedBy: { readonly name: string }, readonly workflow: { readonly id: string, readonly name: string } | null, readonly task: { readonly id: string, readonly agentName: string } | null };

export type RequestsQueryVariables = Exact<{
  filter?: RequestFilter | null | undefined;
  first?: number | null | undefined;
  after?: string | null | undefined;
}>;


export type RequestsQuery = { readonly requests: { readonly totalCount: number, readonly totalCountIsExact: boolean, readonly nodes: ReadonlyArray<{ readonly id: string, readonly kind: RequestKind, readonly status: RequestStatus, readonly title: string, readonly text: string | null, readonly choices: ReadonlyArray<string>, readonly form: unknown, readonly details: unknown, readonly digest: string, readonly quorum: number, readonly answer: unknown, readonly createdAt: string, readonly expiresAt: string | null, readonly settledAt: string | null, readonly step: string | null, readonly viewerCan: ReadonlyArray<RequestAction>, readonly decisions: ReadonlyArray<{ readonly at: string, readonly decision: Decision | null, readonly answer: unknown, readonly reason: string | null, readonly by: { readonly name: string } }>, readonly requestedBy: { readonly name: string }, readonly workflow: { readonly id: string, readonly name: string } | null, readonly task: { readonly id: string, readonly agentName: string } | null }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null } } };

export type AnswerRequestMutationVariables = Exact<{
  id: string;
  decision?: Decision | null | undefined;
  answer?: unknown;
  reason?: string | null | undefined;
  digest?: string | null | undefined;
}>;


export type AnswerRequestMutation = { readonly answerRequest: { readonly id: string, readonly status: RequestStatus } };

export type ScheduleRowFragment = { readonly id: string, readonly name: string, readonly enabled: boolean, readonly description: string, readonly cron: string | null, readonly every: string | null, readonly at: string | null, readonly words: string | null, readonly timezone: string, readonly task: unknown, readonly workflow: unknown, readonly missed: MissedRunPolicy, readonly overlap: OverlapPolicy, readonly nextRunAt: string | null, readonly nextRuns: ReadonlyArray<string>, readonly version: number, readonly viewerCan: ReadonlyArray<ScheduleAction>, readonly post: { readonly channel: string, readonly text: string } | null, readonly runs: { readonly nodes: ReadonlyArray<{ readonly dueAt: string, readonly startedAt: string, readonly manual: boolean, readonly status: ScheduleRunStatus, readonly reason: string | null, readonly task: { readonly id: string, readonly status: TaskStatus } | null, readonly workflow: { readonly id: string, readonly status: WorkflowStatus } | null }> }, readonly createdBy: { readonly name: string } };

export type SchedulesQueryVariables = Exact<{
  filter?: ScheduleFilter | null | undefined;
  first?: number | null | undefined;
  after?: string | null | undefined;
}>;


export type SchedulesQuery = { readonly schedules: { readonly totalCount: number, readonly totalCountIsExact: boolean, readonly nodes: ReadonlyArray<{ readonly id: string, readonly name: string, readonly enabled: boolean, readonly description: string, readonly cron: string | null, readonly every: string | null, readonly at: string | null, readonly words: string | null, readonly timezone: string, readonly task: unknown, readonly workflow: unknown, readonly missed: MissedRunPolicy, readonly overlap: OverlapPolicy, readonly nextRunAt: string | null, readonly nextRuns: ReadonlyArray<string>, readonly version: number, readonly viewerCan: ReadonlyArray<ScheduleAction>, readonly post: { readonly channel: string, readonly text: string } | null, readonly runs: { readonly nodes: ReadonlyArray<{ readonly dueAt: string, readonly startedAt: string, readonly manual: boolean, readonly status: ScheduleRunStatus, readonly reason: string | null, readonly task: { readonly id: string, readonly status: TaskStatus } | null, readonly workflow: { readonly id: string, readonly status: WorkflowStatus } | null }> }, readonly createdBy: { readonly name: string } }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null } } };

export type UpcomingRunsQueryVariables = Exact<{
  since?: string | null | undefined;
  until?: string | null | undefined;
}>;


export type UpcomingRunsQuery = { readonly upcomingRuns: ReadonlyArray<{ readonly at: string, readonly schedule: { readonly id: string, readonly name: string } }> };

export type PreviewScheduleQueryVariables = Exact<{
  input: ScheduleInput;
}>;


export type PreviewScheduleQuery = { readonly previewSchedule: { readonly description: string, readonly nextRuns: ReadonlyArray<string>, readonly notes: ReadonlyArray<string> } };

export type CreateScheduleMutationVariables = Exact<{
  input: ScheduleInput;
}>;


export type CreateScheduleMutation = { readonly createSchedule: { readonly id: string, readonly name: string } };

export type UpdateScheduleMutationVariables = Exact<{
  id: string;
  input: ScheduleChangeInput;
  expectedVersion?: number | null | undefined;
}>;


export type UpdateScheduleMutation = { readonly updateSchedule: { readonly id: string, readonly name: string } };

export type PauseScheduleMutationVariables = Exact<{
  id: string;
}>;


export type PauseScheduleMutation = { readonly pauseSchedule: { readonly id: string, readonly name: string, readonly enabled: boolean, readonly description: string, readonly cron: string | null, readonly every: string | null, readonly at: string | null, readonly words: string | null, readonly timezone: string, readonly task: unknown, readonly workflow: unknown, readonly missed: MissedRunPolicy, readonly overlap: OverlapPolicy, readonly nextRunAt: string | null, readonly nextRuns: ReadonlyArray<string>, readonly version: number, readonly viewerCan: ReadonlyArray<ScheduleAction>, readonly post: { readonly channel: string, readonly text: string } | null, readonly runs: { readonly nodes: ReadonlyArray<{ readonly dueAt: string, readonly startedAt: string, readonly manual: boolean, readonly status: ScheduleRunStatus, readonly reason: string | null, readonly task: { readonly id: string, readonly status: TaskStatus } | null, readonly workflow: { readonly id: string, readonly status: WorkflowStatus } | null }> }, readonly createdBy: { readonly name: string } } };

export type ResumeScheduleMutationVariables = Exact<{
  id: string;
}>;


export type ResumeScheduleMutation = { readonly resumeSchedule: { readonly id: string, readonly name: string, readonly enabled: boolean, readonly description: string, readonly cron: string | null, readonly every: string | null, readonly at: string | null, readonly words: string | null, readonly timezone: string, readonly task: unknown, readonly workflow: unknown, readonly missed: MissedRunPolicy, readonly overlap: OverlapPolicy, readonly nextRunAt: string | null, readonly nextRuns: ReadonlyArray<string>, readonly version: number, readonly viewerCan: ReadonlyArray<ScheduleAction>, readonly post: { readonly channel: string, readonly text: string } | null, readonly runs: { readonly nodes: ReadonlyArray<{ readonly dueAt: string, readonly startedAt: string, readonly manual: boolean, readonly status: ScheduleRunStatus, readonly reason: string | null, readonly task: { readonly id: string, readonly status: TaskStatus } | null, readonly workflow: { readonly id: string, readonly status: WorkflowStatus } | null }> }, readonly createdBy: { readonly name: string } } };

export type DeleteScheduleMutationVariables = Exact<{
  id: string;
}>;


export type DeleteScheduleMutation = { readonly deleteSchedule: { readonly id: string } };

export type RunScheduleMutationVariables = Exact<{
  id: string;
}>;


export type RunScheduleMutation = { readonly runSchedule: { readonly status: ScheduleRunStatus, readonly reason: string | null, readonly task: { readonly id: string } | null, readonly workflow: { readonly id: string } | null } };

export type TaskRowFragment = { readonly id: string, readonly agentName: string, readonly status: TaskStatus, readonly priority: Priority, readonly urgency: number, readonly progress: number, readonly currentStep: string | null, readonly tags: ReadonlyArray<string>, readonly maxAttempts: number, readonly createdAt: string, readonly runAt: string | null, readonly startedAt: string | null, readonly finishedAt: string | null, readonly viewerCan: ReadonlyArray<TaskAction>, readonly attempts: ReadonlyArray<{ readonly number: number }>, readonly error: { readonly code: string, readonly message: string } | null, readonly waitingOn: ReadonlyArray<{ readonly code: WaitCode, readonly detail: string, readonly until: string | null }> };

export type TasksQueryVariables = Exact<{
  filter?: TaskFilter | null | undefined;
  sort?: TaskSort | null | undefined;
  first?: number | null | undefined;
  after?: string | null | undefined;
}>;


export type TasksQuery = { readonly tasks: { readonly totalCount: number, readonly totalCountIsExact: boolean, readonly nodes: ReadonlyArray<{ readonly id: string, readonly agentName: string, readonly status: TaskStatus, readonly priority: Priority, readonly urgency: number, readonly progress: number, readonly currentStep: string | null, readonly tags: ReadonlyArray<string>, readonly maxAttempts: number, readonly createdAt: string, readonly runAt: string | null, readonly startedAt: string | null, readonly finishedAt: string | null, readonly viewerCan: ReadonlyArray<TaskAction>, readonly attempts: ReadonlyArray<{ readonly number: number }>, readonly error: { readonly code: string, readonly message: string } | null, readonly waitingOn: ReadonlyArray<{ readonly code: WaitCode, readonly detail: string, readonly until: string | null }> }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null } } };

export type TaskFacetsQueryVariables = Exact<{
  filter?: TaskFilter | null | undefined;
}>;


export type TaskFacetsQuery = { readonly tasks: { readonly facets: { readonly status: ReadonlyArray<{ readonly value: string, readonly count: number }>, readonly priority: ReadonlyArray<{ readonly value: string, readonly count: number }>, readonly agent: ReadonlyArray<{ readonly value: string, readonly count: number }> } } };

export type TaskDetailFragment = { readonly urgency: number, readonly parameters: unknown, readonly result: unknown, readonly partialOutput: string | null, readonly queuePosition: number | null, readonly estimatedWaitSeconds: number | null, readonly etaSeconds: number | null, readonly deadline: string | null, readonly origin: string, readonly id: string, readonly agentName: string, readonly status: TaskStatus, readonly priority: Priority, readonly progress: number, readonly currentStep: string | null, readonly tags: ReadonlyArray<string>, readonly maxAttempts: number, readonly createdAt: string, readonly runAt: string | null, readonly startedAt: string | null, readonly finishedAt: string | null, readonly viewerCan: ReadonlyArray<TaskAction>, readonly error: { readonly code: string, readonly class: ErrorClass, readonly message: string, readonly stack: string | null } | null, readonly attempts: ReadonlyArray<{ readonly number: number, readonly startedAt: string, readonly endedAt: string | null, readonly worker: string | null, readonly outcome: string | null, readonly error: { readonly code: string, readonly message: string } | null }>, readonly waitingOn: ReadonlyArray<{ readonly code: WaitCode, readonly detail: string, readonly since: string | null, readonly until: string | null, readonly blockedBy: ReadonlyArray<string> }>, readonly artifacts: ReadonlyArray<{ readonly id: string, readonly name: string, readonly contentType: string, readonly bytes: number, readonly url: string }>, readonly dependsOn: ReadonlyArray<{ readonly id: string, readonly agentName: string, readonly status: TaskStatus }>, readonly dependents: ReadonlyArray<{ readonly id: string, readonly agentName: string, readonly status: TaskStatus }>, readonly events: ReadonlyArray<{ readonly id: string, readonly type: string, readonly at: string, readonly payload: unknown }>, readonly usage: { readonly inputTokens: number, readonly outputTokens: number, readonly costMicros: number, readonly durationMs: number }, readonly submittedBy: { readonly name: string }, readonly resubmittedAs: { readonly id: string } | null, readonly resubmissionOf: { readonly id: string } | null, readonly versions: ReadonlyArray<{ readonly number: number, readonly replacedAt: string, readonly replacedBy: string }> };

export type TaskQueryVariables = Exact<{
  id: string;
}>;


export type TaskQuery = { readonly task: { readonly urgency: number, readonly parameters: unknown, readonly result: unknown, readonly partialOutput: string | null, readonly queuePosition: number | null, readonly estimatedWaitSeconds: number | null, readonly etaSeconds: number | null, readonly deadline: string | null, readonly origin: string, readonly id: string, readonly agentName: string, readonly status: TaskStatus, readonly priority: Priority, readonly progress: number, readonly currentStep: string | null, readonly tags: ReadonlyArray<string>, readonly maxAttempts: number, readonly createdAt: string, readonly runAt: string | null, readonly startedAt: string | null, readonly finishedAt: string | null, readonly viewerCan: ReadonlyArray<TaskAction>, readonly error: { readonly code: string, readonly class: ErrorClass, readonly message: string, readonly stack: string | null } | null, readonly attempts: ReadonlyArray<{ readonly number: number, readonly startedAt: string, readonly endedAt: string | null, readonly worker: string | null, readonly outcome: string | null, readonly error: { readonly code: string, readonly message: string } | null }>, readonly waitingOn: ReadonlyArray<{ readonly code: WaitCode, readonly detail: string, readonly since: string | null, readonly until: string | null, readonly blockedBy: ReadonlyArray<string> }>, readonly artifacts: ReadonlyArray<{ readonly id: string, readonly name: string, readonly contentType: string, readonly bytes: number, readonly url: string }>, readonly dependsOn: ReadonlyArray<{ readonly id: string, readonly agentName: string, readonly status: TaskStatus }>, readonly dependents: ReadonlyArray<{ readonly id: string, readonly agentName: string, readonly status: TaskStatus }>, readonly events: ReadonlyArray<{ readonly id: string, readonly type: string, readonly at: string, readonly payload: unknown }>, readonly usage: { readonly inputTokens: number, readonly outputTokens: number, readonly costMicros: number, readonly durationMs: number }, readonly submittedBy: { readonly name: string }, readonly resubmittedAs: { readonly id: string } | null, readonly resubmissionOf: { readonly id: string } | null, readonly versions: ReadonlyArray<{ readonly number: number, readonly replacedAt: string, readonly replacedBy: string }> } | null };

export type TaskNewsSubscriptionVariables = Exact<{
  id: string;
  after?: string | null | undefined;
}>;


export type TaskNewsSubscription = { readonly taskUpdated: { readonly cursor: string, readonly task: { readonly urgency: number, readonly parameters: unknown, readonly result: unknown, readonly partialOutput: string | null, readonly queuePosition: number | null, readonly estimatedWaitSeconds: number | null, readonly etaSeconds: number | null, readonly deadline: string | null, readonly origin: string, readonly id: string, readonly agentName: string, readonly status: TaskStatus, readonly priority: Priority, readonly progress: number, readonly currentStep: string | null, readonly tags: ReadonlyArray<string>, readonly maxAttempts: number, readonly createdAt: string, readonly runAt: string | null, readonly startedAt: string | null, readonly finishedAt: string | null, readonly viewerCan: ReadonlyArray<TaskAction>, readonly error: { readonly code: string, readonly class: ErrorClass, readonly message: string, readonly stack: string | null } | null, readonly attempts: ReadonlyArray<{ readonly number: number, readonly startedAt: string, readonly endedAt: string | null, readonly worker: string | null, readonly outcome: string | null, readonly error: { readonly code: string, readonly message: string } | null }>, readonly waitingOn: ReadonlyArray<{ readonly code: WaitCode, readonly detail: string, readonly since: string | null, readonly until: string | null, readonly blockedBy: ReadonlyArray<string> }>, readonly artifacts: ReadonlyArray<{ readonly id: string, readonly name: string, readonly contentType: string, readonly bytes: number, readonly url: string }>, readonly dependsOn: ReadonlyArray<{ readonly id: string, readonly agentName: string, readonly status: TaskStatus }>, readonly dependents: ReadonlyArray<{ readonly id: string, readonly agentName: string, readonly status: TaskStatus }>, readonly events: ReadonlyArray<{ readonly id: string, readonly type: string, readonly at: string, readonly payload: unknown }>, readonly usage: { readonly inputTokens: number, readonly outputTokens: number, readonly costMicros: number, readonly durationMs: number }, readonly submittedBy: { readonly name: string }, readonly resubmittedAs: { readonly id: string } | null, readonly resubmissionOf: { readonly id: string } | null, readonly versions: ReadonlyArray<{ readonly number: number, readonly replacedAt: string, readonly replacedBy: string }> } } };

export type TaskLogQueryVariables = Exact<{
  id: string;
  after?: string | null | undefined;
}>;


export type TaskLogQuery = { readonly task: { readonly logs: { readonly nodes: ReadonlyArray<{ readonly number: number, readonly at: string, readonly level: string, readonly text: string, readonly attempt: number }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null } } } | null };

export type TaskParametersQueryVariables = Exact<{
  id: string;
}>;


export type TaskParametersQuery = { readonly task: { readonly id: string, readonly parameters: unknown, readonly viewerCan: ReadonlyArray<TaskAction>, readonly agent: { readonly name: string, readonly schema: unknown } | null } | null };

export type SubmitTaskMutationVariables = Exact<{
  input: SubmitTaskInput;
}>;


export type SubmitTaskMutation = { readonly submitTask: { readonly id: string, readonly status: TaskStatus, readonly agentName: string } };

export type CancelTaskMutationVariables = Exact<{
  id: string;
  reason?: string | null | undefined;
}>;


export type CancelTaskMutation = { readonly cancelTask: { readonly id: string, readonly agentName: string, readonly status: TaskStatus, readonly priority: Priority, readonly urgency: number, readonly progress: number, readonly currentStep: string | null, readonly tags: ReadonlyArray<string>, readonly maxAttempts: number, readonly createdAt: string, readonly runAt: string | null, readonly startedAt: string | null, readonly finishedAt: string | null, readonly viewerCan: ReadonlyArray<TaskAction>, readonly attempts: ReadonlyArray<{ readonly number: number }>, readonly error: { readonly code: string, readonly message: string } | null, readonly waitingOn: ReadonlyArray<{ readonly code: WaitCode, readonly detail: string, readonly until: string | null }> } };

export type RetryTaskMutationVariables = Exact<{
  id: string;
  resetAttempts?: boolean | null | undefined;
  parameters?: unknown;
}>;


export type RetryTaskMutation = { readonly retryTask: { readonly id: string, readonly agentName: string, readonly status: TaskStatus, readonly priority: Priority, readonly urgency: number, readonly progress: number, readonly currentStep: string | null, readonly tags: ReadonlyArray<string>, readonly maxAttempts: number, readonly createdAt: string, readonly runAt: string | null, readonly startedAt: string | null, readonly finishedAt: string | null, readonly viewerCan: ReadonlyArray<TaskAction>, readonly attempts: ReadonlyArray<{ readonly number: number }>, readonly error: { readonly code: string, readonly message: string } | null, readonly waitingOn: ReadonlyArray<{ readonly code: WaitCode, readonly detail: string, readonly until: string | null }> } };

export type ReprioritizeTaskMutationVariables = Exact<{
  id: string;
  priority: Priority;
}>;


export type ReprioritizeTaskMutation = { readonly reprioritizeTask: { readonly id: string, readonly agentName: string, readonly status: TaskStatus, readonly priority: Priority, readonly urgency: number, readonly progress: number, readonly currentStep: string | null, readonly tags: ReadonlyArray<string>, readonly maxAttempts: number, readonly createdAt: string, readonly runAt: string | null, readonly startedAt: string | null, readonly finishedAt: string | null, readonly viewerCan: ReadonlyArray<TaskAction>, readonly attempts: ReadonlyArray<{ readonly number: number }>, readonly error: { readonly code: string, readonly message: string } | null, readonly waitingOn: ReadonlyArray<{ readonly code: WaitCode, readonly detail: string, readonly until: string | null }> } };

export type RunQueueMutationVariables = Exact<{
  maxConcurrent?: number | null | undefined;
  filter?: RunQueueFilter | null | undefined;
  limit?: number | null | undefined;
}>;


export type RunQueueMutation = { readonly runQueue: { readonly executed: number, readonly failed: number, readonly remaining: number } };

export type AgentNamesQueryVariables = Exact<{ [key: string]: never; }>;


export type AgentNamesQuery = { readonly agents: ReadonlyArray<{ readonly name: string }> };

export type AlertRowFragment = { readonly id: string, readonly kind: string, readonly severity: AlertSeverity, readonly status: AlertStatus, readonly title: string, readonly detail: string, readonly subject: string, readonly count: number, readonly firstAt: string, readonly lastAt: string, readonly note: string | null, readonly resolvedAt: string | null, readonly viewerCanAcknowledge: boolean, readonly acknowledgedBy: { readonly name: string } | null };

export type AlertsQueryVariables = Exact<{
  filter?: AlertFilter | null | undefined;
  first?: number | null | undefined;
  after?: string | null | undefined;
}>;


export type AlertsQuery = { readonly alerts: { readonly totalCount: number, readonly totalCountIsExact: boolean, readonly nodes: ReadonlyArray<{ readonly id: string, readonly kind: string, readonly severity: AlertSeverity, readonly status: AlertStatus, readonly title: string, readonly detail: string, readonly subject: string, readonly count: number, readonly firstAt: string, readonly lastAt: string, readonly note: string | null, readonly resolvedAt: string | null, readonly viewerCanAcknowledge: boolean, readonly acknowledgedBy: { readonly name: string } | null }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null } } };

export type AlertNewsSubscriptionVariables = Exact<{ [key: string]: never; }>;


export type AlertNewsSubscription = { readonly alerts: { readonly id: string, readonly kind: string, readonly severity: AlertSeverity, readonly status: AlertStatus, readonly title: string, readonly detail: string, readonly subject: string, readonly count: number, readonly firstAt: string, readonly lastAt: string, readonly note: string | null, readonly resolvedAt: string | null, readonly viewerCanAcknowledge: boolean, readonly acknowledgedBy: { readonly name: string } | null } };

export type AcknowledgeAlertMutationVariables = Exact<{
  id: string;
  note?: string | null | undefined;
}>;


export type AcknowledgeAlertMutation = { readonly acknowledgeAlert: { readonly id: string, readonly kind: string, readonly severity: AlertSeverity, readonly status: AlertStatus, readonly title: string, readonly detail: string, readonly subject: string, readonly count: number, readonly firstAt: string, readonly lastAt: string, readonly note: string | null, readonly resolvedAt: string | null, readonly viewerCanAcknowledge: boolean, readonly acknowledgedBy: { readonly name: string } | null } };

export type AuditLogQueryVariables = Exact<{
  filter?: AuditFilter | null | undefined;
  first?: number | null | undefined;
  after?: string | null | undefined;
}>;


export type AuditLogQuery = { readonly auditLog: { readonly nodes: ReadonlyArray<{ readonly number: number, readonly at: string, readonly via: string | null, readonly action: string, readonly subject: string, readonly reason: string | null, readonly origin: string | null, readonly details: unknown, readonly hash: string, readonly actor: { readonly name: string } }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null } } };

export type WorkflowRowFragment = { readonly id: string, readonly name: string, readonly status: WorkflowStatus, readonly template: string | null, readonly totalSteps: number, readonly completedSteps: number, readonly progress: number, readonly priority: Priority, readonly createdAt: string, readonly finishedAt: string | null, readonly reason: string | null, readonly viewerCan: ReadonlyArray<WorkflowAction>, readonly error: { readonly code: string, readonly message: string } | null };

export type WorkflowsQueryVariables = Exact<{
  filter?: WorkflowFilter | null | undefined;
  first?: number | null | undefined;
  after?: string | null | undefined;
}>;


export type WorkflowsQuery = { readonly workflows: { readonly totalCount: number, readonly totalCountIsExact: boolean, readonly nodes: ReadonlyArray<{ readonly id: string, readonly name: string, readonly status: WorkflowStatus, readonly template: string | null, readonly totalSteps: number, readonly completedSteps: number, readonly progress: number, readonly priority: Priority, readonly createdAt: string, readonly finishedAt: string | null, readonly reason: string | null, readonly viewerCan: ReadonlyArray<WorkflowAction>, readonly error: { readonly code: string, readonly message: string } | null }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null } } };

export type WorkflowDetailFragment = { readonly parameters: unknown, readonly result: unknown, readonly id: string, readonly name: string, readonly status: WorkflowStatus, readonly template: string | null, readonly totalSteps: number, readonly completedSteps: number, readonly progress: number, readonly priority: Priority, readonly createdAt: string, readonly finishedAt: string | null, readonly reason: string | null, readonly viewerCan: ReadonlyArray<WorkflowAction>, readonly submittedBy: { readonly name: string }, readonly usage: { readonly inputTokens: number, readonly outputTokens: number, readonly costMicros: number, readonly durationMs: number }, readonly steps: ReadonlyArray<{ readonly id: string, readonly kind: StepKind, readonly name: string, readonly status: StepStatus, readonly dependsOn: ReadonlyArray<string>, readonly parent: string | null, readonly agent: string | null, readonly waitingFor: string | null, readonly startedAt: string | null, readonly finishedAt: string | null, readonly error: { readonly code: string, readonly message: string } | null, readonly task: { readonly id: string, readonly status: TaskStatus, readonly progress: number, readonly maxAttempts: number, readonly attempts: ReadonlyArray<{ readonly number: number }> } | null, readonly request: { readonly id: string, readonly status: RequestStatus } | null, readonly workflow: { readonly id: string } | null }>, readonly error: { readonly code: string, readonly message: string } | null };

export type WorkflowQueryVariables = Exact<{
  id: string;
}>;


export type WorkflowQuery = { readonly workflow: { readonly parameters: unknown, readonly result: unknown, readonly id: string, readonly name: string, readonly status: WorkflowStatus, readonly template: string | null, readonly totalSteps: number, readonly completedSteps: number, readonly progress: number, readonly priority: Priority, readonly createdAt: string, readonly finishedAt: string | null, readonly reason: string | null, readonly viewerCan: ReadonlyArray<WorkflowAction>, readonly submittedBy: { readonly name: string }, readonly usage: { readonly inputTokens: number, readonly outputTokens: number, readonly costMicros: number, readonly durationMs: number }, readonly steps: ReadonlyArray<{ readonly id: string, readonly kind: StepKind, readonly name: string, readonly status: StepStatus, readonly dependsOn: ReadonlyArray<string>, readonly parent: string | null, readonly agent: string | null, readonly waitingFor: string | null, readonly startedAt: string | null, readonly finishedAt: string | null, readonly error: { readonly code: string, readonly message: string } | null, readonly task: { readonly id: string, readonly status: TaskStatus, readonly progress: number, readonly maxAttempts: number, readonly attempts: ReadonlyArray<{ readonly number: number }> } | null, readonly request: { readonly id: string, readonly status: RequestStatus } | null, readonly workflow: { readonly id: string } | null }>, readonly error: { readonly code: string, readonly message: string } | null } | null };

export type WorkflowNewsSubscriptionVariables = Exact<{
  id: string;
  after?: string | null | undefined;
}>;


export type WorkflowNewsSubscription = { readonly workflowUpdated: { readonly cursor: string, readonly workflow: { readonly parameters: unknown, readonly result: unknown, readonly id: string, readonly name: string, readonly status: WorkflowStatus, readonly template: string | null, readonly totalSteps: number, readonly completedSteps: number, readonly progress: number, readonly priority: Priority, readonly createdAt: string, readonly finishedAt: string | null, readonly reason: string | null, readonly viewerCan: ReadonlyArray<WorkflowAction>, readonly submittedBy: { readonly name: string }, readonly usage: { readonly inputTokens: number, readonly outputTokens: number, readonly costMicros: number, readonly durationMs: number }, readonly steps: ReadonlyArray<{ readonly id: string, readonly kind: StepKind, readonly name: string, readonly status: StepStatus, readonly dependsOn: ReadonlyArray<string>, readonly parent: string | null, readonly agent: string | null, readonly waitingFor: string | null, readonly startedAt: string | null, readonly finishedAt: string | null, readonly error: { readonly code: string, readonly message: string } | null, readonly task: { readonly id: string, readonly status: TaskStatus, readonly progress: number, readonly maxAttempts: number, readonly attempts: ReadonlyArray<{ readonly number: number }> } | null, readonly request: { readonly id: string, readonly status: RequestStatus } | null, readonly workflow: { readonly id: string } | null }>, readonly error: { readonly code: string, readonly message: string } | null } } };

export type WorkflowTemplatesQueryVariables = Exact<{ [key: string]: never; }>;


export type WorkflowTemplatesQuery = { readonly workflowTemplates: ReadonlyArray<{ readonly name: string, readonly title: string, readonly description: string, readonly version: number, readonly builtIn: boolean, readonly parameters: unknown }> };

export type StartWorkflowMutationVariables = Exact<{
  input: StartWorkflowInput;
}>;


export type StartWorkflowMutation = { readonly startWorkflow: { readonly id: string, readonly name: string } };

export type CancelWorkflowMutationVariables = Exact<{
  id: string;
  reason?: string | null | undefined;
}>;


export type CancelWorkflowMutation = { readonly cancelWorkflow: { readonly id: string, readonly name: string, readonly status: WorkflowStatus, readonly template: string | null, readonly totalSteps: number, readonly completedSteps: number, readonly progress: number, readonly priority: Priority, readonly createdAt: string, readonly finishedAt: string | null, readonly reason: string | null, readonly viewerCan: ReadonlyArray<WorkflowAction>, readonly error: { readonly code: string, readonly message: string } | null } };

export type PauseWorkflowMutationVariables = Exact<{
  id: string;
}>;


export type PauseWorkflowMutation = { readonly pauseWorkflow: { readonly id: string, readonly name: string, readonly status: WorkflowStatus, readonly template: string | null, readonly totalSteps: number, readonly completedSteps: number, readonly progress: number, readonly priority: Priority, readonly createdAt: string, readonly finishedAt: string | null, readonly reason: string | null, readonly viewerCan: ReadonlyArray<WorkflowAction>, readonly error: { readonly code: string, readonly message: string } | null } };

export type ResumeWorkflowMutationVariables = Exact<{
  id: string;
}>;


export type ResumeWorkflowMutation = { readonly resumeWorkflow: { readonly id: string, readonly name: string, readonly status: WorkflowStatus, readonly template: string | null, readonly totalSteps: number, readonly completedSteps: number, readonly progress: number, readonly priority: Priority, readonly createdAt: string, readonly finishedAt: string | null, readonly reason: string | null, readonly viewerCan: ReadonlyArray<WorkflowAction>, readonly error: { readonly code: string, readonly message: string } | null } };

export type RetryWorkflowMutationVariables = Exact<{
  id: string;
  step?: string | null | undefined;
}>;


export type RetryWorkflowMutation = { readonly retryWorkflow: { readonly id: string, readonly name: string, readonly status: WorkflowStatus, readonly template: string | null, readonly totalSteps: number, readonly completedSteps: number, readonly progress: number, readonly priority: Priority, readonly createdAt: string, readonly finishedAt: string | null, readonly reason: string | null, readonly viewerCan: ReadonlyArray<WorkflowAction>, readonly error: { readonly code: string, readonly message: string } | null } };

export type WorkflowDefinitionQueryVariables = Exact<{
  id: string;
}>;


export type WorkflowDefinitionQuery = { readonly workflow: { readonly name: string, readonly template: string | null, readonly definition: unknown } | null };

export type WorkflowTemplateDefinitionQueryVariables = Exact<{
  name: string;
}>;


export type WorkflowTemplateDefinitionQuery = { readonly workflowTemplate: { readonly name: string, readonly title: string, readonly description: string, readonly definition: unknown } | null };

export type SaveWorkflowTemplateMutationVariables = Exact<{
  input: WorkflowTemplateInput;
}>;


export type SaveWorkflowTemplateMutation = { readonly saveWorkflowTemplate: { readonly name: string, readonly title: string, readonly version: number } };

/** The text of an operation, with the types of its answer and variables. */
export interface Operation<Data, Variables> {
  name: string
  text: string
  types?: (variables: Variables) => Data
}

export const users: Operation<UsersQuery, UsersQueryVariables> = {
  name: 'Users',
  text: `query Users {
  users {
    ...UserRow
  }
}
fragment UserRow on User {
  id
  email
  name
  role
  groups
  disabled
  identities
  lastLoginAt
}`,
}

export const createUser: Operation<CreateUserMutation, CreateUserMutationVariables> = {
  name: 'CreateUser',
  text: `mutation CreateUser($input: CreateUserInput!) {
  createUser(input: $input) {
    user {
      ...UserRow
    }
    password
  }
}
fragment UserRow on User {
  id
  email
  name
  role
  groups
  disabled
  identities
  lastLoginAt
}`,
}

export const updateUser: Operation<UpdateUserMutation, UpdateUserMutationVariables> = {
  name: 'UpdateUser',
  text: `mutation UpdateUser($id: ID!, $input: UpdateUserInput!) {
  updateUser(id: $id, input: $input) {
    ...UserRow
  }
}
fragment UserRow on User {
  id
  email
  name
  role
  groups
  disabled
  identities
  lastLoginAt
}`,
}

export const apiKeys: Operation<ApiKeysQuery, ApiKeysQueryVariables> = {
  name: 'ApiKeys',
  text: `query ApiKeys {
  apiKeys {
    ...KeyRow
  }
}
fragment KeyRow on ApiKey {
  id
  name
  prefix
  role
  scopes
  service
  owner {
    name
  }
  requestsPerMinute
  createdAt
  expiresAt
  lastUsedAt
  revokedAt
}`,
}

export const createApiKey: Operation<CreateApiKeyMutation, CreateApiKeyMutationVariables> = {
  name: 'CreateApiKey',
  text: `mutation CreateApiKey($input: CreateApiKeyInput!) {
  createApiKey(input: $input) {
    secret
    apiKey {
      ...KeyRow
    }
  }
}
fragment KeyRow on ApiKey {
  id
  name
  prefix
  role
  scopes
  service
  owner {
    name
  }
  requestsPerMinute
  createdAt
  expiresAt
  lastUsedAt
  revokedAt
}`,
}

export const revokeApiKey: Operation<RevokeApiKeyMutation, RevokeApiKeyMutationVariables> = {
  name: 'RevokeApiKey',
  text: `mutation RevokeApiKey($id: ID!) {
  revokeApiKey(id: $id) {
    ...KeyRow
  }
}
fragment KeyRow on ApiKey {
  id
  name
  prefix
  role
  scopes
  service
  owner {
    name
  }
  requestsPerMinute
  createdAt
  expiresAt
  lastUsedAt
  revokedAt
}`,
}

export const cliMe: Operation<CliMeQuery, CliMeQueryVariables> = {
  name: 'CliMe',
  text: `query CliMe {
  me {
    id
    name
    email
    role
    service
    workspace {
      id
      manual
    }
    memberships {
      workspace
      role
    }
    viewerCan
  }
}`,
}

export const cliLogin: Operation<CliLoginMutation, CliLoginMutationVariables> = {
  name: 'CliLogin',
  text: `mutation CliLogin($email: String!, $password: String!) {
  login(email: $email, password: $password) {
    accessToken
    refreshToken
    expiresAt
    user {
      email
      name
      role
    }
  }
}`,
}

export const cliRefresh: Operation<CliRefreshMutation, CliRefreshMutationVariables> = {
  name: 'CliRefresh',
  text: `mutation CliRefresh($refreshToken: String!) {
  refreshSession(refreshToken: $refreshToken) {
    accessToken
    refreshToken
    expiresAt
  }
}`,
}

export const cliLogout: Operation<CliLogoutMutation, CliLogoutMutationVariables> = {
  name: 'CliLogout',
  text: `mutation CliLogout($everywhere: Boolean) {
  logout(everywhere: $everywhere)
}`,
}

export const cliChangePassword: Operation<CliChangePasswordMutation, CliChangePasswordMutationVariables> = {
  name: 'CliChangePassword',
  text: `mutation CliChangePassword($current: String!, $next: String!) {
  changePassword(current: $current, next: $next)
}`,
}

export const cliLinkCode: Operation<CliLinkCodeMutation, CliLinkCodeMutationVariables> = {
  name: 'CliLinkCode',
  text: `mutation CliLinkCode {
  createLinkCode {
    code
    expiresAt
  }
}`,
}

export const cliUpdateWorkspace: Operation<CliUpdateWorkspaceMutation, CliUpdateWorkspaceMutationVariables> = {
  name: 'CliUpdateWorkspace',
  text: `mutation CliUpdateWorkspace($input: WorkspaceSettingsInput!) {
  updateWorkspace(input: $input) {
    ...CliSettings
  }
}
fragment CliSettings on Workspace {
  id
  manual
  quietHours {
    timezone
    from
    to
  }
  retryHours {
    timezone
    from
    to
  }
  queueLimit
}`,
}

export const cliWorkspace: Operation<CliWorkspaceQuery, CliWorkspaceQueryVariables> = {
  name: 'CliWorkspace',
  text: `query CliWorkspace {
  me {
    workspace {
      ...CliSettings
    }
  }
}
fragment CliSettings on Workspace {
  id
  manual
  quietHours {
    timezone
    from
    to
  }
  retryHours {
    timezone
    from
    to
  }
  queueLimit
}`,
}

export const cliOverview: Operation<CliOverviewQuery, CliOverviewQueryVariables> = {
  name: 'CliOverview',
  text: `query CliOverview {
  me {
    name
    role
    workspace {
      id
      manual
    }
  }
  queueStats {
    ...CliStats
  }
  agents {
    name
    available
    unavailableReason
    circuit
    running
    queued
    maxConcurrent
  }
  deadLetters(first: 1) {
    totalCount
    totalCountIsExact
  }
}
fragment CliStats on QueueStats {
  queues {
    priority
    depth
    processedPerMinute
    averageWaitSeconds
  }
  workers {
    processes
    total
    busy
    idle
    utilization
  }
  statuses {
    status
    count
  }
  total
  etaSeconds
  oldestReadySeconds
  at
}`,
}

export const cliQueueStats: Operation<CliQueueStatsQuery, CliQueueStatsQueryVariables> = {
  name: 'CliQueueStats',
  text: `query CliQueueStats {
  queueStats {
    ...CliStats
  }
}
fragment CliStats on QueueStats {
  queues {
    priority
    depth
    processedPerMinute
    averageWaitSeconds
  }
  workers {
    processes
    total
    busy
    idle
    utilization
  }
  statuses {
    status
    count
  }
  total
  etaSeconds
  oldestReadySeconds
  at
}`,
}

export const cliStatsNews: Operation<CliStatsNewsSubscription, CliStatsNewsSubscriptionVariables> = {
  name: 'CliStatsNews',
  text: `subscription CliStatsNews {
  queueStats {
    ...CliStats
  }
}
fragment CliStats on QueueStats {
  queues {
    priority
    depth
    processedPerMinute
    averageWaitSeconds
  }
  workers {
    processes
    total
    busy
    idle
    utilization
  }
  statuses {
    status
    count
  }
  total
  etaSeconds
  oldestReadySeconds
  at
}`,
}

export const cliAgents: Operation<CliAgentsQuery, CliAgentsQueryVariables> = {
  name: 'CliAgents',
  text: `query CliAgents($filter: AgentFilter) {
  agents(filter: $filter) {
    ...AgentRow
  }
  agentProblems {
    file
    message
  }
}
fragment AgentRow on Agent {
  name
  team
  type
  description
  capabilities
  risk
  executionMode
  maxConcurrent
  rateLimit
  timeoutSeconds
  available
  unavailableReason
  enabled
  draining
  fileError
  running
  queued
  circuit
  circuitUntil
  health {
    processedPerMinute
    failureRate
    averageRunSeconds
  }
}`,
}

export const cliAgentByName: Operation<CliAgentByNameQuery, CliAgentByNameQueryVariables> = {
  name: 'CliAgentByName',
  text: `query CliAgentByName($name: ID!) {
  agent(name: $name) {
    ...AgentRow
    schema
    outputSchema
  }
}
fragment AgentRow on Agent {
  name
  team
  type
  description
  capabilities
  risk
  executionMode
  maxConcurrent
  rateLimit
  timeoutSeconds
  available
  unavailableReason
  enabled
  draining
  fileError
  running
  queued
  circuit
  circuitUntil
  health {
    processedPerMinute
    failureRate
    averageRunSeconds
  }
}`,
}

export const cliWorkers: Operation<CliWorkersQuery, CliWorkersQueryVariables> = {
  name: 'CliWorkers',
  text: `query CliWorkers {
  workers {
    id
    host
    pid
    teams
    status
    capacity
    running
    tasks {
      id
    }
    memoryMb
    cpu
    startedAt
    heartbeatAt
  }
}`,
}

export const cliDrainWorker: Operation<CliDrainWorkerMutation, CliDrainWorkerMutationVariables> = {
  name: 'CliDrainWorker',
  text: `mutation CliDrainWorker($id: ID!) {
  drainWorker(id: $id) {
    id
    status
    running
  }
}`,
}

export const cliResumeWorker: Operation<CliResumeWorkerMutation, CliResumeWorkerMutationVariables> = {
  name: 'CliResumeWorker',
  text: `mutation CliResumeWorker($id: ID!) {
  resumeWorker(id: $id) {
    id
    status
    running
  }
}`,
}

export const cliNames: Operation<CliNamesQuery, CliNamesQueryVariables> = {
  name: 'CliNames',
  text: `query CliNames {
  agents {
    name
    team
    capabilities
  }
  workers {
    id
  }
}`,
}

export const cliDeadLetters: Operation<CliDeadLettersQuery, CliDeadLettersQueryVariables> = {
  name: 'CliDeadLetters',
  text: `query CliDeadLetters($filter: DeadLetterFilter, $first: Int, $after: String) {
  deadLetters(filter: $filter, first: $first, after: $after) {
    nodes {
      ...CliDeadLetter
    }
    pageInfo {
      hasNextPage
      endCursor
    }
    totalCount
    totalCountIsExact
  }
}
fragment CliDeadLetter on DeadLetter {
  id
  agent
  failedAt
  error {
    code
    class
    message
    stack
    fingerprint
  }
  resubmitted
  resubmittedAs {
    id
  }
  discarded
  discardReason
  status
  history {
    status
    at
    by
    reason
  }
  assignee
  notes {
    at
    by
    text
  }
  task {
    id
    parameters
    attempts {
      number
      startedAt
      endedAt
      worker
      outcome
      error {
        code
        message
      }
    }
  }
}`,
}

export const cliDeadLetter: Operation<CliDeadLetterQuery, CliDeadLetterQueryVariables> = {
  name: 'CliDeadLetter',
  text: `query CliDeadLetter($id: ID!) {
  deadLetter(id: $id) {
    ...CliDeadLetter
  }
}
fragment CliDeadLetter on DeadLetter {
  id
  agent
  failedAt
  error {
    code
    class
    message
    stack
    fingerprint
  }
  resubmitted
  resubmittedAs {
    id
  }
  discarded
  discardReason
  status
  history {
    status
    at
    by
    reason
  }
  assignee
  notes {
    at
    by
    text
  }
  task {
    id
    parameters
    attempts {
      number
      startedAt
      endedAt
      worker
      outcome
      error {
        code
        message
      }
    }
  }
}`,
}

export const cliDeadLetterSample: Operation<CliDeadLetterSampleQuery, CliDeadLetterSampleQueryVariables> = {
  name: 'CliDeadLetterSample',
  text: `query CliDeadLetterSample($filter: DeadLetterFilter, $first: Int) {
  deadLetters(filter: $filter, first: $first) {
    nodes {
      id
      agent
      task {
        id
      }
      error {
        code
        message
      }
    }
  }
  deadLetterGroups(filter: $filter) {
    fingerprint
    agent
    code
    message
    count
  }
}`,
}

export const cliDeadLetterGroups: Operation<CliDeadLetterGroupsQuery, CliDeadLetterGroupsQueryVariables> = {
  name: 'CliDeadLetterGroups',
  text: `query CliDeadLetterGroups($filter: DeadLetterFilter) {
  deadLetterGroups(filter: $filter) {
    fingerprint
    agent
    code
    message
    count
    firstAt
    lastAt
  }
}`,
}

export const cliResubmit: Operation<CliResubmitMutation, CliResubmitMutationVariables> = {
  name: 'CliResubmit',
  text: `mutation CliResubmit($ids: [ID!], $filter: DeadLetterFilter, $priority: Priority, $overrideParameters: JSON, $withDependents: Boolean, $dryRun: Boolean) {
  resubmitDeadLetters(
    ids: $ids
    filter: $filter
    priority: $priority
    overrideParameters: $overrideParameters
    withDependents: $withDependents
    dryRun: $dryRun
  ) {
    matched
    resubmitted
    dependents
    groups {
      fingerprint
      agent
      code
      message
      count
    }
    tasks {
      id
      agentName
      status
    }
  }
}`,
}

export const cliNote: Operation<CliNoteMutation, CliNoteMutationVariables> = {
  name: 'CliNote',
  text: `mutation CliNote($id: ID!, $text: String!) {
  noteDeadLetter(id: $id, text: $text) {
    ...CliDeadLetter
  }
}
fragment CliDeadLetter on DeadLetter {
  id
  agent
  failedAt
  error {
    code
    class
    message
    stack
    fingerprint
  }
  resubmitted
  resubmittedAs {
    id
  }
  discarded
  discardReason
  status
  history {
    status
    at
    by
    reason
  }
  assignee
  notes {
    at
    by
    text
  }
  task {
    id
    parameters
    attempts {
      number
      startedAt
      endedAt
      worker
      outcome
      error {
        code
        message
      }
    }
  }
}`,
}

export const cliAssign: Operation<CliAssignMutation, CliAssignMutationVariables> = {
  name: 'CliAssign',
  text: `mutation CliAssign($id: ID!, $assignee: String) {
  assignDeadLetter(id: $id, assignee: $assignee) {
    ...CliDeadLetter
  }
}
fragment CliDeadLetter on DeadLetter {
  id
  agent
  failedAt
  error {
    code
    class
    message
    stack
    fingerprint
  }
  resubmitted
  resubmittedAs {
    id
  }
  discarded
  discardReason
  status
  history {
    status
    at
    by
    reason
  }
  assignee
  notes {
    at
    by
    text
  }
  task {
    id
    parameters
    attempts {
      number
      startedAt
      endedAt
      worker
      outcome
      error {
        code
        message
      }
    }
  }
}`,
}

export const cliRequests: Operation<CliRequestsQuery, CliRequestsQueryVariables> = {
  name: 'CliRequests',
  text: `query CliRequests($filter: RequestFilter, $first: Int, $after: String) {
  requests(filter: $filter, first: $first, after: $after) {
    nodes {
      ...CliRequest
    }
    pageInfo {
      hasNextPage
      endCursor
    }
    totalCount
    totalCountIsExact
  }
}
fragment CliRequest on Request {
  id
  kind
  status
  title
  text
  choices
  form
  details
  digest
  quorum
  decisions {
    by {
      name
    }
    at
    decision
    answer
    reason
  }
  answer
  requestedBy {
    name
  }
  createdAt
  expiresAt
  settledAt
  workflow {
    id
  }
  step
  task {
    id
  }
  viewerCan
}`,
}

export const cliRequestById: Operation<CliRequestByIdQuery, CliRequestByIdQueryVariables> = {
  name: 'CliRequestById',
  text: `query CliRequestById($id: ID!) {
  request(id: $id) {
    ...CliRequest
  }
}
fragment CliRequest on Request {
  id
  kind
  status
  title
  text
  choices
  form
  details
  digest
  quorum
  decisions {
    by {
      name
    }
    at
    decision
    answer
    reason
  }
  answer
  requestedBy {
    name
  }
  createdAt
  expiresAt
  settledAt
  workflow {
    id
  }
  step
  task {
    id
  }
  viewerCan
}`,
}

export const cliAnswer: Operation<CliAnswerMutation, CliAnswerMutationVariables> = {
  name: 'CliAnswer',
  text: `mutation CliAnswer($id: ID!, $decision: Decision, $answer: JSON, $reason: String, $digest: String) {
  answerRequest(
    id: $id
    decision: $decision
    answer: $answer
    reason: $reason
    digest: $digest
  ) {
    ...CliRequest
  }
}
fragment CliRequest on Request {
  id
  kind
  status
  title
  text
  choices
  form
  details
  digest
  quorum
  decisions {
    by {
      name
    }
    at
    decision
    answer
    reason
  }
  answer
  requestedBy {
    name
  }
  createdAt
  expiresAt
  settledAt
  workflow {
    id
  }
  step
  task {
    id
  }
  viewerCan
}`,
}

export const cliEvents: Operation<CliEventsQuery, CliEventsQueryVariables> = {
  name: 'CliEvents',
  text: `query CliEvents($filter: EventFilter, $first: Int, $after: String) {
  events(filter: $filter, first: $first, after: $after) {
    nodes {
      ...CliEvent
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}
fragment CliEvent on Event {
  cursor
  type
  at
  subject
  payload
}`,
}

export const cliEventNews: Operation<CliEventNewsSubscription, CliEventNewsSubscriptionVariables> = {
  name: 'CliEventNews',
  text: `subscription CliEventNews($filter: EventFilter, $after: String) {
  events(filter: $filter, after: $after) {
    ...CliEvent
  }
}
fragment CliEvent on Event {
  cursor
  type
  at
  subject
  payload
}`,
}

export const cliBottlenecks: Operation<CliBottlenecksQuery, CliBottlenecksQueryVariables> = {
  name: 'CliBottlenecks',
  text: `query CliBottlenecks($since: DateTime) {
  bottlenecks(since: $since) {
    since
    findings
    slowestTasks {
      id
      agentName
      startedAt
      finishedAt
      usage {
        durationMs
      }
    }
    longestWaiting {
      id
      agentName
      createdAt
      waitingOn {
        code
        detail
      }
    }
    agents {
      ...CliPerformance
    }
  }
}
fragment CliPerformance on AgentPerformance {
  agent
  runs
  succeeded
  failed
  p50Seconds
  p95Seconds
  p99Seconds
  waitP50Seconds
  waitP95Seconds
  usage {
    inputTokens
    outputTokens
    costMicros
  }
}`,
}

export const cliAgentPerformance: Operation<CliAgentPerformanceQuery, CliAgentPerformanceQueryVariables> = {
  name: 'CliAgentPerformance',
  text: `query CliAgentPerformance($agent: ID, $since: DateTime) {
  agentPerformance(agent: $agent, since: $since) {
    ...CliPerformance
  }
}
fragment CliPerformance on AgentPerformance {
  agent
  runs
  succeeded
  failed
  p50Seconds
  p95Seconds
  p99Seconds
  waitP50Seconds
  waitP95Seconds
  usage {
    inputTokens
    outputTokens
    costMicros
  }
}`,
}

export const cliAlerts: Operation<CliAlertsQuery, CliAlertsQueryVariables> = {
  name: 'CliAlerts',
  text: `query CliAlerts($filter: AlertFilter, $first: Int, $after: String) {
  alerts(filter: $filter, first: $first, after: $after) {
    nodes {
      ...CliAlert
    }
    pageInfo {
      hasNextPage
      endCursor
    }
    totalCount
    totalCountIsExact
  }
}
fragment CliAlert on Alert {
  id
  kind
  severity
  status
  title
  detail
  subject
  count
  firstAt
  lastAt
  acknowledgedBy {
    name
  }
  note
  resolvedAt
}`,
}

export const cliAcknowledge: Operation<CliAcknowledgeMutation, CliAcknowledgeMutationVariables> = {
  name: 'CliAcknowledge',
  text: `mutation CliAcknowledge($id: ID!, $note: String) {
  acknowledgeAlert(id: $id, note: $note) {
    ...CliAlert
  }
}
fragment CliAlert on Alert {
  id
  kind
  severity
  status
  title
  detail
  subject
  count
  firstAt
  lastAt
  acknowledgedBy {
    name
  }
  note
  resolvedAt
}`,
}

export const cliAudit: Operation<CliAuditQuery, CliAuditQueryVariables> = {
  name: 'CliAudit',
  text: `query CliAudit($filter: AuditFilter, $first: Int, $after: String) {
  auditLog(filter: $filter, first: $first, after: $after) {
    nodes {
      ...CliAuditEntry
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}
fragment CliAuditEntry on AuditEntry {
  number
  at
  actor {
    id
    name
  }
  via
  place
  action
  subject
  reason
  origin
  requestId
  details
  hash
}`,
}

export const cliAuditVerify: Operation<CliAuditVerifyQuery, CliAuditVerifyQueryVariables> = {
  name: 'CliAuditVerify',
  text: `query CliAuditVerify {
  auditVerify {
    intact
    checked
    firstBad
    problem
  }
}`,
}

export const cliBudgets: Operation<CliBudgetsQuery, CliBudgetsQueryVariables> = {
  name: 'CliBudgets',
  text: `query CliBudgets {
  budgets {
    ...CliBudget
  }
}
fragment CliBudget on Budget {
  id
  scope
  subject
  period
  policy
  tokens
  costMicros
  runs
  usedTokens
  usedCostMicros
  usedRuns
  resetsAt
}`,
}

export const cliSetBudget: Operation<CliSetBudgetMutation, CliSetBudgetMutationVariables> = {
  name: 'CliSetBudget',
  text: `mutation CliSetBudget($input: BudgetInput!) {
  setBudget(input: $input) {
    ...CliBudget
  }
}
fragment CliBudget on Budget {
  id
  scope
  subject
  period
  policy
  tokens
  costMicros
  runs
  usedTokens
  usedCostMicros
  usedRuns
  resetsAt
}`,
}

export const cliRemoveBudget: Operation<CliRemoveBudgetMutation, CliRemoveBudgetMutationVariables> = {
  name: 'CliRemoveBudget',
  text: `mutation CliRemoveBudget($id: ID!) {
  removeBudget(id: $id)
}`,
}

export const cliSchedules: Operation<CliSchedulesQuery, CliSchedulesQueryVariables> = {
  name: 'CliSchedules',
  text: `query CliSchedules($filter: ScheduleFilter, $first: Int, $after: String) {
  schedules(filter: $filter, first: $first, after: $after) {
    nodes {
      ...CliSchedule
    }
    pageInfo {
      hasNextPage
      endCursor
    }
    totalCount
    totalCountIsExact
  }
}
fragment CliSchedule on Schedule {
  id
  name
  enabled
  description
  timezone
  task
  workflow
  post {
    channel
    text
  }
  missed
  overlap
  startAt
  endAt
  nextRunAt
  version
  createdBy {
    name
  }
}`,
}

export const cliScheduleById: Operation<CliScheduleByIdQuery, CliScheduleByIdQueryVariables> = {
  name: 'CliScheduleById',
  text: `query CliScheduleById($id: ID!) {
  schedule(id: $id) {
    ...CliSchedule
    cron
    every
    at
    words
    nextRuns
    runs(first: 20) {
      nodes {
        ...CliScheduleRun
      }
    }
  }
}
fragment CliSchedule on Schedule {
  id
  name
  enabled
  description
  timezone
  task
  workflow
  post {
    channel
    text
  }
  missed
  overlap
  startAt
  endAt
  nextRunAt
  version
  createdBy {
    name
  }
}
fragment CliScheduleRun on ScheduleRun {
  dueAt
  startedAt
  manual
  status
  task {
    id
    status
  }
  workflow {
    id
    status
  }
  reason
}`,
}

export const cliUpcoming: Operation<CliUpcomingQuery, CliUpcomingQueryVariables> = {
  name: 'CliUpcoming',
  text: `query CliUpcoming($since: DateTime, $until: DateTime, $first: Int) {
  upcomingRuns(since: $since, until: $until, first: $first) {
    at
    schedule {
      id
      name
    }
  }
}`,
}

export const cliCreateSchedule: Operation<CliCreateScheduleMutation, CliCreateScheduleMutationVariables> = {
  name: 'CliCreateSchedule',
  text: `mutation CliCreateSchedule($input: ScheduleInput!) {
  createSchedule(input: $input) {
    ...CliSchedule
  }
}
fragment CliSchedule on Schedule {
  id
  name
  enabled
  description
  timezone
  task
  workflow
  post {
    channel
    text
  }
  missed
  overlap
  startAt
  endAt
  nextRunAt
  version
  createdBy {
    name
  }
}`,
}

export const cliUpdateSchedule: Operation<CliUpdateScheduleMutation, CliUpdateScheduleMutationVariables> = {
  name: 'CliUpdateSchedule',
  text: `mutation CliUpdateSchedule($id: ID!, $input: ScheduleChangeInput!, $expectedVersion: Int) {
  updateSchedule(id: $id, input: $input, expectedVersion: $expectedVersion) {
    ...CliSchedule
  }
}
fragment CliSchedule on Schedule {
  id
  name
  enabled
  description
  timezone
  task
  workflow
  post {
    channel
    text
  }
  missed
  overlap
  startAt
  endAt
  nextRunAt
  version
  createdBy {
    name
  }
}`,
}

export const cliPauseSchedule: Operation<CliPauseScheduleMutation, CliPauseScheduleMutationVariables> = {
  name: 'CliPauseSchedule',
  text: `mutation CliPauseSchedule($id: ID!, $reason: String) {
  pauseSchedule(id: $id, reason: $reason) {
    ...CliSchedule
  }
}
fragment CliSchedule on Schedule {
  id
  name
  enabled
  description
  timezone
  task
  workflow
  post {
    channel
    text
  }
  missed
  overlap
  startAt
  endAt
  nextRunAt
  version
  createdBy {
    name
  }
}`,
}

export const cliResumeSchedule: Operation<CliResumeScheduleMutation, CliResumeScheduleMutationVariables> = {
  name: 'CliResumeSchedule',
  text: `mutation CliResumeSchedule($id: ID!) {
  resumeSchedule(id: $id) {
    ...CliSchedule
  }
}
fragment CliSchedule on Schedule {
  id
  name
  enabled
  description
  timezone
  task
  workflow
  post {
    channel
    text
  }
  missed
  overlap
  startAt
  endAt
  nextRunAt
  version
  createdBy {
    name
  }
}`,
}

export const cliDeleteSchedule: Operation<CliDeleteScheduleMutation, CliDeleteScheduleMutationVariables> = {
  name: 'CliDeleteSchedule',
  text: `mutation CliDeleteSchedule($id: ID!) {
  deleteSchedule(id: $id) {
    ...CliSchedule
  }
}
fragment CliSchedule on Schedule {
  id
  name
  enabled
  description
  timezone
  task
  workflow
  post {
    channel
    text
  }
  missed
  overlap
  startAt
  endAt
  nextRunAt
  version
  createdBy {
    name
  }
}`,
}

export const cliRunSchedule: Operation<CliRunScheduleMutation, CliRunScheduleMutationVariables> = {
  name: 'CliRunSchedule',
  text: `mutation CliRunSchedule($id: ID!) {
  runSchedule(id: $id) {
    ...CliScheduleRun
  }
}
fragment CliScheduleRun on ScheduleRun {
  dueAt
  startedAt
  manual
  status
  task {
    id
    status
  }
  workflow {
    id
    status
  }
  reason
}`,
}

export const cliTasks: Operation<CliTasksQuery, CliTasksQueryVariables> = {
  name: 'CliTasks',
  text: `query CliTasks($filter: TaskFilter, $sort: TaskSort, $first: Int, $after: String) {
  tasks(filter: $filter, sort: $sort, first: $first, after: $after) {
    nodes {
      ...CliTaskRow
    }
    pageInfo {
      hasNextPage
      endCursor
    }
    totalCount
    totalCountIsExact
  }
}
fragment CliTaskRow on Task {
  id
  agentName
  status
  priority
  urgency
  progress
  currentStep
  tags
  createdAt
  startedAt
  finishedAt
  error {
    code
    message
  }
  waitingOn {
    code
    detail
    until
  }
  submittedBy {
    name
  }
}`,
}

export const cliTaskById: Operation<CliTaskByIdQuery, CliTaskByIdQueryVariables> = {
  name: 'CliTaskById',
  text: `query CliTaskById($id: ID!) {
  task(id: $id) {
    ...CliTask
  }
}
fragment CliTask on Task {
  ...CliTaskRow
  parameters
  result
  partialOutput
  error {
    class
    stack
    fingerprint
  }
  attempts {
    number
    startedAt
    endedAt
    worker
    outcome
    error {
      code
      message
    }
  }
  maxAttempts
  queuePosition
  estimatedWaitSeconds
  etaSeconds
  runAt
  deadline
  artifacts {
    id
    name
    contentType
    bytes
    sha256
    url
  }
  dependsOn {
    id
    status
  }
  dependents {
    id
    status
  }
  workflow {
    id
    name
  }
  workflowStep
  schedule {
    id
    name
  }
  usage {
    inputTokens
    outputTokens
    costMicros
    durationMs
  }
  origin
  workspace
  resubmittedAs {
    id
  }
  resubmissionOf {
    id
  }
  deadLetter {
    id
    status
    assignee
    history {
      status
      at
      by
      reason
    }
    notes {
      at
      by
      text
    }
  }
  viewerCan
}
fragment CliTaskRow on Task {
  id
  agentName
  status
  priority
  urgency
  progress
  currentStep
  tags
  createdAt
  startedAt
  finishedAt
  error {
    code
    message
  }
  waitingOn {
    code
    detail
    until
  }
  submittedBy {
    name
  }
}`,
}

export const cliTaskLogs: Operation<CliTaskLogsQuery, CliTaskLogsQueryVariables> = {
  name: 'CliTaskLogs',
  text: `query CliTaskLogs($id: ID!, $first: Int, $after: String) {
  task(id: $id) {
    status
    logs(first: $first, after: $after) {
      nodes {
        number
        at
        level
        text
        attempt
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
}`,
}

export const cliSubmit: Operation<CliSubmitMutation, CliSubmitMutationVariables> = {
  name: 'CliSubmit',
  text: `mutation CliSubmit($input: SubmitTaskInput!) {
  submitTask(input: $input) {
    ...CliTaskRow
    queuePosition
    estimatedWaitSeconds
  }
}
fragment CliTaskRow on Task {
  id
  agentName
  status
  priority
  urgency
  progress
  currentStep
  tags
  createdAt
  startedAt
  finishedAt
  error {
    code
    message
  }
  waitingOn {
    code
    detail
    until
  }
  submittedBy {
    name
  }
}`,
}

export const cliSubmitMany: Operation<CliSubmitManyMutation, CliSubmitManyMutationVariables> = {
  name: 'CliSubmitMany',
  text: `mutation CliSubmitMany($inputs: [SubmitTaskInput!]!) {
  submitTasks(inputs: $inputs) {
    ...CliTaskRow
  }
}
fragment CliTaskRow on Task {
  id
  agentName
  status
  priority
  urgency
  progress
  currentStep
  tags
  createdAt
  startedAt
  finishedAt
  error {
    code
    message
  }
  waitingOn {
    code
    detail
    until
  }
  submittedBy {
    name
  }
}`,
}

export const cliCancel: Operation<CliCancelMutation, CliCancelMutationVariables> = {
  name: 'CliCancel',
  text: `mutation CliCancel($id: ID!, $reason: String) {
  cancelTask(id: $id, reason: $reason) {
    ...CliTaskRow
  }
}
fragment CliTaskRow on Task {
  id
  agentName
  status
  priority
  urgency
  progress
  currentStep
  tags
  createdAt
  startedAt
  finishedAt
  error {
    code
    message
  }
  waitingOn {
    code
    detail
    until
  }
  submittedBy {
    name
  }
}`,
}

export const cliRetry: Operation<CliRetryMutation, CliRetryMutationVariables> = {
  name: 'CliRetry',
  text: `mutation CliRetry($id: ID!, $resetAttempts: Boolean, $parameters: JSON, $withDependents: Boolean) {
  retryTask(
    id: $id
    resetAttempts: $resetAttempts
    parameters: $parameters
    withDependents: $withDependents
  ) {
    ...CliTaskRow
    dependents {
      id
      error {
        code
      }
    }
  }
}
fragment CliTaskRow on Task {
  id
  agentName
  status
  priority
  urgency
  progress
  currentStep
  tags
  createdAt
  startedAt
  finishedAt
  error {
    code
    message
  }
  waitingOn {
    code
    detail
    until
  }
  submittedBy {
    name
  }
}`,
}

export const cliReprioritize: Operation<CliReprioritizeMutation, CliReprioritizeMutationVariables> = {
  name: 'CliReprioritize',
  text: `mutation CliReprioritize($id: ID!, $priority: Priority!, $urgency: Int) {
  reprioritizeTask(id: $id, priority: $priority, urgency: $urgency) {
    ...CliTaskRow
  }
}
fragment CliTaskRow on Task {
  id
  agentName
  status
  priority
  urgency
  progress
  currentStep
  tags
  createdAt
  startedAt
  finishedAt
  error {
    code
    message
  }
  waitingOn {
    code
    detail
    until
  }
  submittedBy {
    name
  }
}`,
}

export const cliRunQueue: Operation<CliRunQueueMutation, CliRunQueueMutationVariables> = {
  name: 'CliRunQueue',
  text: `mutation CliRunQueue($maxConcurrent: Int, $filter: RunQueueFilter, $limit: Int) {
  runQueue(maxConcurrent: $maxConcurrent, filter: $filter, limit: $limit) {
    executed
    failed
    remaining
    log
  }
}`,
}

export const cliTaskNews: Operation<CliTaskNewsSubscription, CliTaskNewsSubscriptionVariables> = {
  name: 'CliTaskNews',
  text: `subscription CliTaskNews($id: ID!, $after: String) {
  taskUpdated(id: $id, after: $after) {
    cursor
    task {
      ...CliTask
    }
    event {
      type
      at
    }
  }
}
fragment CliTask on Task {
  ...CliTaskRow
  parameters
  result
  partialOutput
  error {
    class
    stack
    fingerprint
  }
  attempts {
    number
    startedAt
    endedAt
    worker
    outcome
    error {
      code
      message
    }
  }
  maxAttempts
  queuePosition
  estimatedWaitSeconds
  etaSeconds
  runAt
  deadline
  artifacts {
    id
    name
    contentType
    bytes
    sha256
    url
  }
  dependsOn {
    id
    status
  }
  dependents {
    id
    status
  }
  workflow {
    id
    name
  }
  workflowStep
  schedule {
    id
    name
  }
  usage {
    inputTokens
    outputTokens
    costMicros
    durationMs
  }
  origin
  workspace
  resubmittedAs {
    id
  }
  resubmissionOf {
    id
  }
  deadLetter {
    id
    status
    assignee
    history {
      status
      at
      by
      reason
    }
    notes {
      at
      by
      text
    }
  }
  viewerCan
}
fragment CliTaskRow on Task {
  id
  agentName
  status
  priority
  urgency
  progress
  currentStep
  tags
  createdAt
  startedAt
  finishedAt
  error {
    code
    message
  }
  waitingOn {
    code
    detail
    until
  }
  submittedBy {
    name
  }
}`,
}

export const cliWorkflows: Operation<CliWorkflowsQuery, CliWorkflowsQueryVariables> = {
  name: 'CliWorkflows',
  text: `query CliWorkflows($filter: WorkflowFilter, $first: Int, $after: String) {
  workflows(filter: $filter, first: $first, after: $after) {
    nodes {
      ...CliWorkflowRow
    }
    pageInfo {
      hasNextPage
      endCursor
    }
    totalCount
    totalCountIsExact
  }
}
fragment CliWorkflowRow on Workflow {
  id
  name
  status
  template
  templateVersion
  completedSteps
  totalSteps
  progress
  createdAt
  finishedAt
  reason
  error {
    code
    message
  }
}`,
}

export const cliWorkflowById: Operation<CliWorkflowByIdQuery, CliWorkflowByIdQueryVariables> = {
  name: 'CliWorkflowById',
  text: `query CliWorkflowById($id: ID!) {
  workflow(id: $id) {
    ...CliWorkflow
  }
}
fragment CliWorkflow on Workflow {
  ...CliWorkflowRow
  parameters
  result
  steps {
    id
    kind
    name
    status
    agent
    dependsOn
    waitingFor
    startedAt
    finishedAt
    task {
      id
    }
    request {
      id
    }
    error {
      code
      message
    }
  }
  viewerCan
}
fragment CliWorkflowRow on Workflow {
  id
  name
  status
  template
  templateVersion
  completedSteps
  totalSteps
  progress
  createdAt
  finishedAt
  reason
  error {
    code
    message
  }
}`,
}

export const cliWorkflowDiagram: Operation<CliWorkflowDiagramQuery, CliWorkflowDiagramQueryVariables> = {
  name: 'CliWorkflowDiagram',
  text: `query CliWorkflowDiagram($id: ID!, $format: DiagramFormat!) {
  workflow(id: $id) {
    diagram(format: $format)
  }
}`,
}

export const cliWorkflowNews: Operation<CliWorkflowNewsSubscription, CliWorkflowNewsSubscriptionVariables> = {
  name: 'CliWorkflowNews',
  text: `subscription CliWorkflowNews($id: ID!, $after: String) {
  workflowUpdated(id: $id, after: $after) {
    cursor
    workflow {
      ...CliWorkflow
    }
    event {
      type
      at
    }
  }
}
fragment CliWorkflow on Workflow {
  ...CliWorkflowRow
  parameters
  result
  steps {
    id
    kind
    name
    status
    agent
    dependsOn
    waitingFor
    startedAt
    finishedAt
    task {
      id
    }
    request {
      id
    }
    error {
      code
      message
    }
  }
  viewerCan
}
fragment CliWorkflowRow on Workflow {
  id
  name
  status
  template
  templateVersion
  completedSteps
  totalSteps
  progress
  createdAt
  finishedAt
  reason
  error {
    code
    message
  }
}`,
}

export const cliStartWorkflow: Operation<CliStartWorkflowMutation, CliStartWorkflowMutationVariables> = {
  name: 'CliStartWorkflow',
  text: `mutation CliStartWorkflow($input: StartWorkflowInput!) {
  startWorkflow(input: $input) {
    ...CliWorkflowRow
  }
}
fragment CliWorkflowRow on Workflow {
  id
  name
  status
  template
  templateVersion
  completedSteps
  totalSteps
  progress
  createdAt
  finishedAt
  reason
  error {
    code
    message
  }
}`,
}

export const cliCancelWorkflow: Operation<CliCancelWorkflowMutation, CliCancelWorkflowMutationVariables> = {
  name: 'CliCancelWorkflow',
  text: `mutation CliCancelWorkflow($id: ID!, $reason: String) {
  cancelWorkflow(id: $id, reason: $reason) {
    ...CliWorkflowRow
  }
}
fragment CliWorkflowRow on Workflow {
  id
  name
  status
  template
  templateVersion
  completedSteps
  totalSteps
  progress
  createdAt
  finishedAt
  reason
  error {
    code
    message
  }
}`,
}

export const cliPauseWorkflow: Operation<CliPauseWorkflowMutation, CliPauseWorkflowMutationVariables> = {
  name: 'CliPauseWorkflow',
  text: `mutation CliPauseWorkflow($id: ID!, $reason: String) {
  pauseWorkflow(id: $id, reason: $reason) {
    ...CliWorkflowRow
  }
}
fragment CliWorkflowRow on Workflow {
  id
  name
  status
  template
  templateVersion
  completedSteps
  totalSteps
  progress
  createdAt
  finishedAt
  reason
  error {
    code
    message
  }
}`,
}

export const cliResumeWorkflow: Operation<CliResumeWorkflowMutation, CliResumeWorkflowMutationVariables> = {
  name: 'CliResumeWorkflow',
  text: `mutation CliResumeWorkflow($id: ID!) {
  resumeWorkflow(id: $id) {
    ...CliWorkflowRow
  }
}
fragment CliWorkflowRow on Workflow {
  id
  name
  status
  template
  templateVersion
  completedSteps
  totalSteps
  progress
  createdAt
  finishedAt
  reason
  error {
    code
    message
  }
}`,
}

export const cliRetryWorkflow: Operation<CliRetryWorkflowMutation, CliRetryWorkflowMutationVariables> = {
  name: 'CliRetryWorkflow',
  text: `mutation CliRetryWorkflow($id: ID!, $step: String) {
  retryWorkflow(id: $id, step: $step) {
    ...CliWorkflowRow
  }
}
fragment CliWorkflowRow on Workflow {
  id
  name
  status
  template
  templateVersion
  completedSteps
  totalSteps
  progress
  createdAt
  finishedAt
  reason
  error {
    code
    message
  }
}`,
}

export const cliTemplates: Operation<CliTemplatesQuery, CliTemplatesQueryVariables> = {
  name: 'CliTemplates',
  text: `query CliTemplates {
  workflowTemplates {
    name
    version
    title
    description
    builtIn
  }
}`,
}

export const cliTemplate: Operation<CliTemplateQuery, CliTemplateQueryVariables> = {
  name: 'CliTemplate',
  text: `query CliTemplate($name: ID!, $version: Int) {
  workflowTemplate(name: $name, version: $version) {
    name
    version
    versions
    title
    description
    builtIn
    parameters
    definition
    problems {
      path
      message
    }
  }
}`,
}

export const cliTemplateDiff: Operation<CliTemplateDiffQuery, CliTemplateDiffQueryVariables> = {
  name: 'CliTemplateDiff',
  text: `query CliTemplateDiff($name: ID!, $from: Int!, $to: Int!) {
  workflowTemplateDiff(name: $name, from: $from, to: $to) {
    path
    from
    to
  }
}`,
}

export const cliCheckWorkflow: Operation<CliCheckWorkflowQuery, CliCheckWorkflowQueryVariables> = {
  name: 'CliCheckWorkflow',
  text: `query CliCheckWorkflow($definition: JSON!) {
  checkWorkflow(definition: $definition) {
    path
    message
  }
}`,
}

export const cliDrawWorkflow: Operation<CliDrawWorkflowQuery, CliDrawWorkflowQueryVariables> = {
  name: 'CliDrawWorkflow',
  text: `query CliDrawWorkflow($definition: JSON!, $format: DiagramFormat!) {
  drawWorkflow(definition: $definition, format: $format)
}`,
}

export const cliSaveTemplate: Operation<CliSaveTemplateMutation, CliSaveTemplateMutationVariables> = {
  name: 'CliSaveTemplate',
  text: `mutation CliSaveTemplate($input: WorkflowTemplateInput!) {
  saveWorkflowTemplate(input: $input) {
    name
    version
    title
  }
}`,
}

export const cliPublish: Operation<CliPublishMutation, CliPublishMutationVariables> = {
  name: 'CliPublish',
  text: `mutation CliPublish($topic: String!, $payload: JSON) {
  publishEvent(topic: $topic, payload: $payload) {
    ...CliEvent
  }
}
fragment CliEvent on Event {
  cursor
  type
  at
  subject
  payload
}`,
}

export const agents: Operation<AgentsQuery, AgentsQueryVariables> = {
  name: 'Agents',
  text: `query Agents {
  agents {
    ...AgentRow
  }
  agentProblems {
    file
    message
  }
}
fragment AgentRow on Agent {
  name
  team
  type
  description
  capabilities
  risk
  executionMode
  maxConcurrent
  rateLimit
  timeoutSeconds
  available
  unavailableReason
  enabled
  draining
  fileError
  running
  queued
  circuit
  circuitUntil
  health {
    processedPerMinute
    failureRate
    averageRunSeconds
  }
}`,
}

export const agentSchema: Operation<AgentSchemaQuery, AgentSchemaQueryVariables> = {
  name: 'AgentSchema',
  text: `query AgentSchema($name: ID!) {
  agent(name: $name) {
    name
    description
    schema
  }
}`,
}

export const workers: Operation<WorkersQuery, WorkersQueryVariables> = {
  name: 'Workers',
  text: `query Workers {
  workers {
    id
    host
    pid
    teams
    status
    capacity
    running
    tasks {
      id
      agentName
      progress
      startedAt
    }
    memoryMb
    cpu
    startedAt
    heartbeatAt
  }
}`,
}

export const setAgentEnabled: Operation<SetAgentEnabledMutation, SetAgentEnabledMutationVariables> = {
  name: 'SetAgentEnabled',
  text: `mutation SetAgentEnabled($name: ID!, $enabled: Boolean!, $reason: String, $drain: Boolean) {
  setAgentEnabled(name: $name, enabled: $enabled, reason: $reason, drain: $drain) {
    ...AgentRow
  }
}
fragment AgentRow on Agent {
  name
  team
  type
  description
  capabilities
  risk
  executionMode
  maxConcurrent
  rateLimit
  timeoutSeconds
  available
  unavailableReason
  enabled
  draining
  fileError
  running
  queued
  circuit
  circuitUntil
  health {
    processedPerMinute
    failureRate
    averageRunSeconds
  }
}`,
}

export const resetCircuit: Operation<ResetCircuitMutation, ResetCircuitMutationVariables> = {
  name: 'ResetCircuit',
  text: `mutation ResetCircuit($agent: ID!) {
  resetCircuit(agent: $agent) {
    ...AgentRow
  }
}
fragment AgentRow on Agent {
  name
  team
  type
  description
  capabilities
  risk
  executionMode
  maxConcurrent
  rateLimit
  timeoutSeconds
  available
  unavailableReason
  enabled
  draining
  fileError
  running
  queued
  circuit
  circuitUntil
  health {
    processedPerMinute
    failureRate
    averageRunSeconds
  }
}`,
}

export const drainWorker: Operation<DrainWorkerMutation, DrainWorkerMutationVariables> = {
  name: 'DrainWorker',
  text: `mutation DrainWorker($id: ID!) {
  drainWorker(id: $id) {
    id
    status
  }
}`,
}

export const resumeWorker: Operation<ResumeWorkerMutation, ResumeWorkerMutationVariables> = {
  name: 'ResumeWorker',
  text: `mutation ResumeWorker($id: ID!) {
  resumeWorker(id: $id) {
    id
    status
  }
}`,
}

export const deadLetterGroups: Operation<DeadLetterGroupsQuery, DeadLetterGroupsQueryVariables> = {
  name: 'DeadLetterGroups',
  text: `query DeadLetterGroups {
  deadLetterGroups {
    fingerprint
    agent
    message
    code
    count
    firstAt
    lastAt
  }
}`,
}

export const deadLetters: Operation<DeadLettersQuery, DeadLettersQueryVariables> = {
  name: 'DeadLetters',
  text: `query DeadLetters($filter: DeadLetterFilter, $first: Int, $after: String) {
  deadLetters(filter: $filter, first: $first, after: $after) {
    nodes {
      ...DeadLetterRow
    }
    pageInfo {
      hasNextPage
      endCursor
    }
    totalCount
    totalCountIsExact
  }
}
fragment DeadLetterRow on DeadLetter {
  id
  agent
  failedAt
  status
  history {
    status
    at
    by
    reason
  }
  assignee
  error {
    code
    class
    message
    stack
    fingerprint
  }
  notes {
    at
    by
    text
  }
  task {
    id
    priority
    maxAttempts
    parameters
    createdAt
    attempts {
      number
      startedAt
      endedAt
      outcome
      error {
        message
      }
    }
  }
}`,
}

export const resubmitDeadLetters: Operation<ResubmitDeadLettersMutation, ResubmitDeadLettersMutationVariables> = {
  name: 'ResubmitDeadLetters',
  text: `mutation ResubmitDeadLetters($ids: [ID!], $filter: DeadLetterFilter, $overrideParameters: JSON, $dryRun: Boolean) {
  resubmitDeadLetters(
    ids: $ids
    filter: $filter
    overrideParameters: $overrideParameters
    dryRun: $dryRun
  ) {
    matched
    resubmitted
    dependents
    tasks(first: 3) {
      id
    }
  }
}`,
}

export const discardDeadLetters: Operation<DiscardDeadLettersMutation, DiscardDeadLettersMutationVariables> = {
  name: 'DiscardDeadLetters',
  text: `mutation DiscardDeadLetters($ids: [ID!], $filter: DeadLetterFilter, $reason: String!, $dryRun: Boolean) {
  discardDeadLetters(ids: $ids, filter: $filter, reason: $reason, dryRun: $dryRun)
}`,
}

export const noteDeadLetter: Operation<NoteDeadLetterMutation, NoteDeadLetterMutationVariables> = {
  name: 'NoteDeadLetter',
  text: `mutation NoteDeadLetter($id: ID!, $text: String!) {
  noteDeadLetter(id: $id, text: $text) {
    id
  }
}`,
}

export const assignDeadLetter: Operation<AssignDeadLetterMutation, AssignDeadLetterMutationVariables> = {
  name: 'AssignDeadLetter',
  text: `mutation AssignDeadLetter($id: ID!, $assignee: String) {
  assignDeadLetter(id: $id, assignee: $assignee) {
    id
  }
}`,
}

export const me: Operation<MeQuery, MeQueryVariables> = {
  name: 'Me',
  text: `query Me {
  me {
    id
    name
    role
    workspace {
      id
      manual
    }
    viewerCan
  }
}`,
}

export const stats: Operation<StatsQuery, StatsQueryVariables> = {
  name: 'Stats',
  text: `query Stats {
  queueStats {
    ...Stats
  }
}
fragment Stats on QueueStats {
  at
  queues {
    priority
    depth
    processedPerMinute
    averageWaitSeconds
  }
  workers {
    processes
    total
    busy
    idle
    utilization
  }
  statuses {
    status
    count
  }
  total
  progress
  etaSeconds
  oldestReadySeconds
}`,
}

export const statsNews: Operation<StatsNewsSubscription, StatsNewsSubscriptionVariables> = {
  name: 'StatsNews',
  text: `subscription StatsNews {
  queueStats {
    ...Stats
  }
}
fragment Stats on QueueStats {
  at
  queues {
    priority
    depth
    processedPerMinute
    averageWaitSeconds
  }
  workers {
    processes
    total
    busy
    idle
    utilization
  }
  statuses {
    status
    count
  }
  total
  progress
  etaSeconds
  oldestReadySeconds
}`,
}

export const eventNews: Operation<EventNewsSubscription, EventNewsSubscriptionVariables> = {
  name: 'EventNews',
  text: `subscription EventNews($filter: EventFilter, $after: String) {
  events(filter: $filter, after: $after) {
    id
    cursor
    type
    at
    subject
    payload
  }
}`,
}

export const throughput: Operation<ThroughputQuery, ThroughputQueryVariables> = {
  name: 'Throughput',
  text: `query Throughput($minutes: Int) {
  throughput(minutes: $minutes) {
    at
    succeeded
    failed
  }
}`,
}

export const events: Operation<EventsQuery, EventsQueryVariables> = {
  name: 'Events',
  text: `query Events($filter: EventFilter, $first: Int, $after: String) {
  events(filter: $filter, first: $first, after: $after) {
    nodes {
      id
      cursor
      type
      at
      subject
      payload
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}`,
}

export const requests: Operation<RequestsQuery, RequestsQueryVariables> = {
  name: 'Requests',
  text: `query Requests($filter: RequestFilter, $first: Int, $after: String) {
  requests(filter: $filter, first: $first, after: $after) {
    nodes {
      ...RequestRow
    }
    pageInfo {
      hasNextPage
      endCursor
    }
    totalCount
    totalCountIsExact
  }
}
fragment RequestRow on Request {
  id
  kind
  status
  title
  text
  choices
  form
  details
  digest
  quorum
  decisions {
    by {
      name
    }
    at
    decision
    answer
    reason
  }
  answer
  requestedBy {
    name
  }
  createdAt
  expiresAt
  settledAt
  step
  workflow {
    id
    name
  }
  task {
    id
    agentName
  }
  viewerCan
}`,
}

export const answerRequest: Operation<AnswerRequestMutation, AnswerRequestMutationVariables> = {
  name: 'AnswerRequest',
  text: `mutation AnswerRequest($id: ID!, $decision: Decision, $answer: JSON, $reason: String, $digest: String) {
  answerRequest(
    id: $id
    decision: $decision
    answer: $answer
    reason: $reason
    digest: $digest
  ) {
    id
    status
  }
}`,
}

export const schedules: Operation<SchedulesQuery, SchedulesQueryVariables> = {
  name: 'Schedules',
  text: `query Schedules($filter: ScheduleFilter, $first: Int, $after: String) {
  schedules(filter: $filter, first: $first, after: $after) {
    nodes {
      ...ScheduleRow
    }
    pageInfo {
      hasNextPage
      endCursor
    }
    totalCount
    totalCountIsExact
  }
}
fragment ScheduleRow on Schedule {
  id
  name
  enabled
  description
  cron
  every
  at
  words
  timezone
  task
  workflow
  post {
    channel
    text
  }
  missed
  overlap
  nextRunAt
  nextRuns(first: 10)
  runs(first: 10) {
    nodes {
      dueAt
      startedAt
      manual
      status
      reason
      task {
        id
        status
      }
      workflow {
        id
        status
      }
    }
  }
  version
  createdBy {
    name
  }
  viewerCan
}`,
}

export const upcomingRuns: Operation<UpcomingRunsQuery, UpcomingRunsQueryVariables> = {
  name: 'UpcomingRuns',
  text: `query UpcomingRuns($since: DateTime, $until: DateTime) {
  upcomingRuns(since: $since, until: $until) {
    at
    schedule {
      id
      name
    }
  }
}`,
}

export const previewSchedule: Operation<PreviewScheduleQuery, PreviewScheduleQueryVariables> = {
  name: 'PreviewSchedule',
  text: `query PreviewSchedule($input: ScheduleInput!) {
  previewSchedule(input: $input) {
    description
    nextRuns
    notes
  }
}`,
}

export const createSchedule: Operation<CreateScheduleMutation, CreateScheduleMutationVariables> = {
  name: 'CreateSchedule',
  text: `mutation CreateSchedule($input: ScheduleInput!) {
  createSchedule(input: $input) {
    id
    name
  }
}`,
}

export const updateSchedule: Operation<UpdateScheduleMutation, UpdateScheduleMutationVariables> = {
  name: 'UpdateSchedule',
  text: `mutation UpdateSchedule($id: ID!, $input: ScheduleChangeInput!, $expectedVersion: Int) {
  updateSchedule(id: $id, input: $input, expectedVersion: $expectedVersion) {
    id
    name
  }
}`,
}

export const pauseSchedule: Operation<PauseScheduleMutation, PauseScheduleMutationVariables> = {
  name: 'PauseSchedule',
  text: `mutation PauseSchedule($id: ID!) {
  pauseSchedule(id: $id) {
    ...ScheduleRow
  }
}
fragment ScheduleRow on Schedule {
  id
  name
  enabled
  description
  cron
  every
  at
  words
  timezone
  task
  workflow
  post {
    channel
    text
  }
  missed
  overlap
  nextRunAt
  nextRuns(first: 10)
  runs(first: 10) {
    nodes {
      dueAt
      startedAt
      manual
      status
      reason
      task {
        id
        status
      }
      workflow {
        id
        status
      }
    }
  }
  version
  createdBy {
    name
  }
  viewerCan
}`,
}

export const resumeSchedule: Operation<ResumeScheduleMutation, ResumeScheduleMutationVariables> = {
  name: 'ResumeSchedule',
  text: `mutation ResumeSchedule($id: ID!) {
  resumeSchedule(id: $id) {
    ...ScheduleRow
  }
}
fragment ScheduleRow on Schedule {
  id
  name
  enabled
  description
  cron
  every
  at
  words
  timezone
  task
  workflow
  post {
    channel
    text
  }
  missed
  overlap
  nextRunAt
  nextRuns(first: 10)
  runs(first: 10) {
    nodes {
      dueAt
      startedAt
      manual
      status
      reason
      task {
        id
        status
      }
      workflow {
        id
        status
      }
    }
  }
  version
  createdBy {
    name
  }
  viewerCan
}`,
}

export const deleteSchedule: Operation<DeleteScheduleMutation, DeleteScheduleMutationVariables> = {
  name: 'DeleteSchedule',
  text: `mutation DeleteSchedule($id: ID!) {
  deleteSchedule(id: $id) {
    id
  }
}`,
}

export const runSchedule: Operation<RunScheduleMutation, RunScheduleMutationVariables> = {
  name: 'RunSchedule',
  text: `mutation RunSchedule($id: ID!) {
  runSchedule(id: $id) {
    status
    reason
    task {
      id
    }
    workflow {
      id
    }
  }
}`,
}

export const tasks: Operation<TasksQuery, TasksQueryVariables> = {
  name: 'Tasks',
  text: `query Tasks($filter: TaskFilter, $sort: TaskSort, $first: Int, $after: String) {
  tasks(filter: $filter, sort: $sort, first: $first, after: $after) {
    nodes {
      ...TaskRow
    }
    pageInfo {
      hasNextPage
      endCursor
    }
    totalCount
    totalCountIsExact
  }
}
fragment TaskRow on Task {
  id
  agentName
  status
  priority
  urgency
  progress
  currentStep
  tags
  attempts {
    number
  }
  maxAttempts
  createdAt
  runAt
  startedAt
  finishedAt
  error {
    code
    message
  }
  waitingOn {
    code
    detail
    until
  }
  viewerCan
}`,
}

export const taskFacets: Operation<TaskFacetsQuery, TaskFacetsQueryVariables> = {
  name: 'TaskFacets',
  text: `query TaskFacets($filter: TaskFilter) {
  tasks(filter: $filter, first: 1) {
    facets {
      status {
        value
        count
      }
      priority {
        value
        count
      }
      agent {
        value
        count
      }
    }
  }
}`,
}

export const task: Operation<TaskQuery, TaskQueryVariables> = {
  name: 'Task',
  text: `query Task($id: ID!) {
  task(id: $id) {
    ...TaskDetail
  }
}
fragment TaskDetail on Task {
  ...TaskRow
  urgency
  parameters
  result
  partialOutput
  error {
    code
    class
    message
    stack
  }
  attempts {
    number
    startedAt
    endedAt
    worker
    outcome
    error {
      code
      message
    }
  }
  queuePosition
  estimatedWaitSeconds
  etaSeconds
  waitingOn {
    code
    detail
    since
    until
    blockedBy
  }
  deadline
  artifacts {
    id
    name
    contentType
    bytes
    url
  }
  dependsOn {
    id
    agentName
    status
  }
  dependents {
    id
    agentName
    status
  }
  events {
    id
    type
    at
    payload
  }
  usage {
    inputTokens
    outputTokens
    costMicros
    durationMs
  }
  submittedBy {
    name
  }
  origin
  resubmittedAs {
    id
  }
  resubmissionOf {
    id
  }
  versions {
    number
    replacedAt
    replacedBy
  }
}
fragment TaskRow on Task {
  id
  agentName
  status
  priority
  urgency
  progress
  currentStep
  tags
  attempts {
    number
  }
  maxAttempts
  createdAt
  runAt
  startedAt
  finishedAt
  error {
    code
    message
  }
  waitingOn {
    code
    detail
    until
  }
  viewerCan
}`,
}

export const taskNews: Operation<TaskNewsSubscription, TaskNewsSubscriptionVariables> = {
  name: 'TaskNews',
  text: `subscription TaskNews($id: ID!, $after: String) {
  taskUpdated(id: $id, after: $after) {
    cursor
    task {
      ...TaskDetail
    }
  }
}
fragment TaskDetail on Task {
  ...TaskRow
  urgency
  parameters
  result
  partialOutput
  error {
    code
    class
    message
    stack
  }
  attempts {
    number
    startedAt
    endedAt
    worker
    outcome
    error {
      code
      message
    }
  }
  queuePosition
  estimatedWaitSeconds
  etaSeconds
  waitingOn {
    code
    detail
    since
    until
    blockedBy
  }
  deadline
  artifacts {
    id
    name
    contentType
    bytes
    url
  }
  dependsOn {
    id
    agentName
    status
  }
  dependents {
    id
    agentName
    status
  }
  events {
    id
    type
    at
    payload
  }
  usage {
    inputTokens
    outputTokens
    costMicros
    durationMs
  }
  submittedBy {
    name
  }
  origin
  resubmittedAs {
    id
  }
  resubmissionOf {
    id
  }
  versions {
    number
    replacedAt
    replacedBy
  }
}
fragment TaskRow on Task {
  id
  agentName
  status
  priority
  urgency
  progress
  currentStep
  tags
  attempts {
    number
  }
  maxAttempts
  createdAt
  runAt
  startedAt
  finishedAt
  error {
    code
    message
  }
  waitingOn {
    code
    detail
    until
  }
  viewerCan
}`,
}

export const taskLog: Operation<TaskLogQuery, TaskLogQueryVariables> = {
  name: 'TaskLog',
  text: `query TaskLog($id: ID!, $after: String) {
  task(id: $id) {
    logs(first: 100, after: $after) {
      nodes {
        number
        at
        level
        text
        attempt
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
}`,
}

export const taskParameters: Operation<TaskParametersQuery, TaskParametersQueryVariables> = {
  name: 'TaskParameters',
  text: `query TaskParameters($id: ID!) {
  task(id: $id) {
    id
    parameters
    viewerCan
    agent {
      name
      schema
    }
  }
}`,
}

export const submitTask: Operation<SubmitTaskMutation, SubmitTaskMutationVariables> = {
  name: 'SubmitTask',
  text: `mutation SubmitTask($input: SubmitTaskInput!) {
  submitTask(input: $input) {
    id
    status
    agentName
  }
}`,
}

export const cancelTask: Operation<CancelTaskMutation, CancelTaskMutationVariables> = {
  name: 'CancelTask',
  text: `mutation CancelTask($id: ID!, $reason: String) {
  cancelTask(id: $id, reason: $reason) {
    ...TaskRow
  }
}
fragment TaskRow on Task {
  id
  agentName
  status
  priority
  urgency
  progress
  currentStep
  tags
  attempts {
    number
  }
  maxAttempts
  createdAt
  runAt
  startedAt
  finishedAt
  error {
    code
    message
  }
  waitingOn {
    code
    detail
    until
  }
  viewerCan
}`,
}

export const retryTask: Operation<RetryTaskMutation, RetryTaskMutationVariables> = {
  name: 'RetryTask',
  text: `mutation RetryTask($id: ID!, $resetAttempts: Boolean, $parameters: JSON) {
  retryTask(id: $id, resetAttempts: $resetAttempts, parameters: $parameters) {
    ...TaskRow
  }
}
fragment TaskRow on Task {
  id
  agentName
  status
  priority
  urgency
  progress
  currentStep
  tags
  attempts {
    number
  }
  maxAttempts
  createdAt
  runAt
  startedAt
  finishedAt
  error {
    code
    message
  }
  waitingOn {
    code
    detail
    until
  }
  viewerCan
}`,
}

export const reprioritizeTask: Operation<ReprioritizeTaskMutation, ReprioritizeTaskMutationVariables> = {
  name: 'ReprioritizeTask',
  text: `mutation ReprioritizeTask($id: ID!, $priority: Priority!) {
  reprioritizeTask(id: $id, priority: $priority) {
    ...TaskRow
  }
}
fragment TaskRow on Task {
  id
  agentName
  status
  priority
  urgency
  progress
  currentStep
  tags
  attempts {
    number
  }
  maxAttempts
  createdAt
  runAt
  startedAt
  finishedAt
  error {
    code
    message
  }
  waitingOn {
    code
    detail
    until
  }
  viewerCan
}`,
}

export const runQueue: Operation<RunQueueMutation, RunQueueMutationVariables> = {
  name: 'RunQueue',
  text: `mutation RunQueue($maxConcurrent: Int, $filter: RunQueueFilter, $limit: Int) {
  runQueue(maxConcurrent: $maxConcurrent, filter: $filter, limit: $limit) {
    executed
    failed
    remaining
  }
}`,
}

export const agentNames: Operation<AgentNamesQuery, AgentNamesQueryVariables> = {
  name: 'AgentNames',
  text: `query AgentNames {
  agents {
    name
  }
}`,
}

export const alerts: Operation<AlertsQuery, AlertsQueryVariables> = {
  name: 'Alerts',
  text: `query Alerts($filter: AlertFilter, $first: Int, $after: String) {
  alerts(filter: $filter, first: $first, after: $after) {
    nodes {
      ...AlertRow
    }
    pageInfo {
      hasNextPage
      endCursor
    }
    totalCount
    totalCountIsExact
  }
}
fragment AlertRow on Alert {
  id
  kind
  severity
  status
  title
  detail
  subject
  count
  firstAt
  lastAt
  acknowledgedBy {
    name
  }
  note
  resolvedAt
  viewerCanAcknowledge
}`,
}

export const alertNews: Operation<AlertNewsSubscription, AlertNewsSubscriptionVariables> = {
  name: 'AlertNews',
  text: `subscription AlertNews {
  alerts {
    ...AlertRow
  }
}
fragment AlertRow on Alert {
  id
  kind
  severity
  status
  title
  detail
  subject
  count
  firstAt
  lastAt
  acknowledgedBy {
    name
  }
  note
  resolvedAt
  viewerCanAcknowledge
}`,
}

export const acknowledgeAlert: Operation<AcknowledgeAlertMutation, AcknowledgeAlertMutationVariables> = {
  name: 'AcknowledgeAlert',
  text: `mutation AcknowledgeAlert($id: ID!, $note: String) {
  acknowledgeAlert(id: $id, note: $note) {
    ...AlertRow
  }
}
fragment AlertRow on Alert {
  id
  kind
  severity
  status
  title
  detail
  subject
  count
  firstAt
  lastAt
  acknowledgedBy {
    name
  }
  note
  resolvedAt
  viewerCanAcknowledge
}`,
}

export const auditLog: Operation<AuditLogQuery, AuditLogQueryVariables> = {
  name: 'AuditLog',
  text: `query AuditLog($filter: AuditFilter, $first: Int, $after: String) {
  auditLog(filter: $filter, first: $first, after: $after) {
    nodes {
      number
      at
      actor {
        name
      }
      via
      action
      subject
      reason
      origin
      details
      hash
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}`,
}

export const workflows: Operation<WorkflowsQuery, WorkflowsQueryVariables> = {
  name: 'Workflows',
  text: `query Workflows($filter: WorkflowFilter, $first: Int, $after: String) {
  workflows(filter: $filter, first: $first, after: $after) {
    nodes {
      ...WorkflowRow
    }
    pageInfo {
      hasNextPage
      endCursor
    }
    totalCount
    totalCountIsExact
  }
}
fragment WorkflowRow on Workflow {
  id
  name
  status
  template
  totalSteps
  completedSteps
  progress
  priority
  createdAt
  finishedAt
  reason
  error {
    code
    message
  }
  viewerCan
}`,
}

export const workflow: Operation<WorkflowQuery, WorkflowQueryVariables> = {
  name: 'Workflow',
  text: `query Workflow($id: ID!) {
  workflow(id: $id) {
    ...WorkflowDetail
  }
}
fragment WorkflowDetail on Workflow {
  ...WorkflowRow
  parameters
  result
  submittedBy {
    name
  }
  usage {
    inputTokens
    outputTokens
    costMicros
    durationMs
  }
  steps {
    id
    kind
    name
    status
    dependsOn
    parent
    agent
    waitingFor
    startedAt
    finishedAt
    error {
      code
      message
    }
    task {
      id
      status
      progress
      attempts {
        number
      }
      maxAttempts
    }
    request {
      id
      status
    }
    workflow {
      id
    }
  }
}
fragment WorkflowRow on Workflow {
  id
  name
  status
  template
  totalSteps
  completedSteps
  progress
  priority
  createdAt
  finishedAt
  reason
  error {
    code
    message
  }
  viewerCan
}`,
}

export const workflowNews: Operation<WorkflowNewsSubscription, WorkflowNewsSubscriptionVariables> = {
  name: 'WorkflowNews',
  text: `subscription WorkflowNews($id: ID!, $after: String) {
  workflowUpdated(id: $id, after: $after) {
    cursor
    workflow {
      ...WorkflowDetail
    }
  }
}
fragment WorkflowDetail on Workflow {
  ...WorkflowRow
  parameters
  result
  submittedBy {
    name
  }
  usage {
    inputTokens
    outputTokens
    costMicros
    durationMs
  }
  steps {
    id
    kind
    name
    status
    dependsOn
    parent
    agent
    waitingFor
    startedAt
    finishedAt
    error {
      code
      message
    }
    task {
      id
      status
      progress
      attempts {
        number
      }
      maxAttempts
    }
    request {
      id
      status
    }
    workflow {
      id
    }
  }
}
fragment WorkflowRow on Workflow {
  id
  name
  status
  template
  totalSteps
  completedSteps
  progress
  priority
  createdAt
  finishedAt
  reason
  error {
    code
    message
  }
  viewerCan
}`,
}

export const workflowTemplates: Operation<WorkflowTemplatesQuery, WorkflowTemplatesQueryVariables> = {
  name: 'WorkflowTemplates',
  text: `query WorkflowTemplates {
  workflowTemplates {
    name
    title
    description
    version
    builtIn
    parameters
  }
}`,
}

export const startWorkflow: Operation<StartWorkflowMutation, StartWorkflowMutationVariables> = {
  name: 'StartWorkflow',
  text: `mutation StartWorkflow($input: StartWorkflowInput!) {
  startWorkflow(input: $input) {
    id
    name
  }
}`,
}

export const cancelWorkflow: Operation<CancelWorkflowMutation, CancelWorkflowMutationVariables> = {
  name: 'CancelWorkflow',
  text: `mutation CancelWorkflow($id: ID!, $reason: String) {
  cancelWorkflow(id: $id, reason: $reason) {
    ...WorkflowRow
  }
}
fragment WorkflowRow on Workflow {
  id
  name
  status
  template
  totalSteps
  completedSteps
  progress
  priority
  createdAt
  finishedAt
  reason
  error {
    code
    message
  }
  viewerCan
}`,
}

export const pauseWorkflow: Operation<PauseWorkflowMutation, PauseWorkflowMutationVariables> = {
  name: 'PauseWorkflow',
  text: `mutation PauseWorkflow($id: ID!) {
  pauseWorkflow(id: $id) {
    ...WorkflowRow
  }
}
fragment WorkflowRow on Workflow {
  id
  name
  status
  template
  totalSteps
  completedSteps
  progress
  priority
  createdAt
  finishedAt
  reason
  error {
    code
    message
  }
  viewerCan
}`,
}

export const resumeWorkflow: Operation<ResumeWorkflowMutation, ResumeWorkflowMutationVariables> = {
  name: 'ResumeWorkflow',
  text: `mutation ResumeWorkflow($id: ID!) {
  resumeWorkflow(id: $id) {
    ...WorkflowRow
  }
}
fragment WorkflowRow on Workflow {
  id
  name
  status
  template
  totalSteps
  completedSteps
  progress
  priority
  createdAt
  finishedAt
  reason
  error {
    code
    message
  }
  viewerCan
}`,
}

export const retryWorkflow: Operation<RetryWorkflowMutation, RetryWorkflowMutationVariables> = {
  name: 'RetryWorkflow',
  text: `mutation RetryWorkflow($id: ID!, $step: String) {
  retryWorkflow(id: $id, step: $step) {
    ...WorkflowRow
  }
}
fragment WorkflowRow on Workflow {
  id
  name
  status
  template
  totalSteps
  completedSteps
  progress
  priority
  createdAt
  finishedAt
  reason
  error {
    code
    message
  }
  viewerCan
}`,
}

export const workflowDefinition: Operation<WorkflowDefinitionQuery, WorkflowDefinitionQueryVariables> = {
  name: 'WorkflowDefinition',
  text: `query WorkflowDefinition($id: ID!) {
  workflow(id: $id) {
    name
    template
    definition
  }
}`,
}

export const workflowTemplateDefinition: Operation<WorkflowTemplateDefinitionQuery, WorkflowTemplateDefinitionQueryVariables> = {
  name: 'WorkflowTemplateDefinition',
  text: `query WorkflowTemplateDefinition($name: ID!) {
  workflowTemplate(name: $name) {
    name
    title
    description
    definition
  }
}`,
}

export const saveWorkflowTemplate: Operation<SaveWorkflowTemplateMutation, SaveWorkflowTemplateMutationVariables> = {
  name: 'SaveWorkflowTemplate',
  text: `mutation SaveWorkflowTemplate($input: WorkflowTemplateInput!) {
  saveWorkflowTemplate(input: $input) {
    name
    title
    version
  }
}`,
}

