// Generated from schema.graphql and bot/operations by server/graphql/codegen.mjs. Run "npm run codegen" instead of editing it.

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

/** Something a person may do with an agent. */
export type AgentAction =
  /** submitTask */
  | 'SUBMIT'
  /** setAgentEnabled with true */
  | 'ENABLE'
  /** setAgentEnabled with false */
  | 'DISABLE'
  /** resetCircuit */
  | 'RESET_CIRCUIT';

/** Something a person may do with a dead letter. */
export type DeadLetterAction =
  /** resubmitDeadLetters */
  | 'RESUBMIT'
  /** discardDeadLetters */
  | 'DISCARD'
  /** noteDeadLetter */
  | 'NOTE'
  /** assignDeadLetter */
  | 'ASSIGN';

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

export type MeQueryVariables = Exact<{ [key: string]: never; }>;


export type MeQuery = { readonly me: { readonly id: string, readonly name: string, readonly role: string, readonly email: string | null, readonly viewerCan: ReadonlyArray<ViewerAction>, readonly service: boolean, readonly workspace: { readonly id: string, readonly manual: boolean, readonly quietHours: { readonly timezone: string, readonly from: string, readonly to: string } | null } } };

export type AgentsQueryVariables = Exact<{
  filter?: AgentFilter | null | undefined;
}>;


export type AgentsQuery = { readonly agents: ReadonlyArray<{ readonly name: string, readonly team: string, readonly description: string, readonly available: boolean, readonly unavailableReason: string | null, readonly enabled: boolean, readonly running: number, readonly queued: number, readonly maxConcurrent: number, readonly circuit: CircuitState }> };

export type AgentNamesQueryVariables = Exact<{ [key: string]: never; }>;


export type AgentNamesQuery = { readonly agents: ReadonlyArray<{ readonly name: string, readonly description: string }> };

export type AgentQueryVariables = Exact<{
  name: string;
}>;


export type AgentQuery = { readonly agent: { readonly name: string, readonly team: string, readonly type: string, readonly description: string, readonly capabilities: ReadonlyArray<string>, readonly schema: unknown, readonly executionMode: string, readonly risk: string, readonly maxConcurrent: number, readonly rateLimit: string | null, readonly timeoutSeconds: number, readonly available: boolean, readonly unavailableReason: string | null, readonly enabled: boolean, readonly draining: boolean, readonly running: number, readonly queued: number, readonly circuit: CircuitState, readonly circuitUntil: string | null, readonly fileError: string | null, readonly viewerCan: ReadonlyArray<AgentAction>, readonly health: { readonly processedPerMinute: number, readonly failureRate: number, readonly averageRunSeconds: number | null } } | null };

export type SetAgentEnabledMutationVariables = Exact<{
  name: string;
  enabled: boolean;
  reason?: string | null | undefined;
}>;


export type SetAgentEnabledMutation = { readonly setAgentEnabled: { readonly name: string, readonly enabled: boolean, readonly available: boolean, readonly unavailableReason: string | null } };

export type ResetCircuitMutationVariables = Exact<{
  agent: string;
}>;


export type ResetCircuitMutation = { readonly resetCircuit: { readonly name: string, readonly circuit: CircuitState } };

export type QueueStatsQueryVariables = Exact<{ [key: string]: never; }>;


export type QueueStatsQuery = { readonly queueStats: { readonly etaSeconds: number | null, readonly oldestReadySeconds: number | null, readonly at: string, readonly queues: ReadonlyArray<{ readonly priority: Priority, readonly depth: number, readonly processedPerMinute: number, readonly averageWaitSeconds: number }>, readonly workers: { readonly processes: number, readonly total: number, readonly busy: number, readonly idle: number, readonly utilization: number }, readonly statuses: ReadonlyArray<{ readonly status: TaskStatus, readonly count: number }> } };

export type RunQueueMutationVariables = Exact<{
  maxConcurrent?: number | null | undefined;
  filter?: RunQueueFilter | null | undefined;
}>;


export type RunQueueMutation = { readonly runQueue: { readonly executed: number, readonly failed: number, readonly remaining: number, readonly log: ReadonlyArray<string> } };

export type WorkersQueryVariables = Exact<{ [key: string]: never; }>;


export type WorkersQuery = { readonly workers: ReadonlyArray<{ readonly id: string, readonly host: string, readonly pid: number, readonly teams: ReadonlyArray<string>, readonly status: WorkerStatus, readonly capacity: number, readonly running: number, readonly memoryMb: number, readonly cpu: number, readonly startedAt: string, readonly heartbeatAt: string, readonly tasks: ReadonlyArray<{ readonly id: string, readonly agentName: string }> }> };

export type DrainWorkerMutationVariables = Exact<{
  id: string;
}>;


export type DrainWorkerMutation = { readonly drainWorker: { readonly id: string, readonly host: string, readonly status: WorkerStatus, readonly running: number } };

export type ResumeWorkerMutationVariables = Exact<{
  id: string;
}>;


export type ResumeWorkerMutation = { readonly resumeWorker: { readonly id: string, readonly host: string, readonly status: WorkerStatus, readonly running: number } };

export type ThroughputQueryVariables = Exact<{
  minutes?: number | null | undefined;
}>;


export type ThroughputQuery = { readonly throughput: ReadonlyArray<{ readonly at: string, readonly succeeded: number, readonly failed: number }> };

export type AgentPerformanceQueryVariables = Exact<{
  since?: string | null | undefined;
}>;


export type AgentPerformanceQuery = { readonly agentPerformance: ReadonlyArray<{ readonly agent: string, readonly runs: number, readonly succeeded: number, readonly failed: number, readonly p50Seconds: number | null, readonly p95Seconds: number | null, readonly waitP95Seconds: number | null, readonly usage: { readonly inputTokens: number, readonly outputTokens: number, readonly costMicros: number } }> };

export type BottlenecksQueryVariables = Exact<{
  since?: string | null | undefined;
}>;


export type BottlenecksQuery = { readonly bottlenecks: { readonly findings: ReadonlyArray<string> } };

export type AuditLogQueryVariables = Exact<{
  filter?: AuditFilter | null | undefined;
  first?: number | null | undefined;
  after?: string | null | undefined;
}>;


export type AuditLogQuery = { readonly auditLog: { readonly nodes: ReadonlyArray<{ readonly number: number, readonly at: string, readonly via: string | null, readonly place: string | null, readonly action: string, readonly subject: string, readonly reason: string | null, readonly origin: string | null, readonly actor: { readonly id: string, readonly name: string } }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null } } };

export type UsersQueryVariables = Exact<{ [key: string]: never; }>;


export type UsersQuery = { readonly users: ReadonlyArray<{ readonly id: string, readonly email: string, readonly name: string, readonly role: Role, readonly groups: ReadonlyArray<string>, readonly disabled: boolean, readonly identities: ReadonlyArray<string> }> };

export type LinkIdentityMutationVariables = Exact<{
  code: string;
  identity: string;
}>;


export type LinkIdentityMutation = { readonly linkIdentity: { readonly id: string, readonly name: string, readonly email: string, readonly role: Role } };

export type UnlinkIdentityMutationVariables = Exact<{
  identity: string;
}>;


export type UnlinkIdentityMutation = { readonly unlinkIdentity: boolean };

export type EventsSubscriptionVariables = Exact<{
  filter?: EventFilter | null | undefined;
  after?: string | null | undefined;
}>;


export type EventsSubscription = { readonly events: { readonly id: string, readonly cursor: string, readonly type: string, readonly at: string, readonly subject: string, readonly payload: unknown } };

export type DeadLetterFieldsFragment = { readonly id: string, readonly agent: string, readonly failedAt: string, readonly status: DeadLetterStatus, readonly discardReason: string | null, readonly assignee: string | null, readonly viewerCan: ReadonlyArray<DeadLetterAction>, readonly resubmittedAs: { readonly id: string } | null, readonly notes: ReadonlyArray<{ readonly at: string, readonly by: string, readonly text: string }>, readonly error: { readonly code: string, readonly class: ErrorClass, readonly message: string, readonly stack: string | null, readonly fingerprint: string | null }, readonly task: { readonly id: string, readonly priority: Priority, readonly createdAt: string, readonly attempts: ReadonlyArray<{ readonly number: number, readonly startedAt: string, readonly endedAt: string | null, readonly outcome: string | null, readonly error: { readonly code: string, readonly message: string } | null }> } };

export type DeadLetterQueryVariables = Exact<{
  id: string;
}>;


export type DeadLetterQuery = { readonly deadLetter: { readonly id: string, readonly agent: string, readonly failedAt: string, readonly status: DeadLetterStatus, readonly discardReason: string | null, readonly assignee: string | null, readonly viewerCan: ReadonlyArray<DeadLetterAction>, readonly resubmittedAs: { readonly id: string } | null, readonly notes: ReadonlyArray<{ readonly at: string, readonly by: string, readonly text: string }>, readonly error: { readonly code: string, readonly class: ErrorClass, readonly message: string, readonly stack: string | null, readonly fingerprint: string | null }, readonly task: { readonly id: string, readonly priority: Priority, readonly createdAt: string, readonly attempts: ReadonlyArray<{ readonly number: number, readonly startedAt: string, readonly endedAt: string | null, readonly outcome: string | null, readonly error: { readonly code: string, readonly message: string } | null }> } } | null };

export type DeadLetterGroupsQueryVariables = Exact<{
  filter?: DeadLetterFilter | null | undefined;
}>;


export type DeadLetterGroupsQuery = { readonly deadLetterGroups: ReadonlyArray<{ readonly fingerprint: string, readonly agent: string, readonly message: string, readonly code: string, readonly count: number, readonly firstAt: string, readonly lastAt: string }> };

export type DeadLettersQueryVariables = Exact<{
  filter?: DeadLetterFilter | null | undefined;
  first?: number | null | undefined;
  after?: string | null | undefined;
}>;


export type DeadLettersQuery = { readonly deadLetters: { readonly totalCount: number, readonly totalCountIsExact: boolean, readonly nodes: ReadonlyArray<{ readonly id: string, readonly agent: string, readonly failedAt: string, readonly status: DeadLetterStatus, readonly discardReason: string | null, readonly assignee: string | null, readonly viewerCan: ReadonlyArray<DeadLetterAction>, readonly resubmittedAs: { readonly id: string } | null, readonly notes: ReadonlyArray<{ readonly at: string, readonly by: string, readonly text: string }>, readonly error: { readonly code: string, readonly class: ErrorClass, readonly message: string, readonly stack: string | null, readonly fingerprint: string | null }, readonly task: { readonly id: string, readonly priority: Priority, readonly createdAt: string, readonly attempts: ReadonlyArray<{ readonly number: number, readonly startedAt: string, readonly endedAt: string | null, readonly outcome: string | null, readonly error: { readonly code: string, readonly message: string } | null }> } }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null } } };

export type ResubmitDeadLettersMutationVariables = Exact<{
  ids?: ReadonlyArray<string> | string | null | undefined;
  filter?: DeadLetterFilter | null | undefined;
  priority?: Priority | null | undefined;
  overrideParameters?: unknown;
  dryRun?: boolean | null | undefined;
}>;


export type ResubmitDeadLettersMutation = { readonly resubmitDeadLetters: { readonly matched: number, readonly resubmitted: number, readonly dependents: number, readonly tasks: ReadonlyArray<{ readonly id: string, readonly agentName: string, readonly status: TaskStatus, readonly priority: Priority, readonly urgency: number, readonly progress: number, readonly currentStep: string | null, readonly tags: ReadonlyArray<string>, readonly maxAttempts: number, readonly queuePosition: number | null, readonly estimatedWaitSeconds: number | null, readonly etaSeconds: number | null, readonly viewerCan: ReadonlyArray<TaskAction>, readonly createdAt: string, readonly runAt: string | null, readonly deadline: string | null, readonly startedAt: string | null, readonly finishedAt: string | null, readonly workflowStep: string | null, readonly submittedBy: { readonly id: string, readonly name: string }, readonly error: { readonly code: string, readonly class: ErrorClass, readonly message: string, readonly fingerprint: string | null } | null, readonly attempts: ReadonlyArray<{ readonly number: number, readonly startedAt: string, readonly endedAt: string | null, readonly outcome: string | null, readonly error: { readonly code: string, readonly message: string } | null }>, readonly waitingOn: ReadonlyArray<{ readonly code: WaitCode, readonly detail: string, readonly until: string | null, readonly blockedBy: ReadonlyArray<string> }> }> } };

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


export type NoteDeadLetterMutation = { readonly noteDeadLetter: { readonly id: string, readonly agent: string, readonly failedAt: string, readonly status: DeadLetterStatus, readonly discardReason: string | null, readonly assignee: string | null, readonly viewerCan: ReadonlyArray<DeadLetterAction>, readonly resubmittedAs: { readonly id: string } | null, readonly notes: ReadonlyArray<{ readonly at: string, readonly by: string, readonly text: string }>, readonly error: { readonly code: string, readonly class: ErrorClass, readonly message: string, readonly stack: string | null, readonly fingerprint: string | null }, readonly task: { readonly id: string, readonly priority: Priority, readonly createdAt: string, readonly attempts: ReadonlyArray<{ readonly number: number, readonly startedAt: string, readonly endedAt: string | null, readonly outcome: string | null, readonly error: { readonly code: string, readonly message: string } | null }> } } };

export type AssignDeadLetterMutationVariables = Exact<{
  id: string;
  assignee?: string | null | undefined;
}>;


export type AssignDeadLetterMutation = { readonly assignDeadLetter: { readonly id: string, readonly agent: string, readonly failedAt: string, readonly status: DeadLetterStatus, readonly discardReason: string | null, readonly assignee: string | null, readonly viewerCan: ReadonlyArray<DeadLetterAction>, readonly resubmittedAs: { readonly id: string } | null, readonly notes: ReadonlyArray<{ readonly at: string, readonly by: string, readonly text: string }>, readonly error: { readonly code: string, readonly class: ErrorClass, readonly message: string, readonly stack: string | null, readonly fingerprint: string | null }, readonly task: { readonly id: string, readonly priority: Priority, readonly createdAt: string, readonly attempts: ReadonlyArray<{ readonly number: number, readonly startedAt: string, readonly endedAt: string | null, readonly outcome: string | null, readonly error: { readonly code: string, readonly message: string } | null }> } } };

export type RequestFieldsFragment = { readonly id: string, readonly kind: RequestKind, readonly status: RequestStatus, readonly title: string, readonly text: string | null, readonly choices: ReadonlyArray<string>, readonly form: unknown, readonly details: unknown, readonly digest: string, readonly quorum: number, readonly requesterMayDecide: boolean, readonly createdAt: string, readonly expiresAt: string | null, readonly escalatedAt: string | null, readonly settledAt: string | null, readonly answer: unknown, readonly viewerCan: ReadonlyArray<RequestAction>, readonly step: string | null, readonly requestedBy: { readonly id: string, readonly name: string }, readonly deciders: { readonly roles: ReadonlyArray<Role>, readonly users: ReadonlyArray<string>, readonly groups: ReadonlyArray<string> }, readonly decisions: ReadonlyArray<{ readonly at: string, readonly decision: Decision | null, readonly answer: unknown, readonly reason: string | null, readonly by: { readonly id: string, readonly name: string } }>, readonly workflow: { readonly id: string, readonly name: string } | null, readonly task: { readonly id: string, readonly agentName: string } | null };

export type RequestQueryVariables = Exact<{
  id: string;
}>;


export type RequestQuery = { readonly request: { readonly id: string, readonly kind: RequestKind, readonly status: RequestStatus, readonly title: string, readonly text: string | null, readonly choices: ReadonlyArray<string>, readonly form: unknown, readonly details: unknown, readonly digest: string, readonly quorum: number, readonly requesterMayDecide: boolean, readonly createdAt: string, readonly expiresAt: string | null, readonly escalatedAt: string | null, readonly settledAt: string | null, readonly answer: unknown, readonly viewerCan: ReadonlyArray<RequestAction>, readonly step: string | null, readonly requestedBy: { readonly id: string, readonly name: string }, readonly deciders: { readonly roles: ReadonlyArray<Role>, readonly users: ReadonlyArray<string>, readonly groups: ReadonlyArray<string> }, readonly decisions: ReadonlyArray<{ readonly at: string, readonly decision: Decision | null, readonly answer: unknown, readonly reason: string | null, readonly by: { readonly id: string, readonly name: string } }>, readonly workflow: { readonly id: string, readonly name: string } | null, readonly task: { readonly id: string, readonly agentName: string } | null } | null };

export type RequestsQueryVariables = Exact<{
  filter?: RequestFilter | null | undefined;
  first?: number | null | undefined;
  after?: string | null | undefined;
}>;


export type RequestsQuery = { readonly requests: { readonly totalCount: number, readonly nodes: ReadonlyArray<{ readonly id: string, readonly kind: RequestKind, readonly status: RequestStatus, readonly title: string, readonly createdAt: string, readonly expiresAt: string | null, readonly viewerCan: ReadonlyArray<RequestAction>, readonly requestedBy: { readonly id: string, readonly name: string } }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null } } };

export type AnswerRequestMutationVariables = Exact<{
  id: string;
  decision?: Decision | null | undefined;
  answer?: unknown;
  reason?: string | null | undefined;
  digest?: string | null | undefined;
}>;


export type AnswerRequestMutation = { readonly answerRequest: { readonly id: string, readonly kind: RequestKind, readonly status: RequestStatus, readonly title: string, readonly text: string | null, readonly choices: ReadonlyArray<string>, readonly form: unknown, readonly details: unknown, readonly digest: string, readonly quorum: number, readonly requesterMayDecide: boolean, readonly createdAt: string, readonly expiresAt: string | null, readonly escalatedAt: string | null, readonly settledAt: string | null, readonly answer: unknown, readonly viewerCan: ReadonlyArray<RequestAction>, readonly step: string | null, readonly requestedBy: { readonly id: string, readonly name: string }, readonly deciders: { readonly roles: ReadonlyArray<Role>, readonly users: ReadonlyArray<string>, readonly groups: ReadonlyArray<string> }, readonly decisions: ReadonlyArray<{ readonly at: string, readonly decision: Decision | null, readonly answer: unknown, readonly reason: string | null, readonly by: { readonly id: string, readonly name: string } }>, readonly workflow: { readonly id: string, readonly name: string } | null, readonly task: { readonly id: string, readonly agentName: string } | null } };

export type AlertFieldsFragment = { readonly id: string, readonly kind: string, readonly severity: AlertSeverity, readonly status: AlertStatus, readonly title: string, readonly detail: string, readonly subject: string, readonly count: number, readonly firstAt: string, readonly lastAt: string, readonly acknowledgedAt: string | null, readonly note: string | null, readonly resolvedAt: string | null, readonly viewerCanAcknowledge: boolean, readonly acknowledgedBy: { readonly id: string, readonly name: string } | null };

export type AlertsQueryVariables = Exact<{
  filter?: AlertFilter | null | undefined;
  first?: number | null | undefined;
  after?: string | null | undefined;
}>;


export type AlertsQuery = { readonly alerts: { readonly totalCount: number, readonly nodes: ReadonlyArray<{ readonly id: string, readonly kind: string, readonly severity: AlertSeverity, readonly status: AlertStatus, readonly title: string, readonly detail: string, readonly subject: string, readonly count: number, readonly firstAt: string, readonly lastAt: string, readonly acknowledgedAt: string | null, readonly note: string | null, readonly resolvedAt: string | null, readonly viewerCanAcknowledge: boolean, readonly acknowledgedBy: { readonly id: string, readonly name: string } | null }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null } } };

export type AcknowledgeAlertMutationVariables = Exact<{
  id: string;
  note?: string | null | undefined;
}>;


export type AcknowledgeAlertMutation = { readonly acknowledgeAlert: { readonly id: string, readonly kind: string, readonly severity: AlertSeverity, readonly status: AlertStatus, readonly title: string, readonly detail: string, readonly subject: string, readonly count: number, readonly firstAt: string, readonly lastAt: string, readonly acknowledgedAt: string | null, readonly note: string | null, readonly resolvedAt: string | null, readonly viewerCanAcknowledge: boolean, readonly acknowledgedBy: { readonly id: string, readonly name: string } | null } };

export type ScheduleFieldsFragment = { readonly id: string, readonly name: string, readonly enabled: boolean, readonly description: string, readonly cron: string | null, readonly every: string | null, readonly at: string | null, readonly words: string | null, readonly timezone: string, readonly task: unknown, readonly workflow: unknown, readonly missed: MissedRunPolicy, readonly overlap: OverlapPolicy, readonly startAt: string | null, readonly endAt: string | null, readonly nextRunAt: string | null, readonly nextRuns: ReadonlyArray<string>, readonly version: number, readonly viewerCan: ReadonlyArray<ScheduleAction>, readonly post: { readonly channel: string, readonly text: string } | null, readonly createdBy: { readonly id: string, readonly name: string } };

export type ScheduleQueryVariables = Exact<{
  id: string;
}>;


export type ScheduleQuery = { readonly schedule: { readonly id: string, readonly name: string, readonly enabled: boolean, readonly description: string, readonly cron: string | null, readonly every: string | null, readonly at: string | null, readonly words: string | null, readonly timezone: string, readonly task: unknown, readonly workflow: unknown, readonly missed: MissedRunPolicy, readonly overlap: OverlapPolicy, readonly startAt: string | null, readonly endAt: string | null, readonly nextRunAt: string | null, readonly nextRuns: ReadonlyArray<string>, readonly version: number, readonly viewerCan: ReadonlyArray<ScheduleAction>, readonly runs: { readonly nodes: ReadonlyArray<{ readonly dueAt: string, readonly startedAt: string, readonly manual: boolean, readonly status: ScheduleRunStatus, readonly reason: string | null, readonly task: { readonly id: string, readonly status: TaskStatus } | null, readonly workflow: { readonly id: string, readonly status: WorkflowStatus } | null }> }, readonly post: { readonly channel: string, readonly text: string } | null, readonly createdBy: { readonly id: string, readonly name: string } } | null };

export type SchedulesQueryVariables = Exact<{
  filter?: ScheduleFilter | null | undefined;
  first?: number | null | undefined;
  after?: string | null | undefined;
}>;


export type SchedulesQuery = { readonly schedules: { readonly totalCount: number, readonly nodes: ReadonlyArray<{ readonly id: string, readonly name: string, readonly enabled: boolean, readonly description: string, readonly timezone: string, readonly nextRunAt: string | null, readonly viewerCan: ReadonlyArray<ScheduleAction> }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null } } };

export type PreviewScheduleQueryVariables = Exact<{
  input: ScheduleInput;
}>;


export type PreviewScheduleQuery = { readonly previewSchedule: { readonly description: string, readonly nextRuns: ReadonlyArray<string>, readonly notes: ReadonlyArray<string> } };

export type CreateScheduleMutationVariables = Exact<{
  input: ScheduleInput;
}>;


export type CreateScheduleMutation = { readonly createSchedule: { readonly id: string, readonly name: string, readonly enabled: boolean, readonly description: string, readonly cron: string | null, readonly every: string | null, readonly at: string | null, readonly words: string | null, readonly timezone: string, readonly task: unknown, readonly workflow: unknown, readonly missed: MissedRunPolicy, readonly overlap: OverlapPolicy, readonly startAt: string | null, readonly endAt: string | null, readonly nextRunAt: string | null, readonly nextRuns: ReadonlyArray<string>, readonly version: number, readonly viewerCan: ReadonlyArray<ScheduleAction>, readonly post: { readonly channel: string, readonly text: string } | null, readonly createdBy: { readonly id: string, readonly name: string } } };

export type UpdateScheduleMutationVariables = Exact<{
  id: string;
  input: ScheduleChangeInput;
  expectedVersion?: number | null | undefined;
}>;


export type UpdateScheduleMutation = { readonly updateSchedule: { readonly id: string, readonly name: string, readonly enabled: boolean, readonly description: string, readonly cron: string | null, readonly every: string | null, readonly at: string | null, readonly words: string | null, readonly timezone: string, readonly task: unknown, readonly workflow: unknown, readonly missed: MissedRunPolicy, readonly overlap: OverlapPolicy, readonly startAt: string | null, readonly endAt: string | null, readonly nextRunAt: string | null, readonly nextRuns: ReadonlyArray<string>, readonly version: number, readonly viewerCan: ReadonlyArray<ScheduleAction>, readonly post: { readonly channel: string, readonly text: string } | null, readonly createdBy: { readonly id: string, readonly name: string } } };

export type PauseScheduleMutationVariables = Exact<{
  id: string;
  reason?: string | null | undefined;
}>;


export type PauseScheduleMutation = { readonly pauseSchedule: { readonly id: string, readonly name: string, readonly enabled: boolean, readonly description: string, readonly cron: string | null, readonly every: string | null, readonly at: string | null, readonly words: string | null, readonly timezone: string, readonly task: unknown, readonly workflow: unknown, readonly missed: MissedRunPolicy, readonly overlap: OverlapPolicy, readonly startAt: string | null, readonly endAt: string | null, readonly nextRunAt: string | null, readonly nextRuns: ReadonlyArray<string>, readonly version: number, readonly viewerCan: ReadonlyArray<ScheduleAction>, readonly post: { readonly channel: string, readonly text: string } | null, readonly createdBy: { readonly id: string, readonly name: string } } };

export type ResumeScheduleMutationVariables = Exact<{
  id: string;
}>;


export type ResumeScheduleMutation = { readonly resumeSchedule: { readonly id: string, readonly name: string, readonly enabled: boolean, readonly description: string, readonly cron: string | null, readonly every: string | null, readonly at: string | null, readonly words: string | null, readonly timezone: string, readonly task: unknown, readonly workflow: unknown, readonly missed: MissedRunPolicy, readonly overlap: OverlapPolicy, readonly startAt: string | null, readonly endAt: string | null, readonly nextRunAt: string | null, readonly nextRuns: ReadonlyArray<string>, readonly version: number, readonly viewerCan: ReadonlyArray<ScheduleAction>, readonly post: { readonly channel: string, readonly text: string } | null, readonly createdBy: { readonly id: string, readonly name: string } } };

export type DeleteScheduleMutationVariables = Exact<{
  id: string;
}>;


export type DeleteScheduleMutation = { readonly deleteSchedule: { readonly id: string, readonly name: string, readonly enabled: boolean, readonly description: string, readonly cron: string | null, readonly every: string | null, readonly at: string | null, readonly words: string | null, readonly timezone: string, readonly task: unknown, readonly workflow: unknown, readonly missed: MissedRunPolicy, readonly overlap: OverlapPolicy, readonly startAt: string | null, readonly endAt: string | null, readonly nextRunAt: string | null, readonly nextRuns: ReadonlyArray<string>, readonly version: number, readonly viewerCan: ReadonlyArray<ScheduleAction>, readonly post: { readonly channel: string, readonly text: string } | null, readonly createdBy: { readonly id: string, readonly name: string } } };

export type RunScheduleMutationVariables = Exact<{
  id: string;
}>;


export type RunScheduleMutation = { readonly runSchedule: { readonly dueAt: string, readonly status: ScheduleRunStatus, readonly reason: string | null, readonly task: { readonly id: string } | null, readonly workflow: { readonly id: string } | null } };

export type TaskFieldsFragment = { readonly id: string, readonly agentName: string, readonly status: TaskStatus, readonly priority: Priority, readonly urgency: number, readonly progress: number, readonly currentStep: string | null, readonly tags: ReadonlyArray<string>, readonly maxAttempts: number, readonly queuePosition: number | null, readonly estimatedWaitSeconds: number | null, readonly etaSeconds: number | null, readonly viewerCan: ReadonlyArray<TaskAction>, readonly createdAt: string, readonly runAt: string | null, readonly deadline: string | null, readonly startedAt: string | null, readonly finishedAt: string | null, readonly workflowStep: string | null, readonly submittedBy: { readonly id: string, readonly name: string }, readonly error: { readonly code: string, readonly class: ErrorClass, readonly message: string, readonly fingerprint: string | null } | null, readonly attempts: ReadonlyArray<{ readonly number: number, readonly startedAt: string, readonly endedAt: string | null, readonly outcome: string | null, readonly error: { readonly code: string, readonly message: string } | null }>, readonly waitingOn: ReadonlyArray<{ readonly code: WaitCode, readonly detail: string, readonly until: string | null, readonly blockedBy: ReadonlyArray<string> }> };

export type TaskRowFragment = { readonly id: string, readonly agentName: string, readonly status: TaskStatus, readonly priority: Priority, readonly progress: number, readonly currentStep: string | null, readonly createdAt: string, readonly finishedAt: string | null, readonly error: { readonly code: string, readonly message: string } | null };

export type TaskQueryVariables = Exact<{
  id: string;
}>;


export type TaskQuery = { readonly task: { readonly id: string, readonly agentName: string, readonly status: TaskStatus, readonly priority: Priority, readonly urgency: number, readonly progress: number, readonly currentStep: string | null, readonly tags: ReadonlyArray<string>, readonly maxAttempts: number, readonly queuePosition: number | null, readonly estimatedWaitSeconds: number | null, readonly etaSeconds: number | null, readonly viewerCan: ReadonlyArray<TaskAction>, readonly createdAt: string, readonly runAt: string | null, readonly deadline: string | null, readonly startedAt: string | null, readonly finishedAt: string | null, readonly workflowStep: string | null, readonly submittedBy: { readonly id: string, readonly name: string }, readonly error: { readonly code: string, readonly class: ErrorClass, readonly message: string, readonly fingerprint: string | null } | null, readonly attempts: ReadonlyArray<{ readonly number: number, readonly startedAt: string, readonly endedAt: string | null, readonly outcome: string | null, readonly error: { readonly code: string, readonly message: string } | null }>, readonly waitingOn: ReadonlyArray<{ readonly code: WaitCode, readonly detail: string, readonly until: string | null, readonly blockedBy: ReadonlyArray<string> }> } | null };

export type TaskOutcomeQueryVariables = Exact<{
  id: string;
}>;


export type TaskOutcomeQuery = { readonly task: { readonly id: string, readonly agentName: string, readonly status: TaskStatus, readonly result: unknown, readonly error: { readonly code: string, readonly class: ErrorClass, readonly message: string, readonly stack: string | null, readonly fingerprint: string | null } | null, readonly attempts: ReadonlyArray<{ readonly number: number, readonly startedAt: string, readonly endedAt: string | null, readonly outcome: string | null, readonly error: { readonly code: string, readonly message: string } | null }>, readonly usage: { readonly inputTokens: number, readonly outputTokens: number, readonly costMicros: number, readonly durationMs: number }, readonly artifacts: ReadonlyArray<{ readonly id: string, readonly name: string, readonly contentType: string, readonly bytes: number, readonly url: string }> } | null };

export type TaskParametersQueryVariables = Exact<{
  id: string;
}>;


export type TaskParametersQuery = { readonly task: { readonly id: string, readonly status: TaskStatus, readonly agentName: string, readonly parameters: unknown, readonly viewerCan: ReadonlyArray<TaskAction>, readonly agent: { readonly name: string, readonly schema: unknown } | null } | null };

export type TaskLogsQueryVariables = Exact<{
  id: string;
  first?: number | null | undefined;
  after?: string | null | undefined;
}>;


export type TaskLogsQuery = { readonly task: { readonly id: string, readonly agentName: string, readonly status: TaskStatus, readonly logs: { readonly nodes: ReadonlyArray<{ readonly number: number, readonly at: string, readonly level: string, readonly text: string, readonly attempt: number }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null } } } | null };

export type TasksQueryVariables = Exact<{
  filter?: TaskFilter | null | undefined;
  first?: number | null | undefined;
  after?: string | null | undefined;
}>;


export type TasksQuery = { readonly tasks: { readonly totalCount: number, readonly totalCountIsExact: boolean, readonly nodes: ReadonlyArray<{ readonly id: string, readonly agentName: string, readonly status: TaskStatus, readonly priority: Priority, readonly progress: number, readonly currentStep: string | null, readonly createdAt: string, readonly finishedAt: string | null, readonly error: { readonly code: string, readonly message: string } | null }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null } } };

export type SubmitTaskMutationVariables = Exact<{
  input: SubmitTaskInput;
}>;


export type SubmitTaskMutation = { readonly submitTask: { readonly id: string, readonly agentName: string, readonly status: TaskStatus, readonly priority: Priority, readonly urgency: number, readonly progress: number, readonly currentStep: string | null, readonly tags: ReadonlyArray<string>, readonly maxAttempts: number, readonly queuePosition: number | null, readonly estimatedWaitSeconds: number | null, readonly etaSeconds: number | null, readonly viewerCan: ReadonlyArray<TaskAction>, readonly createdAt: string, readonly runAt: string | null, readonly deadline: string | null, readonly startedAt: string | null, readonly finishedAt: string | null, readonly workflowStep: string | null, readonly submittedBy: { readonly id: string, readonly name: string }, readonly error: { readonly code: string, readonly class: ErrorClass, readonly message: string, readonly fingerprint: string | null } | null, readonly attempts: ReadonlyArray<{ readonly number: number, readonly startedAt: string, readonly endedAt: string | null, readonly outcome: string | null, readonly error: { readonly code: string, readonly message: string } | null }>, readonly waitingOn: ReadonlyArray<{ readonly code: WaitCode, readonly detail: string, readonly until: string | null, readonly blockedBy: ReadonlyArray<string> }> } };

export type CancelTaskMutationVariables = Exact<{
  id: string;
  reason?: string | null | undefined;
}>;


export type CancelTaskMutation = { readonly cancelTask: { readonly id: string, readonly agentName: string, readonly status: TaskStatus, readonly priority: Priority, readonly urgency: number, readonly progress: number, readonly currentStep: string | null, readonly tags: ReadonlyArray<string>, readonly maxAttempts: number, readonly queuePosition: number | null, readonly estimatedWaitSeconds: number | null, readonly etaSeconds: number | null, readonly viewerCan: ReadonlyArray<TaskAction>, readonly createdAt: string, readonly runAt: string | null, readonly deadline: string | null, readonly startedAt: string | null, readonly finishedAt: string | null, readonly workflowStep: string | null, readonly submittedBy: { readonly id: string, readonly name: string }, readonly error: { readonly code: string, readonly class: ErrorClass, readonly message: string, readonly fingerprint: string | null } | null, readonly attempts: ReadonlyArray<{ readonly number: number, readonly startedAt: string, readonly endedAt: string | null, readonly outcome: string | null, readonly error: { readonly code: string, readonly message: string } | null }>, readonly waitingOn: ReadonlyArray<{ readonly code: WaitCode, readonly detail: string, readonly until: string | null, readonly blockedBy: ReadonlyArray<string> }> } };

export type RetryTaskMutationVariables = Exact<{
  id: string;
  resetAttempts?: boolean | null | undefined;
  parameters?: unknown;
}>;


export type RetryTaskMutation = { readonly retryTask: { readonly id: string, readonly agentName: string, readonly status: TaskStatus, readonly priority: Priority, readonly urgency: number, readonly progress: number, readonly currentStep: string | null, readonly tags: ReadonlyArray<string>, readonly maxAttempts: number, readonly queuePosition: number | null, readonly estimatedWaitSeconds: number | null, readonly etaSeconds: number | null, readonly viewerCan: ReadonlyArray<TaskAction>, readonly createdAt: string, readonly runAt: string | null, readonly deadline: string | null, readonly startedAt: string | null, readonly finishedAt: string | null, readonly workflowStep: string | null, readonly submittedBy: { readonly id: string, readonly name: string }, readonly error: { readonly code: string, readonly class: ErrorClass, readonly message: string, readonly fingerprint: string | null } | null, readonly attempts: ReadonlyArray<{ readonly number: number, readonly startedAt: string, readonly endedAt: string | null, readonly outcome: string | null, readonly error: { readonly code: string, readonly message: string } | null }>, readonly waitingOn: ReadonlyArray<{ readonly code: WaitCode, readonly detail: string, readonly until: string | null, readonly blockedBy: ReadonlyArray<string> }> } };

export type ReprioritizeTaskMutationVariables = Exact<{
  id: string;
  priority: Priority;
}>;


export type ReprioritizeTaskMutation = { readonly reprioritizeTask: { readonly id: string, readonly agentName: string, readonly status: TaskStatus, readonly priority: Priority, readonly urgency: number, readonly progress: number, readonly currentStep: string | null, readonly tags: ReadonlyArray<string>, readonly maxAttempts: number, readonly queuePosition: number | null, readonly estimatedWaitSeconds: number | null, readonly etaSeconds: number | null, readonly viewerCan: ReadonlyArray<TaskAction>, readonly createdAt: string, readonly runAt: string | null, readonly deadline: string | null, readonly startedAt: string | null, readonly finishedAt: string | null, readonly workflowStep: string | null, readonly submittedBy: { readonly id: string, readonly name: string }, readonly error: { readonly code: string, readonly class: ErrorClass, readonly message: string, readonly fingerprint: string | null } | null, readonly attempts: ReadonlyArray<{ readonly number: number, readonly startedAt: string, readonly endedAt: string | null, readonly outcome: string | null, readonly error: { readonly code: string, readonly message: string } | null }>, readonly waitingOn: ReadonlyArray<{ readonly code: WaitCode, readonly detail: string, readonly until: string | null, readonly blockedBy: ReadonlyArray<string> }> } };

export type WorkflowFieldsFragment = { readonly id: string, readonly name: string, readonly status: WorkflowStatus, readonly template: string | null, readonly totalSteps: number, readonly completedSteps: number, readonly progress: number, readonly priority: Priority, readonly reason: string | null, readonly createdAt: string, readonly finishedAt: string | null, readonly viewerCan: ReadonlyArray<WorkflowAction>, readonly submittedBy: { readonly id: string, readonly name: string }, readonly error: { readonly code: string, readonly message: string } | null, readonly steps: ReadonlyArray<{ readonly id: string, readonly kind: StepKind, readonly name: string, readonly status: StepStatus, readonly dependsOn: ReadonlyArray<string>, readonly parent: string | null, readonly agent: string | null, readonly waitingFor: string | null, readonly startedAt: string | null, readonly finishedAt: string | null, readonly error: { readonly code: string, readonly message: string } | null, readonly task: { readonly id: string, readonly status: TaskStatus, readonly progress: number, readonly currentStep: string | null } | null, readonly request: { readonly id: string, readonly status: RequestStatus } | null }> };

export type WorkflowQueryVariables = Exact<{
  id: string;
}>;


export type WorkflowQuery = { readonly workflow: { readonly id: string, readonly name: string, readonly status: WorkflowStatus, readonly template: string | null, readonly totalSteps: number, readonly completedSteps: number, readonly progress: number, readonly priority: Priority, readonly reason: string | null, readonly createdAt: string, readonly finishedAt: string | null, readonly viewerCan: ReadonlyArray<WorkflowAction>, readonly submittedBy: { readonly id: string, readonly name: string }, readonly error: { readonly code: string, readonly message: string } | null, readonly steps: ReadonlyArray<{ readonly id: string, readonly kind: StepKind, readonly name: string, readonly status: StepStatus, readonly dependsOn: ReadonlyArray<string>, readonly parent: string | null, readonly agent: string | null, readonly waitingFor: string | null, readonly startedAt: string | null, readonly finishedAt: string | null, readonly error: { readonly code: string, readonly message: string } | null, readonly task: { readonly id: string, readonly status: TaskStatus, readonly progress: number, readonly currentStep: string | null } | null, readonly request: { readonly id: string, readonly status: RequestStatus } | null }> } | null };

export type WorkflowResultQueryVariables = Exact<{
  id: string;
}>;


export type WorkflowResultQuery = { readonly workflow: { readonly id: string, readonly name: string, readonly status: WorkflowStatus, readonly result: unknown, readonly error: { readonly code: string, readonly message: string } | null } | null };

export type WorkflowsQueryVariables = Exact<{
  filter?: WorkflowFilter | null | undefined;
  first?: number | null | undefined;
  after?: string | null | undefined;
}>;


export type WorkflowsQuery = { readonly workflows: { readonly totalCount: number, readonly nodes: ReadonlyArray<{ readonly id: string, readonly name: string, readonly status: WorkflowStatus, readonly completedSteps: number, readonly totalSteps: number, readonly createdAt: string, readonly finishedAt: string | null }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null } } };

export type WorkflowTemplatesQueryVariables = Exact<{ [key: string]: never; }>;


export type WorkflowTemplatesQuery = { readonly workflowTemplates: ReadonlyArray<{ readonly name: string, readonly version: number, readonly title: string, readonly description: string, readonly problems: ReadonlyArray<{ readonly path: string, readonly message: string }> }> };

export type WorkflowTemplateQueryVariables = Exact<{
  name: string;
}>;


export type WorkflowTemplateQuery = { readonly workflowTemplate: { readonly name: string, readonly version: number, readonly title: string, readonly description: string, readonly parameters: unknown, readonly problems: ReadonlyArray<{ readonly path: string, readonly message: string }> } | null };

export type StartWorkflowMutationVariables = Exact<{
  input: StartWorkflowInput;
}>;


export type StartWorkflowMutation = { readonly startWorkflow: { readonly id: string, readonly name: string, readonly status: WorkflowStatus, readonly template: string | null, readonly totalSteps: number, readonly completedSteps: number, readonly progress: number, readonly priority: Priority, readonly reason: string | null, readonly createdAt: string, readonly finishedAt: string | null, readonly viewerCan: ReadonlyArray<WorkflowAction>, readonly submittedBy: { readonly id: string, readonly name: string }, readonly error: { readonly code: string, readonly message: string } | null, readonly steps: ReadonlyArray<{ readonly id: string, readonly kind: StepKind, readonly name: string, readonly status: StepStatus, readonly dependsOn: ReadonlyArray<string>, readonly parent: string | null, readonly agent: string | null, readonly waitingFor: string | null, readonly startedAt: string | null, readonly finishedAt: string | null, readonly error: { readonly code: string, readonly message: string } | null, readonly task: { readonly id: string, readonly status: TaskStatus, readonly progress: number, readonly currentStep: string | null } | null, readonly request: { readonly id: string, readonly status: RequestStatus } | null }> } };

export type CancelWorkflowMutationVariables = Exact<{
  id: string;
  reason?: string | null | undefined;
}>;


export type CancelWorkflowMutation = { readonly cancelWorkflow: { readonly id: string, readonly name: string, readonly status: WorkflowStatus, readonly template: string | null, readonly totalSteps: number, readonly completedSteps: number, readonly progress: number, readonly priority: Priority, readonly reason: string | null, readonly createdAt: string, readonly finishedAt: string | null, readonly viewerCan: ReadonlyArray<WorkflowAction>, readonly submittedBy: { readonly id: string, readonly name: string }, readonly error: { readonly code: string, readonly message: string } | null, readonly steps: ReadonlyArray<{ readonly id: string, readonly kind: StepKind, readonly name: string, readonly status: StepStatus, readonly dependsOn: ReadonlyArray<string>, readonly parent: string | null, readonly agent: string | null, readonly waitingFor: string | null, readonly startedAt: string | null, readonly finishedAt: string | null, readonly error: { readonly code: string, readonly message: string } | null, readonly task: { readonly id: string, readonly status: TaskStatus, readonly progress: number, readonly currentStep: string | null } | null, readonly request: { readonly id: string, readonly status: RequestStatus } | null }> } };

export type PauseWorkflowMutationVariables = Exact<{
  id: string;
  reason?: string | null | undefined;
}>;


export type PauseWorkflowMutation = { readonly pauseWorkflow: { readonly id: string, readonly name: string, readonly status: WorkflowStatus, readonly template: string | null, readonly totalSteps: number, readonly completedSteps: number, readonly progress: number, readonly priority: Priority, readonly reason: string | null, readonly createdAt: string, readonly finishedAt: string | null, readonly viewerCan: ReadonlyArray<WorkflowAction>, readonly submittedBy: { readonly id: string, readonly name: string }, readonly error: { readonly code: string, readonly message: string } | null, readonly steps: ReadonlyArray<{ readonly id: string, readonly kind: StepKind, readonly name: string, readonly status: StepStatus, readonly dependsOn: ReadonlyArray<string>, readonly parent: string | null, readonly agent: string | null, readonly waitingFor: string | null, readonly startedAt: string | null, readonly finishedAt: string | null, readonly error: { readonly code: string, readonly message: string } | null, readonly task: { readonly id: string, readonly status: TaskStatus, readonly progress: number, readonly currentStep: string | null } | null, readonly request: { readonly id: string, readonly status: RequestStatus } | null }> } };

export type ResumeWorkflowMutationVariables = Exact<{
  id: string;
}>;


export type ResumeWorkflowMutation = { readonly resumeWorkflow: { readonly id: string, readonly name: string, readonly status: WorkflowStatus, readonly template: string | null, readonly totalSteps: number, readonly completedSteps: number, readonly progress: number, readonly priority: Priority, readonly reason: string | null, readonly createdAt: string, readonly finishedAt: string | null, readonly viewerCan: ReadonlyArray<WorkflowAction>, readonly submittedBy: { readonly id: string, readonly name: string }, readonly error: { readonly code: string, readonly message: string } | null, readonly steps: ReadonlyArray<{ readonly id: string, readonly kind: StepKind, readonly name: string, readonly status: StepStatus, readonly dependsOn: ReadonlyArray<string>, readonly parent: string | null, readonly agent: string | null, readonly waitingFor: string | null, readonly startedAt: string | null, readonly finishedAt: string | null, readonly error: { readonly code: string, readonly message: string } | null, readonly task: { readonly id: string, readonly status: TaskStatus, readonly progress: number, readonly currentStep: string | null } | null, readonly request: { readonly id: string, readonly status: RequestStatus } | null }> } };

export type RetryWorkflowMutationVariables = Exact<{
  id: string;
  step?: string | null | undefined;
}>;


export type RetryWorkflowMutation = { readonly retryWorkflow: { readonly id: string, readonly name: string, readonly status: WorkflowStatus, readonly template: string | null, readonly totalSteps: number, readonly completedSteps: number, readonly progress: number, readonly priority: Priority, readonly reason: string | null, readonly createdAt: string, readonly finishedAt: string | null, readonly viewerCan: ReadonlyArray<WorkflowAction>, readonly submittedBy: { readonly id: string, readonly name: string }, readonly error: { readonly code: string, readonly message: string } | null, readonly steps: ReadonlyArray<{ readonly id: string, readonly kind: StepKind, readonly name: string, readonly status: StepStatus, readonly dependsOn: ReadonlyArray<string>, readonly parent: string | null, readonly agent: string | null, readonly waitingFor: string | null, readonly startedAt: string | null, readonly finishedAt: string | null, readonly error: { readonly code: string, readonly message: string } | null, readonly task: { readonly id: string, readonly status: TaskStatus, readonly progress: number, readonly currentStep: string | null } | null, readonly request: { readonly id: string, readonly status: RequestStatus } | null }> } };

/** The text of an operation, with the types of its answer and variables. */
export interface Operation<Data, Variables> {
  name: string
  text: string
  types?: (variables: Variables) => Data
}

export const me: Operation<MeQuery, MeQueryVariables> = {
  name: 'Me',
  text: `query Me {
  me {
    id
    name
    role
    email
    viewerCan
    service
    workspace {
      id
      manual
      quietHours {
        timezone
        from
        to
      }
    }
  }
}`,
}

export const agents: Operation<AgentsQuery, AgentsQueryVariables> = {
  name: 'Agents',
  text: `query Agents($filter: AgentFilter) {
  agents(filter: $filter) {
    name
    team
    description
    available
    unavailableReason
    enabled
    running
    queued
    maxConcurrent
    circuit
  }
}`,
}

export const agentNames: Operation<AgentNamesQuery, AgentNamesQueryVariables> = {
  name: 'AgentNames',
  text: `query AgentNames {
  agents {
    name
    description
  }
}`,
}

export const agent: Operation<AgentQuery, AgentQueryVariables> = {
  name: 'Agent',
  text: `query Agent($name: ID!) {
  agent(name: $name) {
    name
    team
    type
    description
    capabilities
    schema
    executionMode
    risk
    maxConcurrent
    rateLimit
    timeoutSeconds
    available
    unavailableReason
    enabled
    draining
    running
    queued
    circuit
    circuitUntil
    fileError
    viewerCan
    health {
      processedPerMinute
      failureRate
      averageRunSeconds
    }
  }
}`,
}

export const setAgentEnabled: Operation<SetAgentEnabledMutation, SetAgentEnabledMutationVariables> = {
  name: 'SetAgentEnabled',
  text: `mutation SetAgentEnabled($name: ID!, $enabled: Boolean!, $reason: String) {
  setAgentEnabled(name: $name, enabled: $enabled, reason: $reason) {
    name
    enabled
    available
    unavailableReason
  }
}`,
}

export const resetCircuit: Operation<ResetCircuitMutation, ResetCircuitMutationVariables> = {
  name: 'ResetCircuit',
  text: `mutation ResetCircuit($agent: ID!) {
  resetCircuit(agent: $agent) {
    name
    circuit
  }
}`,
}

export const queueStats: Operation<QueueStatsQuery, QueueStatsQueryVariables> = {
  name: 'QueueStats',
  text: `query QueueStats {
  queueStats {
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
    etaSeconds
    oldestReadySeconds
    at
  }
}`,
}

export const runQueue: Operation<RunQueueMutation, RunQueueMutationVariables> = {
  name: 'RunQueue',
  text: `mutation RunQueue($maxConcurrent: Int, $filter: RunQueueFilter) {
  runQueue(maxConcurrent: $maxConcurrent, filter: $filter, limit: 20) {
    executed
    failed
    remaining
    log
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
    memoryMb
    cpu
    startedAt
    heartbeatAt
    tasks {
      id
      agentName
    }
  }
}`,
}

export const drainWorker: Operation<DrainWorkerMutation, DrainWorkerMutationVariables> = {
  name: 'DrainWorker',
  text: `mutation DrainWorker($id: ID!) {
  drainWorker(id: $id) {
    id
    host
    status
    running
  }
}`,
}

export const resumeWorker: Operation<ResumeWorkerMutation, ResumeWorkerMutationVariables> = {
  name: 'ResumeWorker',
  text: `mutation ResumeWorker($id: ID!) {
  resumeWorker(id: $id) {
    id
    host
    status
    running
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

export const agentPerformance: Operation<AgentPerformanceQuery, AgentPerformanceQueryVariables> = {
  name: 'AgentPerformance',
  text: `query AgentPerformance($since: DateTime) {
  agentPerformance(since: $since) {
    agent
    runs
    succeeded
    failed
    p50Seconds
    p95Seconds
    waitP95Seconds
    usage {
      inputTokens
      outputTokens
      costMicros
    }
  }
}`,
}

export const bottlenecks: Operation<BottlenecksQuery, BottlenecksQueryVariables> = {
  name: 'Bottlenecks',
  text: `query Bottlenecks($since: DateTime) {
  bottlenecks(since: $since) {
    findings
  }
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
        id
        name
      }
      via
      place
      action
      subject
      reason
      origin
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}`,
}

export const users: Operation<UsersQuery, UsersQueryVariables> = {
  name: 'Users',
  text: `query Users {
  users {
    id
    email
    name
    role
    groups
    disabled
    identities
  }
}`,
}

export const linkIdentity: Operation<LinkIdentityMutation, LinkIdentityMutationVariables> = {
  name: 'LinkIdentity',
  text: `mutation LinkIdentity($code: String!, $identity: String!) {
  linkIdentity(code: $code, identity: $identity) {
    id
    name
    email
    role
  }
}`,
}

export const unlinkIdentity: Operation<UnlinkIdentityMutation, UnlinkIdentityMutationVariables> = {
  name: 'UnlinkIdentity',
  text: `mutation UnlinkIdentity($identity: String!) {
  unlinkIdentity(identity: $identity)
}`,
}

export const events: Operation<EventsSubscription, EventsSubscriptionVariables> = {
  name: 'Events',
  text: `subscription Events($filter: EventFilter, $after: String) {
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

export const deadLetter: Operation<DeadLetterQuery, DeadLetterQueryVariables> = {
  name: 'DeadLetter',
  text: `query DeadLetter($id: ID!) {
  deadLetter(id: $id) {
    ...DeadLetterFields
  }
}
fragment DeadLetterFields on DeadLetter {
  id
  agent
  failedAt
  status
  resubmittedAs {
    id
  }
  discardReason
  assignee
  viewerCan
  notes {
    at
    by
    text
  }
  error {
    code
    class
    message
    stack
    fingerprint
  }
  task {
    id
    priority
    createdAt
    attempts {
      number
      startedAt
      endedAt
      outcome
      error {
        code
        message
      }
    }
  }
}`,
}

export const deadLetterGroups: Operation<DeadLetterGroupsQuery, DeadLetterGroupsQueryVariables> = {
  name: 'DeadLetterGroups',
  text: `query DeadLetterGroups($filter: DeadLetterFilter) {
  deadLetterGroups(filter: $filter) {
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
      ...DeadLetterFields
    }
    pageInfo {
      hasNextPage
      endCursor
    }
    totalCount
    totalCountIsExact
  }
}
fragment DeadLetterFields on DeadLetter {
  id
  agent
  failedAt
  status
  resubmittedAs {
    id
  }
  discardReason
  assignee
  viewerCan
  notes {
    at
    by
    text
  }
  error {
    code
    class
    message
    stack
    fingerprint
  }
  task {
    id
    priority
    createdAt
    attempts {
      number
      startedAt
      endedAt
      outcome
      error {
        code
        message
      }
    }
  }
}`,
}

export const resubmitDeadLetters: Operation<ResubmitDeadLettersMutation, ResubmitDeadLettersMutationVariables> = {
  name: 'ResubmitDeadLetters',
  text: `mutation ResubmitDeadLetters($ids: [ID!], $filter: DeadLetterFilter, $priority: Priority, $overrideParameters: JSON, $dryRun: Boolean) {
  resubmitDeadLetters(
    ids: $ids
    filter: $filter
    priority: $priority
    overrideParameters: $overrideParameters
    dryRun: $dryRun
  ) {
    matched
    resubmitted
    dependents
    tasks(first: 5) {
      ...TaskFields
    }
  }
}
fragment TaskFields on Task {
  id
  agentName
  status
  priority
  urgency
  progress
  currentStep
  tags
  maxAttempts
  queuePosition
  estimatedWaitSeconds
  etaSeconds
  viewerCan
  createdAt
  runAt
  deadline
  startedAt
  finishedAt
  submittedBy {
    id
    name
  }
  error {
    code
    class
    message
    fingerprint
  }
  attempts {
    number
    startedAt
    endedAt
    outcome
    error {
      code
      message
    }
  }
  waitingOn {
    code
    detail
    until
    blockedBy
  }
  workflowStep
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
    ...DeadLetterFields
  }
}
fragment DeadLetterFields on DeadLetter {
  id
  agent
  failedAt
  status
  resubmittedAs {
    id
  }
  discardReason
  assignee
  viewerCan
  notes {
    at
    by
    text
  }
  error {
    code
    class
    message
    stack
    fingerprint
  }
  task {
    id
    priority
    createdAt
    attempts {
      number
      startedAt
      endedAt
      outcome
      error {
        code
        message
      }
    }
  }
}`,
}

export const assignDeadLetter: Operation<AssignDeadLetterMutation, AssignDeadLetterMutationVariables> = {
  name: 'AssignDeadLetter',
  text: `mutation AssignDeadLetter($id: ID!, $assignee: String) {
  assignDeadLetter(id: $id, assignee: $assignee) {
    ...DeadLetterFields
  }
}
fragment DeadLetterFields on DeadLetter {
  id
  agent
  failedAt
  status
  resubmittedAs {
    id
  }
  discardReason
  assignee
  viewerCan
  notes {
    at
    by
    text
  }
  error {
    code
    class
    message
    stack
    fingerprint
  }
  task {
    id
    priority
    createdAt
    attempts {
      number
      startedAt
      endedAt
      outcome
      error {
        code
        message
      }
    }
  }
}`,
}

export const request: Operation<RequestQuery, RequestQueryVariables> = {
  name: 'Request',
  text: `query Request($id: ID!) {
  request(id: $id) {
    ...RequestFields
  }
}
fragment RequestFields on Request {
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
  requesterMayDecide
  createdAt
  expiresAt
  escalatedAt
  settledAt
  answer
  viewerCan
  requestedBy {
    id
    name
  }
  deciders {
    roles
    users
    groups
  }
  decisions {
    at
    decision
    answer
    reason
    by {
      id
      name
    }
  }
  workflow {
    id
    name
  }
  step
  task {
    id
    agentName
  }
}`,
}

export const requests: Operation<RequestsQuery, RequestsQueryVariables> = {
  name: 'Requests',
  text: `query Requests($filter: RequestFilter, $first: Int, $after: String) {
  requests(filter: $filter, first: $first, after: $after) {
    nodes {
      id
      kind
      status
      title
      createdAt
      expiresAt
      viewerCan
      requestedBy {
        id
        name
      }
    }
    pageInfo {
      hasNextPage
      endCursor
    }
    totalCount
  }
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
    ...RequestFields
  }
}
fragment RequestFields on Request {
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
  requesterMayDecide
  createdAt
  expiresAt
  escalatedAt
  settledAt
  answer
  viewerCan
  requestedBy {
    id
    name
  }
  deciders {
    roles
    users
    groups
  }
  decisions {
    at
    decision
    answer
    reason
    by {
      id
      name
    }
  }
  workflow {
    id
    name
  }
  step
  task {
    id
    agentName
  }
}`,
}

export const alerts: Operation<AlertsQuery, AlertsQueryVariables> = {
  name: 'Alerts',
  text: `query Alerts($filter: AlertFilter, $first: Int, $after: String) {
  alerts(filter: $filter, first: $first, after: $after) {
    nodes {
      ...AlertFields
    }
    pageInfo {
      hasNextPage
      endCursor
    }
    totalCount
  }
}
fragment AlertFields on Alert {
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
    id
    name
  }
  acknowledgedAt
  note
  resolvedAt
  viewerCanAcknowledge
}`,
}

export const acknowledgeAlert: Operation<AcknowledgeAlertMutation, AcknowledgeAlertMutationVariables> = {
  name: 'AcknowledgeAlert',
  text: `mutation AcknowledgeAlert($id: ID!, $note: String) {
  acknowledgeAlert(id: $id, note: $note) {
    ...AlertFields
  }
}
fragment AlertFields on Alert {
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
    id
    name
  }
  acknowledgedAt
  note
  resolvedAt
  viewerCanAcknowledge
}`,
}

export const schedule: Operation<ScheduleQuery, ScheduleQueryVariables> = {
  name: 'Schedule',
  text: `query Schedule($id: ID!) {
  schedule(id: $id) {
    ...ScheduleFields
    runs(first: 5) {
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
  }
}
fragment ScheduleFields on Schedule {
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
  startAt
  endAt
  nextRunAt
  nextRuns(first: 3)
  version
  createdBy {
    id
    name
  }
  viewerCan
}`,
}

export const schedules: Operation<SchedulesQuery, SchedulesQueryVariables> = {
  name: 'Schedules',
  text: `query Schedules($filter: ScheduleFilter, $first: Int, $after: String) {
  schedules(filter: $filter, first: $first, after: $after) {
    nodes {
      id
      name
      enabled
      description
      timezone
      nextRunAt
      viewerCan
    }
    pageInfo {
      hasNextPage
      endCursor
    }
    totalCount
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
    ...ScheduleFields
  }
}
fragment ScheduleFields on Schedule {
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
  startAt
  endAt
  nextRunAt
  nextRuns(first: 3)
  version
  createdBy {
    id
    name
  }
  viewerCan
}`,
}

export const updateSchedule: Operation<UpdateScheduleMutation, UpdateScheduleMutationVariables> = {
  name: 'UpdateSchedule',
  text: `mutation UpdateSchedule($id: ID!, $input: ScheduleChangeInput!, $expectedVersion: Int) {
  updateSchedule(id: $id, input: $input, expectedVersion: $expectedVersion) {
    ...ScheduleFields
  }
}
fragment ScheduleFields on Schedule {
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
  startAt
  endAt
  nextRunAt
  nextRuns(first: 3)
  version
  createdBy {
    id
    name
  }
  viewerCan
}`,
}

export const pauseSchedule: Operation<PauseScheduleMutation, PauseScheduleMutationVariables> = {
  name: 'PauseSchedule',
  text: `mutation PauseSchedule($id: ID!, $reason: String) {
  pauseSchedule(id: $id, reason: $reason) {
    ...ScheduleFields
  }
}
fragment ScheduleFields on Schedule {
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
  startAt
  endAt
  nextRunAt
  nextRuns(first: 3)
  version
  createdBy {
    id
    name
  }
  viewerCan
}`,
}

export const resumeSchedule: Operation<ResumeScheduleMutation, ResumeScheduleMutationVariables> = {
  name: 'ResumeSchedule',
  text: `mutation ResumeSchedule($id: ID!) {
  resumeSchedule(id: $id) {
    ...ScheduleFields
  }
}
fragment ScheduleFields on Schedule {
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
  startAt
  endAt
  nextRunAt
  nextRuns(first: 3)
  version
  createdBy {
    id
    name
  }
  viewerCan
}`,
}

export const deleteSchedule: Operation<DeleteScheduleMutation, DeleteScheduleMutationVariables> = {
  name: 'DeleteSchedule',
  text: `mutation DeleteSchedule($id: ID!) {
  deleteSchedule(id: $id) {
    ...ScheduleFields
  }
}
fragment ScheduleFields on Schedule {
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
  startAt
  endAt
  nextRunAt
  nextRuns(first: 3)
  version
  createdBy {
    id
    name
  }
  viewerCan
}`,
}

export const runSchedule: Operation<RunScheduleMutation, RunScheduleMutationVariables> = {
  name: 'RunSchedule',
  text: `mutation RunSchedule($id: ID!) {
  runSchedule(id: $id) {
    dueAt
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

export const task: Operation<TaskQuery, TaskQueryVariables> = {
  name: 'Task',
  text: `query Task($id: ID!) {
  task(id: $id) {
    ...TaskFields
  }
}
fragment TaskFields on Task {
  id
  agentName
  status
  priority
  urgency
  progress
  currentStep
  tags
  maxAttempts
  queuePosition
  estimatedWaitSeconds
  etaSeconds
  viewerCan
  createdAt
  runAt
  deadline
  startedAt
  finishedAt
  submittedBy {
    id
    name
  }
  error {
    code
    class
    message
    fingerprint
  }
  attempts {
    number
    startedAt
    endedAt
    outcome
    error {
      code
      message
    }
  }
  waitingOn {
    code
    detail
    until
    blockedBy
  }
  workflowStep
}`,
}

export const taskOutcome: Operation<TaskOutcomeQuery, TaskOutcomeQueryVariables> = {
  name: 'TaskOutcome',
  text: `query TaskOutcome($id: ID!) {
  task(id: $id) {
    id
    agentName
    status
    result
    error {
      code
      class
      message
      stack
      fingerprint
    }
    attempts {
      number
      startedAt
      endedAt
      outcome
      error {
        code
        message
      }
    }
    usage {
      inputTokens
      outputTokens
      costMicros
      durationMs
    }
    artifacts {
      id
      name
      contentType
      bytes
      url
    }
  }
}`,
}

export const taskParameters: Operation<TaskParametersQuery, TaskParametersQueryVariables> = {
  name: 'TaskParameters',
  text: `query TaskParameters($id: ID!) {
  task(id: $id) {
    id
    status
    agentName
    parameters
    viewerCan
    agent {
      name
      schema
    }
  }
}`,
}

export const taskLogs: Operation<TaskLogsQuery, TaskLogsQueryVariables> = {
  name: 'TaskLogs',
  text: `query TaskLogs($id: ID!, $first: Int, $after: String) {
  task(id: $id) {
    id
    agentName
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

export const tasks: Operation<TasksQuery, TasksQueryVariables> = {
  name: 'Tasks',
  text: `query Tasks($filter: TaskFilter, $first: Int, $after: String) {
  tasks(filter: $filter, first: $first, after: $after) {
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
  progress
  currentStep
  createdAt
  finishedAt
  error {
    code
    message
  }
}`,
}

export const submitTask: Operation<SubmitTaskMutation, SubmitTaskMutationVariables> = {
  name: 'SubmitTask',
  text: `mutation SubmitTask($input: SubmitTaskInput!) {
  submitTask(input: $input) {
    ...TaskFields
  }
}
fragment TaskFields on Task {
  id
  agentName
  status
  priority
  urgency
  progress
  currentStep
  tags
  maxAttempts
  queuePosition
  estimatedWaitSeconds
  etaSeconds
  viewerCan
  createdAt
  runAt
  deadline
  startedAt
  finishedAt
  submittedBy {
    id
    name
  }
  error {
    code
    class
    message
    fingerprint
  }
  attempts {
    number
    startedAt
    endedAt
    outcome
    error {
      code
      message
    }
  }
  waitingOn {
    code
    detail
    until
    blockedBy
  }
  workflowStep
}`,
}

export const cancelTask: Operation<CancelTaskMutation, CancelTaskMutationVariables> = {
  name: 'CancelTask',
  text: `mutation CancelTask($id: ID!, $reason: String) {
  cancelTask(id: $id, reason: $reason) {
    ...TaskFields
  }
}
fragment TaskFields on Task {
  id
  agentName
  status
  priority
  urgency
  progress
  currentStep
  tags
  maxAttempts
  queuePosition
  estimatedWaitSeconds
  etaSeconds
  viewerCan
  createdAt
  runAt
  deadline
  startedAt
  finishedAt
  submittedBy {
    id
    name
  }
  error {
    code
    class
    message
    fingerprint
  }
  attempts {
    number
    startedAt
    endedAt
    outcome
    error {
      code
      message
    }
  }
  waitingOn {
    code
    detail
    until
    blockedBy
  }
  workflowStep
}`,
}

export const retryTask: Operation<RetryTaskMutation, RetryTaskMutationVariables> = {
  name: 'RetryTask',
  text: `mutation RetryTask($id: ID!, $resetAttempts: Boolean, $parameters: JSON) {
  retryTask(id: $id, resetAttempts: $resetAttempts, parameters: $parameters) {
    ...TaskFields
  }
}
fragment TaskFields on Task {
  id
  agentName
  status
  priority
  urgency
  progress
  currentStep
  tags
  maxAttempts
  queuePosition
  estimatedWaitSeconds
  etaSeconds
  viewerCan
  createdAt
  runAt
  deadline
  startedAt
  finishedAt
  submittedBy {
    id
    name
  }
  error {
    code
    class
    message
    fingerprint
  }
  attempts {
    number
    startedAt
    endedAt
    outcome
    error {
      code
      message
    }
  }
  waitingOn {
    code
    detail
    until
    blockedBy
  }
  workflowStep
}`,
}

export const reprioritizeTask: Operation<ReprioritizeTaskMutation, ReprioritizeTaskMutationVariables> = {
  name: 'ReprioritizeTask',
  text: `mutation ReprioritizeTask($id: ID!, $priority: Priority!) {
  reprioritizeTask(id: $id, priority: $priority) {
    ...TaskFields
  }
}
fragment TaskFields on Task {
  id
  agentName
  status
  priority
  urgency
  progress
  currentStep
  tags
  maxAttempts
  queuePosition
  estimatedWaitSeconds
  etaSeconds
  viewerCan
  createdAt
  runAt
  deadline
  startedAt
  finishedAt
  submittedBy {
    id
    name
  }
  error {
    code
    class
    message
    fingerprint
  }
  attempts {
    number
    startedAt
    endedAt
    outcome
    error {
      code
      message
    }
  }
  waitingOn {
    code
    detail
    until
    blockedBy
  }
  workflowStep
}`,
}

export const workflow: Operation<WorkflowQuery, WorkflowQueryVariables> = {
  name: 'Workflow',
  text: `query Workflow($id: ID!) {
  workflow(id: $id) {
    ...WorkflowFields
  }
}
fragment WorkflowFields on Workflow {
  id
  name
  status
  template
  totalSteps
  completedSteps
  progress
  priority
  reason
  createdAt
  finishedAt
  viewerCan
  submittedBy {
    id
    name
  }
  error {
    code
    message
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
      currentStep
    }
    request {
      id
      status
    }
  }
}`,
}

export const workflowResult: Operation<WorkflowResultQuery, WorkflowResultQueryVariables> = {
  name: 'WorkflowResult',
  text: `query WorkflowResult($id: ID!) {
  workflow(id: $id) {
    id
    name
    status
    result
    error {
      code
      message
    }
  }
}`,
}

export const workflows: Operation<WorkflowsQuery, WorkflowsQueryVariables> = {
  name: 'Workflows',
  text: `query Workflows($filter: WorkflowFilter, $first: Int, $after: String) {
  workflows(filter: $filter, first: $first, after: $after) {
    nodes {
      id
      name
      status
      completedSteps
      totalSteps
      createdAt
      finishedAt
    }
    pageInfo {
      hasNextPage
      endCursor
    }
    totalCount
  }
}`,
}

export const workflowTemplates: Operation<WorkflowTemplatesQuery, WorkflowTemplatesQueryVariables> = {
  name: 'WorkflowTemplates',
  text: `query WorkflowTemplates {
  workflowTemplates {
    name
    version
    title
    description
    problems {
      path
      message
    }
  }
}`,
}

export const workflowTemplate: Operation<WorkflowTemplateQuery, WorkflowTemplateQueryVariables> = {
  name: 'WorkflowTemplate',
  text: `query WorkflowTemplate($name: ID!) {
  workflowTemplate(name: $name) {
    name
    version
    title
    description
    parameters
    problems {
      path
      message
    }
  }
}`,
}

export const startWorkflow: Operation<StartWorkflowMutation, StartWorkflowMutationVariables> = {
  name: 'StartWorkflow',
  text: `mutation StartWorkflow($input: StartWorkflowInput!) {
  startWorkflow(input: $input) {
    ...WorkflowFields
  }
}
fragment WorkflowFields on Workflow {
  id
  name
  status
  template
  totalSteps
  completedSteps
  progress
  priority
  reason
  createdAt
  finishedAt
  viewerCan
  submittedBy {
    id
    name
  }
  error {
    code
    message
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
      currentStep
    }
    request {
      id
      status
    }
  }
}`,
}

export const cancelWorkflow: Operation<CancelWorkflowMutation, CancelWorkflowMutationVariables> = {
  name: 'CancelWorkflow',
  text: `mutation CancelWorkflow($id: ID!, $reason: String) {
  cancelWorkflow(id: $id, reason: $reason) {
    ...WorkflowFields
  }
}
fragment WorkflowFields on Workflow {
  id
  name
  status
  template
  totalSteps
  completedSteps
  progress
  priority
  reason
  createdAt
  finishedAt
  viewerCan
  submittedBy {
    id
    name
  }
  error {
    code
    message
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
      currentStep
    }
    request {
      id
      status
    }
  }
}`,
}

export const pauseWorkflow: Operation<PauseWorkflowMutation, PauseWorkflowMutationVariables> = {
  name: 'PauseWorkflow',
  text: `mutation PauseWorkflow($id: ID!, $reason: String) {
  pauseWorkflow(id: $id, reason: $reason) {
    ...WorkflowFields
  }
}
fragment WorkflowFields on Workflow {
  id
  name
  status
  template
  totalSteps
  completedSteps
  progress
  priority
  reason
  createdAt
  finishedAt
  viewerCan
  submittedBy {
    id
    name
  }
  error {
    code
    message
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
      currentStep
    }
    request {
      id
      status
    }
  }
}`,
}

export const resumeWorkflow: Operation<ResumeWorkflowMutation, ResumeWorkflowMutationVariables> = {
  name: 'ResumeWorkflow',
  text: `mutation ResumeWorkflow($id: ID!) {
  resumeWorkflow(id: $id) {
    ...WorkflowFields
  }
}
fragment WorkflowFields on Workflow {
  id
  name
  status
  template
  totalSteps
  completedSteps
  progress
  priority
  reason
  createdAt
  finishedAt
  viewerCan
  submittedBy {
    id
    name
  }
  error {
    code
    message
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
      currentStep
    }
    request {
      id
      status
    }
  }
}`,
}

export const retryWorkflow: Operation<RetryWorkflowMutation, RetryWorkflowMutationVariables> = {
  name: 'RetryWorkflow',
  text: `mutation RetryWorkflow($id: ID!, $step: String) {
  retryWorkflow(id: $id, step: $step) {
    ...WorkflowFields
  }
}
fragment WorkflowFields on Workflow {
  id
  name
  status
  template
  totalSteps
  completedSteps
  progress
  priority
  reason
  createdAt
  finishedAt
  viewerCan
  submittedBy {
    id
    name
  }
  error {
    code
    message
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
      currentStep
    }
    request {
      id
      status
    }
  }
}`,
}

