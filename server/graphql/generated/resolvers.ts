// Generated from schema.graphql by server/graphql/codegen.mjs. Run "npm run codegen" instead of editing it.
import type { GraphQLResolveInfo, GraphQLScalarType, GraphQLScalarTypeConfig } from 'graphql';
import type { TaskDoc } from '../../queue/task.ts';
import type { VersionOf } from '../resolvers/task.ts';
import type { TaskList, LogList, DeadLetterList, EventList } from '../resolvers/connections.ts';
import type { RegisteredAgent } from '../../agents/registry.ts';
import type { WorkerDoc } from '../../queue/worker-lease.ts';
import type { DeadLetterDoc } from '../../queue/dead-letter-store.ts';
import type { EventRow } from '../../events/event-log.ts';
import type { StoredArtifact } from '../../tasks/artifact-store.ts';
import type { WorkspaceDoc } from '../../tasks/workspaces.ts';
import type { Resubmitted } from '../resolvers/dead-letter.ts';
import type { Context } from '../context.ts';
export type Maybe<T> = T | null;
export type InputMaybe<T> = T | null | undefined;
export type Omit<T, K extends keyof T> = Pick<T, Exclude<keyof T, K>>;
export type RequireFields<T, K extends keyof T> = Omit<T, K> & { [P in K]-?: NonNullable<T[P]> };
/** All built-in and custom scalars, mapped to their actual values */
export type Scalars = {
  ID: { input: string; output: string; }
  String: { input: string; output: string; }
  Boolean: { input: boolean; output: boolean; }
  Int: { input: number; output: number; }
  Float: { input: number; output: number; }
  /** A moment in time, ISO 8601 with an offset, for example 2026-03-02T09:00:00+11:00. */
  DateTime: { input: Date; output: Date; }
  /** Any JSON value. */
  JSON: { input: unknown; output: unknown; }
};

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
  /** No worker is free. */
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

/** How somebody is told. */
export type NotificationKind =
  /** By a signed HTTP POST. */
  | 'WEBHOOK'
  /** By email. */
  | 'EMAIL'
  /** In a Slack channel. */
  | 'SLACK';

/** How far a notification is. */
export type NotificationStatus =
  /** The task has not ended yet. */
  | 'WAITING'
  /** The task has ended; it is being delivered, or tries again after a pause. */
  | 'SENDING'
  /** The far side took it. */
  | 'DELIVERED'
  /** Given up after the last try. */
  | 'FAILED';

/** What a worker process is doing. */
export type WorkerStatus =
  /** Takes tasks. */
  | 'ACTIVE'
  /** Finishes what it runs and takes nothing new. */
  | 'DRAINING'
  /** Its lease ran out; its tasks were handed back. */
  | 'LOST';

/** Pauses between tries, for one task. What is left out comes from the agent. */
export type RetryInput = {
  /** Tries in all, the first included: 1 to 20. */
  readonly maxAttempts?: InputMaybe<Scalars['Int']['input']>;
  /** How the pause grows. */
  readonly strategy?: InputMaybe<RetryStrategy>;
  /** The first pause, in seconds. */
  readonly delaySeconds?: InputMaybe<Scalars['Float']['input']>;
  /** Growth of an exponential pause. */
  readonly factor?: InputMaybe<Scalars['Float']['input']>;
  /** The longest pause, in seconds. */
  readonly maxDelaySeconds?: InputMaybe<Scalars['Float']['input']>;
  /** Share of each pause drawn at random, 0 to 1. */
  readonly jitter?: InputMaybe<Scalars['Float']['input']>;
};

/** Who is told when a task has ended. Exactly one of webhook, email and slack. */
export type NotifyInput = {
  /** A public URL. It gets a POST with `type`, `task` and `at`, signed as Standard Webhooks describes; `webhookSecret` verifies it. Redirects are not followed. */
  readonly webhook?: InputMaybe<Scalars['String']['input']>;
  /** An email address. */
  readonly email?: InputMaybe<Scalars['String']['input']>;
  /** A Slack channel the bot is a member of: its id, or # and its name. */
  readonly slack?: InputMaybe<Scalars['String']['input']>;
  /** Of which ends; all three when left out. */
  readonly on?: InputMaybe<ReadonlyArray<NotifyOn>>;
};

/** Work for an agent. */
export type SubmitTaskInput = {
  /** Name of the agent, for example copywriter. Name an agent or capabilities. */
  readonly agent?: InputMaybe<Scalars['String']['input']>;
  /** What the agent must be able to do; an available agent with all of them is chosen. */
  readonly capabilities?: InputMaybe<ReadonlyArray<Scalars['String']['input']>>;
  /** The agent's parameters; checked against its schema. */
  readonly parameters: Scalars['JSON']['input'];
  /** Level; NORMAL when left out. */
  readonly priority?: InputMaybe<Priority>;
  /** 0 to 9 inside the level; 9, 6, 3 and 0 for critical to low when left out. */
  readonly urgency?: InputMaybe<Scalars['Int']['input']>;
  /** Words to find it by: at most 20, 64 characters each. */
  readonly tags?: InputMaybe<ReadonlyArray<Scalars['String']['input']>>;
  /** Not before this moment. */
  readonly runAt?: InputMaybe<Scalars['DateTime']['input']>;
  /** Should be finished by then; inside a level the earliest deadline goes first. */
  readonly deadline?: InputMaybe<Scalars['DateTime']['input']>;
  /** Tasks that must finish first; in submitTasks #1, #2, ... name tasks of the same request. */
  readonly dependsOn?: InputMaybe<ReadonlyArray<Scalars['ID']['input']>>;
  /** What happens when one of them does not succeed; FAIL when left out. */
  readonly onDependencyFailure?: InputMaybe<DependencyPolicy>;
  /** Longest run of one attempt, in seconds. */
  readonly timeoutSeconds?: InputMaybe<Scalars['Int']['input']>;
  /** Overrides the agent's retry policy. */
  readonly retry?: InputMaybe<RetryInput>;
  /** The same key within 24 hours gives the same task instead of a second one. */
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** The workspace; the caller's own when left out. */
  readonly workspace?: InputMaybe<Scalars['ID']['input']>;
  /** Who is told when it has ended: at most 10. */
  readonly notify?: InputMaybe<ReadonlyArray<NotifyInput>>;
};

/** Which tasks to list. All conditions hold together. */
export type TaskFilter = {
  /** One agent. */
  readonly agent?: InputMaybe<Scalars['String']['input']>;
  /** Any of these agents. */
  readonly agents?: InputMaybe<ReadonlyArray<Scalars['String']['input']>>;
  /** Agents of this team. */
  readonly team?: InputMaybe<Scalars['String']['input']>;
  /** Any of these states. */
  readonly status?: InputMaybe<ReadonlyArray<TaskStatus>>;
  /** Any of these levels. */
  readonly priority?: InputMaybe<ReadonlyArray<Priority>>;
  /** Carries this tag. */
  readonly tag?: InputMaybe<Scalars['String']['input']>;
  /** Submitted by this person or key. */
  readonly submittedBy?: InputMaybe<Scalars['String']['input']>;
  /** Submitted at or after. */
  readonly since?: InputMaybe<Scalars['DateTime']['input']>;
  /** Submitted before. */
  readonly until?: InputMaybe<Scalars['DateTime']['input']>;
  /** Words in the id, agent, tags, step or error. */
  readonly text?: InputMaybe<Scalars['String']['input']>;
  /** The workspace; the caller's own when left out. */
  readonly workspace?: InputMaybe<Scalars['ID']['input']>;
};

/** Order of a task list; newest first when left out. */
export type TaskSort = {
  /** By what. */
  readonly field: TaskSortField;
  /** Which way; DESC when left out. */
  readonly direction?: InputMaybe<SortDirection>;
};

/** Which agents to list. */
export type AgentFilter = {
  /** Agents of this team. */
  readonly team?: InputMaybe<Scalars['String']['input']>;
  /** Agents with this capability. */
  readonly capability?: InputMaybe<Scalars['String']['input']>;
  /** Only those that can take work now, or only those that cannot. */
  readonly available?: InputMaybe<Scalars['Boolean']['input']>;
  /** Words in name or description. */
  readonly text?: InputMaybe<Scalars['String']['input']>;
};

/** Which dead letters to list. */
export type DeadLetterFilter = {
  /** One agent. */
  readonly agent?: InputMaybe<Scalars['String']['input']>;
  /** Failed at or after. */
  readonly since?: InputMaybe<Scalars['DateTime']['input']>;
  /** Already resubmitted, or not yet. */
  readonly resubmitted?: InputMaybe<Scalars['Boolean']['input']>;
  /** Failures alike share a fingerprint. */
  readonly fingerprint?: InputMaybe<Scalars['String']['input']>;
  /** Assigned to this person. */
  readonly assignee?: InputMaybe<Scalars['String']['input']>;
  /** Put aside with a reason, or not; only open ones when left out. */
  readonly discarded?: InputMaybe<Scalars['Boolean']['input']>;
  /** The workspace; the caller's own when left out. */
  readonly workspace?: InputMaybe<Scalars['ID']['input']>;
};

/** Which events to show. */
export type EventFilter = {
  /** Types; a trailing * matches any ending, for example task.* */
  readonly types?: InputMaybe<ReadonlyArray<Scalars['String']['input']>>;
  /** About these tasks, agents or workers. */
  readonly subjects?: InputMaybe<ReadonlyArray<Scalars['ID']['input']>>;
  /** About tasks of this agent. */
  readonly agent?: InputMaybe<Scalars['String']['input']>;
  /** The workspace; the caller's own when left out. */
  readonly workspace?: InputMaybe<Scalars['ID']['input']>;
};

/** Which waiting tasks runQueue starts. */
export type RunQueueFilter = {
  /** This level and above. */
  readonly minimumPriority?: InputMaybe<Priority>;
  /** One agent. */
  readonly agent?: InputMaybe<Scalars['String']['input']>;
  /** Agents of this type. */
  readonly type?: InputMaybe<Scalars['String']['input']>;
};

/** Where a list page begins and ends. */
export type PageInfo = {
  /** More rows follow. */
  readonly hasNextPage: Scalars['Boolean']['output'];
  /** Rows precede. */
  readonly hasPreviousPage: Scalars['Boolean']['output'];
  /** Cursor of the first row. */
  readonly startCursor?: Maybe<Scalars['String']['output']>;
  /** Cursor of the last row; pass it as `after`. */
  readonly endCursor?: Maybe<Scalars['String']['output']>;
};

/** Why a task or an attempt did not succeed. */
export type TaskError = {
  /** A stable word, for example TIMEOUT. */
  readonly code: Scalars['String']['output'];
  /** What kind of failure. */
  readonly class: ErrorClass;
  /** A sentence for people. */
  readonly message: Scalars['String']['output'];
  /** Where it happened, when known. */
  readonly stack?: Maybe<Scalars['String']['output']>;
  /** Failures alike share it. */
  readonly fingerprint?: Maybe<Scalars['String']['output']>;
};

/** One try at a task. */
export type Attempt = {
  /** 1, 2, 3, ... */
  readonly number: Scalars['Int']['output'];
  /** When a worker took it. */
  readonly startedAt: Scalars['DateTime']['output'];
  /** When it ended; empty while it runs. */
  readonly endedAt?: Maybe<Scalars['DateTime']['output']>;
  /** The worker. */
  readonly worker?: Maybe<Scalars['String']['output']>;
  /** succeeded, failed, cancelled or interrupted; empty while it runs. */
  readonly outcome?: Maybe<Scalars['String']['output']>;
  /** What went wrong. */
  readonly error?: Maybe<TaskError>;
};

/** One line an agent wrote while it worked. */
export type LogLine = {
  /** Place in the log. */
  readonly number: Scalars['Int']['output'];
  /** When. */
  readonly at: Scalars['DateTime']['output'];
  /** debug, info, warn or error. */
  readonly level: Scalars['String']['output'];
  /** The line. */
  readonly text: Scalars['String']['output'];
  /** The attempt that wrote it. */
  readonly attempt: Scalars['Int']['output'];
};

/** A log line in a list. */
export type LogEdge = {
  /** Pass it as `after`. */
  readonly cursor: Scalars['String']['output'];
  /** The line. */
  readonly node: LogLine;
};

/** A page of log lines, oldest first. */
export type LogConnection = {
  /** Lines with their cursors. */
  readonly edges: ReadonlyArray<LogEdge>;
  /** The lines alone. */
  readonly nodes: ReadonlyArray<LogLine>;
  /** Where this page ends. */
  readonly pageInfo: PageInfo;
};

/** A file an agent made. */
export type Artifact = {
  /** Identifies it. */
  readonly id: Scalars['ID']['output'];
  /** File name. */
  readonly name: Scalars['String']['output'];
  /** Media type. */
  readonly contentType: Scalars['String']['output'];
  /** Size in bytes. */
  readonly bytes: Scalars['Float']['output'];
  /** SHA-256 of the content, in hexadecimal. */
  readonly sha256: Scalars['String']['output'];
  /** Download from here, with the same token. */
  readonly url: Scalars['String']['output'];
  /** When it was stored. */
  readonly createdAt: Scalars['DateTime']['output'];
};

/** What a task waits for, as the scheduler recorded it. */
export type WaitReason = {
  /** The kind of wait. */
  readonly code: WaitCode;
  /** In words. */
  readonly detail: Scalars['String']['output'];
  /** Since when, when known. */
  readonly since?: Maybe<Scalars['DateTime']['output']>;
  /** Until when, when known. */
  readonly until?: Maybe<Scalars['DateTime']['output']>;
  /** Ids of the tasks that must finish first. */
  readonly blockedBy: ReadonlyArray<Scalars['ID']['output']>;
};

/** Tokens, money and time that a task used. */
export type Usage = {
  /** Tokens read by a model. */
  readonly inputTokens: Scalars['Float']['output'];
  /** Tokens written by a model. */
  readonly outputTokens: Scalars['Float']['output'];
  /** Cost in millionths of a dollar. */
  readonly costMicros: Scalars['Float']['output'];
  /** Time in attempts, in milliseconds. */
  readonly durationMs: Scalars['Float']['output'];
};

/** Who did something. */
export type Actor = {
  /** Identifies the person or key. */
  readonly id: Scalars['ID']['output'];
  /** Name to show. */
  readonly name: Scalars['String']['output'];
};

/** One piece of work for one agent. */
export type Task = {
  /** For example T-1042. */
  readonly id: Scalars['ID']['output'];
  /** Who does it; empty when the agent no longer exists. */
  readonly agent?: Maybe<Agent>;
  /** Name of the agent. */
  readonly agentName: Scalars['String']['output'];
  /** Where it stands. */
  readonly status: TaskStatus;
  /** Level. */
  readonly priority: Priority;
  /** 0 to 9 inside the level. */
  readonly urgency: Scalars['Int']['output'];
  /** What it was asked to do, defaults filled in. */
  readonly parameters: Scalars['JSON']['output'];
  /** What came of it. */
  readonly result?: Maybe<Scalars['JSON']['output']>;
  /** Text streamed so far. */
  readonly partialOutput?: Maybe<Scalars['String']['output']>;
  /** Why it did not succeed. */
  readonly error?: Maybe<TaskError>;
  /** 0 to 1. */
  readonly progress: Scalars['Float']['output'];
  /** What it is doing now. */
  readonly currentStep?: Maybe<Scalars['String']['output']>;
  /** Words to find it by. */
  readonly tags: ReadonlyArray<Scalars['String']['output']>;
  /** Every try, oldest first. */
  readonly attempts: ReadonlyArray<Attempt>;
  /** Most tries. */
  readonly maxAttempts: Scalars['Int']['output'];
  /** How many tasks of its agent go before it; only while it waits in the queue. */
  readonly queuePosition?: Maybe<Scalars['Int']['output']>;
  /** Measured guess at the wait, in seconds. */
  readonly estimatedWaitSeconds?: Maybe<Scalars['Float']['output']>;
  /** Measured guess at the seconds until it ends, waiting included. */
  readonly etaSeconds?: Maybe<Scalars['Float']['output']>;
  /** Whether all tasks it depends on have succeeded. */
  readonly dependenciesMet: Scalars['Boolean']['output'];
  /** Why it is not running. */
  readonly waitingOn: ReadonlyArray<WaitReason>;
  /** What the asking person may do with it now. */
  readonly viewerCan: ReadonlyArray<TaskAction>;
  /** When it was submitted. */
  readonly createdAt: Scalars['DateTime']['output'];
  /** When it may run, if later than its submission. */
  readonly runAt?: Maybe<Scalars['DateTime']['output']>;
  /** When it should be finished. */
  readonly deadline?: Maybe<Scalars['DateTime']['output']>;
  /** When the latest try began. */
  readonly startedAt?: Maybe<Scalars['DateTime']['output']>;
  /** When it ended for good. */
  readonly finishedAt?: Maybe<Scalars['DateTime']['output']>;
  /** What it wrote while it worked. */
  readonly logs: LogConnection;
  /** Files it made. */
  readonly artifacts: ReadonlyArray<Artifact>;
  /** Tasks that must finish first. */
  readonly dependsOn: ReadonlyArray<Task>;
  /** Tasks that wait for this one. */
  readonly dependents: ReadonlyArray<Task>;
  /** What happened to it, oldest first, at most 200. */
  readonly events: ReadonlyArray<Event>;
  /** Who is told when it has ended, and what came of telling them. */
  readonly notifications: ReadonlyArray<Notification>;
  /** What it used. */
  readonly usage: Usage;
  /** Who submitted it. */
  readonly submittedBy: Actor;
  /** Where the request came from, for example api. */
  readonly origin: Scalars['String']['output'];
  /** Its workspace. */
  readonly workspace: Scalars['ID']['output'];
  /** The same request's id in the server's log. */
  readonly requestId?: Maybe<Scalars['String']['output']>;
  /** The task that took its place after a resubmission. */
  readonly resubmittedAs?: Maybe<Task>;
  /** The task it takes the place of. */
  readonly resubmissionOf?: Maybe<Task>;
  /** Earlier parameters, oldest first, when it was edited and retried. */
  readonly versions: ReadonlyArray<TaskVersion>;
};


/** One piece of work for one agent. */
export type TaskLogsArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
};

/** Somebody who is told that a task has ended. */
export type Notification = {
  /** The address; a webhook's without its query. */
  readonly target: Scalars['String']['output'];
  /** How. */
  readonly kind: NotificationKind;
  /** How far it is. */
  readonly status: NotificationStatus;
  /** Tries so far. */
  readonly attempts: Scalars['Int']['output'];
  /** What went wrong on the latest try. */
  readonly lastError?: Maybe<Scalars['String']['output']>;
  /** When the far side took it. */
  readonly deliveredAt?: Maybe<Scalars['DateTime']['output']>;
};

/** Parameters a task had before it was edited and retried. */
export type TaskVersion = {
  /** 1 for the first. */
  readonly number: Scalars['Int']['output'];
  /** The parameters. */
  readonly parameters: Scalars['JSON']['output'];
  /** When they were replaced. */
  readonly replacedAt: Scalars['DateTime']['output'];
  /** Who replaced them. */
  readonly replacedBy: Scalars['String']['output'];
};

/** A task in a list. */
export type TaskEdge = {
  /** Pass it as `after`. */
  readonly cursor: Scalars['String']['output'];
  /** The task. */
  readonly node: Task;
};

/** A number of tasks that share a value. */
export type FacetCount = {
  /** The value. */
  readonly value: Scalars['String']['output'];
  /** How many tasks, counted up to 10,000. */
  readonly count: Scalars['Int']['output'];
};

/** Counts over everything the filter matches. */
export type TaskFacets = {
  /** By state. */
  readonly status: ReadonlyArray<FacetCount>;
  /** By level. */
  readonly priority: ReadonlyArray<FacetCount>;
  /** By agent, the largest first, at most 50. */
  readonly agent: ReadonlyArray<FacetCount>;
};

/** A page of tasks. */
export type TaskConnection = {
  /** Tasks with their cursors. */
  readonly edges: ReadonlyArray<TaskEdge>;
  /** The tasks alone. */
  readonly nodes: ReadonlyArray<Task>;
  /** Where this page ends. */
  readonly pageInfo: PageInfo;
  /** How many match, counted up to 10,000. */
  readonly totalCount: Scalars['Int']['output'];
  /** False when there are more than `totalCount`. */
  readonly totalCountIsExact: Scalars['Boolean']['output'];
  /** Counts by state, level and agent. */
  readonly facets: TaskFacets;
};

/** A file in the agents folder that could not be used. */
export type AgentProblem = {
  /** The file. */
  readonly file: Scalars['String']['output'];
  /** What is wrong and where. */
  readonly message: Scalars['String']['output'];
};

/** Runs over the last minute. */
export type AgentHealth = {
  /** Runs finished a minute. */
  readonly processedPerMinute: Scalars['Float']['output'];
  /** Share of them that failed, 0 to 1. */
  readonly failureRate: Scalars['Float']['output'];
  /** Mean run time in seconds; empty when nothing ran. */
  readonly averageRunSeconds?: Maybe<Scalars['Float']['output']>;
};

/** One worker of the crew, as its YAML file describes it. */
export type Agent = {
  /** Its name, also its file's name. */
  readonly name: Scalars['ID']['output'];
  /** The team it belongs to. */
  readonly team: Scalars['String']['output'];
  /** Its kind. */
  readonly type: Scalars['String']['output'];
  /** What it does. */
  readonly description: Scalars['String']['output'];
  /** What it is able to do. */
  readonly capabilities: ReadonlyArray<Scalars['String']['output']>;
  /** JSON Schema of its parameters. */
  readonly schema: Scalars['JSON']['output'];
  /** JSON Schema of its result, when it promises one. */
  readonly outputSchema?: Maybe<Scalars['JSON']['output']>;
  /** How it executes: autonomous, collaborative, continuous or scheduled. */
  readonly executionMode: Scalars['String']['output'];
  /** low, medium or high. */
  readonly risk: Scalars['String']['output'];
  /** Most tasks at a time, over all workers. */
  readonly maxConcurrent: Scalars['Int']['output'];
  /** For example 10/minute. */
  readonly rateLimit?: Maybe<Scalars['String']['output']>;
  /** Longest run of one attempt, in seconds. */
  readonly timeoutSeconds: Scalars['Float']['output'];
  /** Whether it takes work now. */
  readonly available: Scalars['Boolean']['output'];
  /** Why it does not. */
  readonly unavailableReason?: Maybe<Scalars['String']['output']>;
  /** Switched on by the operators. */
  readonly enabled: Scalars['Boolean']['output'];
  /** Finishes what runs and starts nothing new. */
  readonly draining: Scalars['Boolean']['output'];
  /** What is wrong with the newest version of its file while the last good one is used. */
  readonly fileError?: Maybe<Scalars['String']['output']>;
  /** Tasks running now. */
  readonly running: Scalars['Int']['output'];
  /** Tasks waiting in its queue, counted up to 10,000. */
  readonly queued: Scalars['Int']['output'];
  /** Whether its circuit lets work through. */
  readonly circuit: CircuitState;
  /** When an open circuit lets a probe through. */
  readonly circuitUntil?: Maybe<Scalars['DateTime']['output']>;
  /** How it has been doing. */
  readonly health: AgentHealth;
};

/** What the queue holds at one level. */
export type QueueLevel = {
  /** The level. */
  readonly priority: Priority;
  /** Tasks ready to run. */
  readonly depth: Scalars['Int']['output'];
  /** Tasks finished a minute, measured over the last minute. */
  readonly processedPerMinute: Scalars['Float']['output'];
  /** Mean wait of those that started, in seconds. */
  readonly averageWaitSeconds: Scalars['Float']['output'];
};

/** Worker slots over all processes. */
export type WorkerStats = {
  /** Worker processes. */
  readonly processes: Scalars['Int']['output'];
  /** Slots: how many tasks can run at a time. */
  readonly total: Scalars['Int']['output'];
  /** Slots in use. */
  readonly busy: Scalars['Int']['output'];
  /** Slots free. */
  readonly idle: Scalars['Int']['output'];
  /** Share in use, 0 to 1. */
  readonly utilization: Scalars['Float']['output'];
};

/** How many tasks are in a state. */
export type StatusCount = {
  /** The state. */
  readonly status: TaskStatus;
  /** How many, counted up to 10,000. */
  readonly count: Scalars['Int']['output'];
};

/** The queue at a glance. */
export type QueueStats = {
  /** Each level, critical first. */
  readonly queues: ReadonlyArray<QueueLevel>;
  /** Worker slots. */
  readonly workers: WorkerStats;
  /** Tasks of the workspace by state. */
  readonly statuses: ReadonlyArray<StatusCount>;
  /** Tasks of the workspace, each state counted up to 10,000. */
  readonly total: Scalars['Int']['output'];
  /** Share of them that have ended, 0 to 1. */
  readonly progress: Scalars['Float']['output'];
  /** Measured guess at the seconds until the ready tasks are done; empty when nothing was measured. */
  readonly etaSeconds?: Maybe<Scalars['Float']['output']>;
  /** Seconds the oldest ready task has waited; empty when none waits. */
  readonly oldestReadySeconds?: Maybe<Scalars['Float']['output']>;
  /** When this was measured. */
  readonly at: Scalars['DateTime']['output'];
};

/** A process that runs tasks. */
export type Worker = {
  /** Identifies this run of the process. */
  readonly id: Scalars['ID']['output'];
  /** Machine name. */
  readonly host: Scalars['String']['output'];
  /** Process id. */
  readonly pid: Scalars['Int']['output'];
  /** Teams it works for; empty means all. */
  readonly teams: ReadonlyArray<Scalars['String']['output']>;
  /** What it is doing. */
  readonly status: WorkerStatus;
  /** Most tasks at a time. */
  readonly capacity: Scalars['Int']['output'];
  /** Tasks it runs now. */
  readonly running: Scalars['Int']['output'];
  /** Those tasks, at most 100. */
  readonly tasks: ReadonlyArray<Task>;
  /** Memory in use, in megabytes. */
  readonly memoryMb: Scalars['Float']['output'];
  /** Share of one core in use, 0 to 1. */
  readonly cpu: Scalars['Float']['output'];
  /** When it started. */
  readonly startedAt: Scalars['DateTime']['output'];
  /** Its last sign of life. */
  readonly heartbeatAt: Scalars['DateTime']['output'];
};

/** A task that was given up, kept with everything needed to decide what to do. */
export type DeadLetter = {
  /** For example D-1042 for task T-1042. */
  readonly id: Scalars['ID']['output'];
  /** The task. */
  readonly task: Task;
  /** Name of the agent. */
  readonly agent: Scalars['String']['output'];
  /** Why it was given up. */
  readonly error: TaskError;
  /** When. */
  readonly failedAt: Scalars['DateTime']['output'];
  /** Whether another task took its place. */
  readonly resubmitted: Scalars['Boolean']['output'];
  /** That task. */
  readonly resubmittedAs?: Maybe<Task>;
  /** Put aside. */
  readonly discarded: Scalars['Boolean']['output'];
  /** Why it was put aside. */
  readonly discardReason?: Maybe<Scalars['String']['output']>;
  /** Who looks after it. */
  readonly assignee?: Maybe<Scalars['String']['output']>;
  /** What people wrote about it. */
  readonly notes: ReadonlyArray<Note>;
};

/** Something a person wrote. */
export type Note = {
  /** When. */
  readonly at: Scalars['DateTime']['output'];
  /** Who. */
  readonly by: Scalars['String']['output'];
  /** What. */
  readonly text: Scalars['String']['output'];
};

/** A dead letter in a list. */
export type DeadLetterEdge = {
  /** Pass it as `after`. */
  readonly cursor: Scalars['String']['output'];
  /** The dead letter. */
  readonly node: DeadLetter;
};

/** A page of dead letters, newest first. */
export type DeadLetterConnection = {
  /** Dead letters with their cursors. */
  readonly edges: ReadonlyArray<DeadLetterEdge>;
  /** The dead letters alone. */
  readonly nodes: ReadonlyArray<DeadLetter>;
  /** Where this page ends. */
  readonly pageInfo: PageInfo;
  /** How many match, counted up to 10,000. */
  readonly totalCount: Scalars['Int']['output'];
  /** False when there are more than `totalCount`. */
  readonly totalCountIsExact: Scalars['Boolean']['output'];
};

/** Open dead letters that failed alike. */
export type DeadLetterGroup = {
  /** What they share. */
  readonly fingerprint: Scalars['String']['output'];
  /** The agent. */
  readonly agent: Scalars['String']['output'];
  /** A message of theirs. */
  readonly message: Scalars['String']['output'];
  /** Error code. */
  readonly code: Scalars['String']['output'];
  /** How many. */
  readonly count: Scalars['Int']['output'];
  /** The first. */
  readonly firstAt: Scalars['DateTime']['output'];
  /** The latest. */
  readonly lastAt: Scalars['DateTime']['output'];
};

/** What became of one of several submissions: a task or an error. */
export type SubmitResult = {
  /** Its place among the inputs, from 0. */
  readonly index: Scalars['Int']['output'];
  /** The task. */
  readonly task?: Maybe<Task>;
  /** Why there is none. */
  readonly error?: Maybe<SubmitError>;
};

/** Why a task was not accepted. */
export type SubmitError = {
  /** One of the error codes. */
  readonly code: Scalars['String']['output'];
  /** A sentence for people. */
  readonly message: Scalars['String']['output'];
  /** Everything that is wrong with the input. */
  readonly violations: ReadonlyArray<Violation>;
  /** When another try makes sense. */
  readonly retryAfterSeconds?: Maybe<Scalars['Float']['output']>;
};

/** One thing wrong with an input. */
export type Violation = {
  /** Where, for example parameters.word_count. */
  readonly path: Scalars['String']['output'];
  /** What was expected. */
  readonly message: Scalars['String']['output'];
};

/** What a resubmission did, or would do. */
export type ResubmitResult = {
  /** Dead letters that match. */
  readonly matched: Scalars['Int']['output'];
  /** Those resubmitted; 0 in a dry run. */
  readonly resubmitted: Scalars['Int']['output'];
  /** The new tasks, or in a dry run the old ones, at most `first`. */
  readonly tasks: ReadonlyArray<Task>;
};


/** What a resubmission did, or would do. */
export type ResubmitResultTasksArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
};

/** What runQueue did. */
export type RunQueueResult = {
  /** Tasks that ran to success. */
  readonly executed: Scalars['Int']['output'];
  /** Tasks that did not. */
  readonly failed: Scalars['Int']['output'];
  /** Matching tasks that still wait. */
  readonly remaining: Scalars['Int']['output'];
  /** One line a task. */
  readonly log: ReadonlyArray<Scalars['String']['output']>;
};

/** Something that happened; never changes afterwards. */
export type Event = {
  /** Identifies it. */
  readonly id: Scalars['ID']['output'];
  /** Pass it as `after` to go on from here. */
  readonly cursor: Scalars['String']['output'];
  /** For example task.succeeded. */
  readonly type: Scalars['String']['output'];
  /** When. */
  readonly at: Scalars['DateTime']['output'];
  /** Id of what it happened to. */
  readonly subject: Scalars['String']['output'];
  /** Details. */
  readonly payload: Scalars['JSON']['output'];
};

/** An event in a list. */
export type EventEdge = {
  /** Pass it as `after`. */
  readonly cursor: Scalars['String']['output'];
  /** The event. */
  readonly node: Event;
};

/** A page of events, newest first. */
export type EventConnection = {
  /** Events with their cursors. */
  readonly edges: ReadonlyArray<EventEdge>;
  /** The events alone. */
  readonly nodes: ReadonlyArray<Event>;
  /** Where this page ends. */
  readonly pageInfo: PageInfo;
};

/** News of one task. */
export type TaskUpdate = {
  /** Pass it as `after` to go on from here. */
  readonly cursor: Scalars['String']['output'];
  /** The task as it stands now. */
  readonly task: Task;
  /** What happened; empty for the first message, which shows the task as found. */
  readonly event?: Maybe<Event>;
};

/** The asking person. */
export type Viewer = {
  /** Identifies the person or key. */
  readonly id: Scalars['ID']['output'];
  /** Name to show. */
  readonly name: Scalars['String']['output'];
  /** admin, user or viewer. */
  readonly role: Scalars['String']['output'];
  /** The workspace in use. */
  readonly workspace: Workspace;
};

/** A daily window in which non-urgent work pauses. */
export type QuietHours = {
  /** IANA time zone, for example Australia/Sydney. */
  readonly timezone: Scalars['String']['output'];
  /** Start, HH:MM. */
  readonly from: Scalars['String']['output'];
  /** End, HH:MM; may be on the next day. */
  readonly to: Scalars['String']['output'];
};

/** A window in which retries run, Monday to Friday. */
export type BusinessHours = {
  /** IANA time zone. */
  readonly timezone: Scalars['String']['output'];
  /** Start, HH:MM. */
  readonly from: Scalars['String']['output'];
  /** End, HH:MM. */
  readonly to: Scalars['String']['output'];
};

/** A team's own space: its tasks, rules and history are apart from others'. */
export type Workspace = {
  /** Identifies it. */
  readonly id: Scalars['ID']['output'];
  /** In manual mode tasks wait until runQueue starts them. */
  readonly manual: Scalars['Boolean']['output'];
  /** When non-urgent tasks pause. */
  readonly quietHours?: Maybe<QuietHours>;
  /** When retries run. */
  readonly retryHours?: Maybe<BusinessHours>;
};

/** Settings of a workspace; what is left out stays as it is, null clears it. */
export type WorkspaceSettingsInput = {
  /** Tasks wait until runQueue starts them. */
  readonly manual?: InputMaybe<Scalars['Boolean']['input']>;
  /** When tasks below HIGH pause. */
  readonly quietHours?: InputMaybe<HoursInput>;
  /** When retries run, Monday to Friday. */
  readonly retryHours?: InputMaybe<HoursInput>;
};

/** A window of hours in a time zone. */
export type HoursInput = {
  /** IANA time zone, for example Australia/Sydney. */
  readonly timezone: Scalars['String']['input'];
  /** Start, HH:MM. */
  readonly from: Scalars['String']['input'];
  /** End, HH:MM. */
  readonly to: Scalars['String']['input'];
};

export type Query = {
  /** The asking person. */
  readonly me: Viewer;
  /** One task, or null when there is none. */
  readonly task?: Maybe<Task>;
  /** Tasks of a workspace, newest first unless sorted. */
  readonly tasks: TaskConnection;
  /** The queue at a glance. */
  readonly queueStats: QueueStats;
  /** The crew. */
  readonly agents: ReadonlyArray<Agent>;
  /** Files in the agents folder that could not be used. */
  readonly agentProblems: ReadonlyArray<AgentProblem>;
  /** One agent, or null when there is none. */
  readonly agent?: Maybe<Agent>;
  /** Worker processes. */
  readonly workers: ReadonlyArray<Worker>;
  /** What the receivers of this workspace's webhooks verify signatures with, in the form of Standard Webhooks; for admins only. */
  readonly webhookSecret: Scalars['String']['output'];
  /** Tasks that were given up and that nobody has dealt with yet, newest first; `resubmitted` and `discarded` in the filter show the others. */
  readonly deadLetters: DeadLetterConnection;
  /** Open dead letters grouped by what went wrong, the largest group first. */
  readonly deadLetterGroups: ReadonlyArray<DeadLetterGroup>;
  /** What happened, newest first. */
  readonly events: EventConnection;
};


export type QueryTaskArgs = {
  id: Scalars['ID']['input'];
};


export type QueryTasksArgs = {
  filter?: InputMaybe<TaskFilter>;
  sort?: InputMaybe<TaskSort>;
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
};


export type QueryAgentsArgs = {
  filter?: InputMaybe<AgentFilter>;
};


export type QueryAgentArgs = {
  name: Scalars['ID']['input'];
};


export type QueryDeadLettersArgs = {
  filter?: InputMaybe<DeadLetterFilter>;
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
};


export type QueryDeadLetterGroupsArgs = {
  filter?: InputMaybe<DeadLetterFilter>;
};


export type QueryEventsArgs = {
  filter?: InputMaybe<EventFilter>;
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
};

export type Mutation = {
  /** Hand work to an agent. */
  readonly submitTask: Task;
  /** Hand over up to 100 tasks at once: all or none. */
  readonly submitTasks: ReadonlyArray<Task>;
  /** Hand over up to 100 tasks at once, each by itself: what is wrong with one does not hold back the others. */
  readonly submitEach: ReadonlyArray<SubmitResult>;
  /** Stop a task that has not ended. */
  readonly cancelTask: Task;
  /** Try a failed or cancelled task again. */
  readonly retryTask: Task;
  /** Change the level of a task that has not started. */
  readonly reprioritizeTask: Task;
  /** Run waiting tasks now, also in a workspace in manual mode, and wait for them. */
  readonly runQueue: RunQueueResult;
  /** Submit given-up tasks again, by id or by filter. */
  readonly resubmitDeadLetters: ResubmitResult;
  /** Put given-up tasks aside. */
  readonly discardDeadLetters: Scalars['Int']['output'];
  /** Write a note on a dead letter. */
  readonly noteDeadLetter: DeadLetter;
  /** Say who looks after a dead letter; null for nobody. */
  readonly assignDeadLetter: DeadLetter;
  /** Switch an agent on or off; off, it finishes what runs when `drain` is true, and is aborted otherwise. */
  readonly setAgentEnabled: Agent;
  /** Close an agent's circuit by hand. */
  readonly resetCircuit: Agent;
  /** Let a worker finish what it runs and take nothing new. */
  readonly drainWorker: Worker;
  /** Change the settings of the caller's workspace. */
  readonly updateWorkspace: Workspace;
};


export type MutationSubmitTaskArgs = {
  input: SubmitTaskInput;
};


export type MutationSubmitTasksArgs = {
  inputs: ReadonlyArray<SubmitTaskInput>;
};


export type MutationSubmitEachArgs = {
  inputs: ReadonlyArray<SubmitTaskInput>;
};


export type MutationCancelTaskArgs = {
  id: Scalars['ID']['input'];
  reason?: InputMaybe<Scalars['String']['input']>;
};


export type MutationRetryTaskArgs = {
  id: Scalars['ID']['input'];
  resetAttempts?: InputMaybe<Scalars['Boolean']['input']>;
  parameters?: InputMaybe<Scalars['JSON']['input']>;
};


export type MutationReprioritizeTaskArgs = {
  id: Scalars['ID']['input'];
  priority: Priority;
  urgency?: InputMaybe<Scalars['Int']['input']>;
};


export type MutationRunQueueArgs = {
  maxConcurrent?: InputMaybe<Scalars['Int']['input']>;
  filter?: InputMaybe<RunQueueFilter>;
  limit?: InputMaybe<Scalars['Int']['input']>;
};


export type MutationResubmitDeadLettersArgs = {
  ids?: InputMaybe<ReadonlyArray<Scalars['ID']['input']>>;
  filter?: InputMaybe<DeadLetterFilter>;
  priority?: InputMaybe<Priority>;
  overrideParameters?: InputMaybe<Scalars['JSON']['input']>;
  dryRun?: InputMaybe<Scalars['Boolean']['input']>;
};


export type MutationDiscardDeadLettersArgs = {
  ids?: InputMaybe<ReadonlyArray<Scalars['ID']['input']>>;
  filter?: InputMaybe<DeadLetterFilter>;
  reason: Scalars['String']['input'];
  dryRun?: InputMaybe<Scalars['Boolean']['input']>;
};


export type MutationNoteDeadLetterArgs = {
  id: Scalars['ID']['input'];
  text: Scalars['String']['input'];
};


export type MutationAssignDeadLetterArgs = {
  id: Scalars['ID']['input'];
  assignee?: InputMaybe<Scalars['String']['input']>;
};


export type MutationSetAgentEnabledArgs = {
  name: Scalars['ID']['input'];
  enabled: Scalars['Boolean']['input'];
  reason?: InputMaybe<Scalars['String']['input']>;
  drain?: InputMaybe<Scalars['Boolean']['input']>;
};


export type MutationResetCircuitArgs = {
  agent: Scalars['ID']['input'];
};


export type MutationDrainWorkerArgs = {
  id: Scalars['ID']['input'];
};


export type MutationUpdateWorkspaceArgs = {
  input: WorkspaceSettingsInput;
};

export type Subscription = {
  /** News of one task: first as it stands, then every change; at most one progress update a second. */
  readonly taskUpdated: TaskUpdate;
  /** Everything that happens in the workspace. When history no longer reaches back to `after`, or the reader is too slow, an event of type feed.gap says so. */
  readonly events: Event;
  /** The queue at a glance, whenever it changes, at most once a second. */
  readonly queueStats: QueueStats;
};


export type SubscriptionTaskUpdatedArgs = {
  id: Scalars['ID']['input'];
  after?: InputMaybe<Scalars['String']['input']>;
};


export type SubscriptionEventsArgs = {
  filter?: InputMaybe<EventFilter>;
  after?: InputMaybe<Scalars['String']['input']>;
};



export type ResolverTypeWrapper<T> = Promise<T> | T;

export type Resolver<TResult, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>, TArgs = Record<PropertyKey, never>> = ResolverFn<TResult, TParent, TContext, TArgs>;

export type ResolverFn<TResult, TParent, TContext, TArgs> = (
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => Promise<TResult> | TResult;

export type SubscriptionSubscribeFn<TResult, TParent, TContext, TArgs> = (
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => AsyncIterable<TResult> | Promise<AsyncIterable<TResult>>;

export type SubscriptionResolveFn<TResult, TParent, TContext, TArgs> = (
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => TResult | Promise<TResult>;

export interface SubscriptionSubscriberObject<TResult, TKey extends string, TParent, TContext, TArgs> {
  subscribe: SubscriptionSubscribeFn<{ [key in TKey]: TResult }, TParent, TContext, TArgs>;
  resolve?: SubscriptionResolveFn<TResult, { [key in TKey]: TResult }, TContext, TArgs>;
}

export interface SubscriptionResolverObject<TResult, TParent, TContext, TArgs> {
  subscribe: SubscriptionSubscribeFn<any, TParent, TContext, TArgs>;
  resolve: SubscriptionResolveFn<TResult, any, TContext, TArgs>;
}

export type SubscriptionObject<TResult, TKey extends string, TParent, TContext, TArgs> =
  | SubscriptionSubscriberObject<TResult, TKey, TParent, TContext, TArgs>
  | SubscriptionResolverObject<TResult, TParent, TContext, TArgs>;

export type SubscriptionResolver<TResult, TKey extends string, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>, TArgs = Record<PropertyKey, never>> =
  | ((...args: any[]) => SubscriptionObject<TResult, TKey, TParent, TContext, TArgs>)
  | SubscriptionObject<TResult, TKey, TParent, TContext, TArgs>;

export type TypeResolveFn<TTypes, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>> = (
  parent: TParent,
  context: TContext,
  info: GraphQLResolveInfo
) => Maybe<TTypes> | Promise<Maybe<TTypes>>;

export type IsTypeOfResolverFn<T = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>> = (obj: T, context: TContext, info: GraphQLResolveInfo) => boolean | Promise<boolean>;

export type NextResolverFn<T> = () => Promise<T>;

export type DirectiveResolverFn<TResult = Record<PropertyKey, never>, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>, TArgs = Record<PropertyKey, never>> = (
  next: NextResolverFn<TResult>,
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => TResult | Promise<TResult>;





/** Mapping between all available schema types and the resolvers types */
export type ResolversTypes = {
  DateTime: ResolverTypeWrapper<Scalars['DateTime']['output']>;
  JSON: ResolverTypeWrapper<Scalars['JSON']['output']>;
  Priority: Priority;
  TaskStatus: TaskStatus;
  ErrorClass: ErrorClass;
  CircuitState: CircuitState;
  RetryStrategy: RetryStrategy;
  DependencyPolicy: DependencyPolicy;
  WaitCode: WaitCode;
  TaskAction: TaskAction;
  TaskSortField: TaskSortField;
  SortDirection: SortDirection;
  NotifyOn: NotifyOn;
  NotificationKind: NotificationKind;
  NotificationStatus: NotificationStatus;
  WorkerStatus: WorkerStatus;
  RetryInput: RetryInput;
  Int: ResolverTypeWrapper<Scalars['Int']['output']>;
  Float: ResolverTypeWrapper<Scalars['Float']['output']>;
  NotifyInput: NotifyInput;
  String: ResolverTypeWrapper<Scalars['String']['output']>;
  SubmitTaskInput: SubmitTaskInput;
  ID: ResolverTypeWrapper<Scalars['ID']['output']>;
  TaskFilter: TaskFilter;
  TaskSort: TaskSort;
  AgentFilter: AgentFilter;
  Boolean: ResolverTypeWrapper<Scalars['Boolean']['output']>;
  DeadLetterFilter: DeadLetterFilter;
  EventFilter: EventFilter;
  RunQueueFilter: RunQueueFilter;
  PageInfo: ResolverTypeWrapper<PageInfo>;
  TaskError: ResolverTypeWrapper<TaskError>;
  Attempt: ResolverTypeWrapper<Attempt>;
  LogLine: ResolverTypeWrapper<LogLine>;
  LogEdge: ResolverTypeWrapper<LogEdge>;
  LogConnection: ResolverTypeWrapper<LogList>;
  Artifact: ResolverTypeWrapper<StoredArtifact>;
  WaitReason: ResolverTypeWrapper<WaitReason>;
  Usage: ResolverTypeWrapper<Usage>;
  Actor: ResolverTypeWrapper<Actor>;
  Task: ResolverTypeWrapper<TaskDoc>;
  Notification: ResolverTypeWrapper<Notification>;
  TaskVersion: ResolverTypeWrapper<VersionOf>;
  TaskEdge: ResolverTypeWrapper<Omit<TaskEdge, 'node'> & { node: ResolversTypes['Task'] }>;
  FacetCount: ResolverTypeWrapper<FacetCount>;
  TaskFacets: ResolverTypeWrapper<TaskFacets>;
  TaskConnection: ResolverTypeWrapper<TaskList>;
  AgentProblem: ResolverTypeWrapper<AgentProblem>;
  AgentHealth: ResolverTypeWrapper<AgentHealth>;
  Agent: ResolverTypeWrapper<RegisteredAgent>;
  QueueLevel: ResolverTypeWrapper<QueueLevel>;
  WorkerStats: ResolverTypeWrapper<WorkerStats>;
  StatusCount: ResolverTypeWrapper<StatusCount>;
  QueueStats: ResolverTypeWrapper<QueueStats>;
  Worker: ResolverTypeWrapper<WorkerDoc>;
  DeadLetter: ResolverTypeWrapper<DeadLetterDoc>;
  Note: ResolverTypeWrapper<Note>;
  DeadLetterEdge: ResolverTypeWrapper<Omit<DeadLetterEdge, 'node'> & { node: ResolversTypes['DeadLetter'] }>;
  DeadLetterConnection: ResolverTypeWrapper<DeadLetterList>;
  DeadLetterGroup: ResolverTypeWrapper<DeadLetterGroup>;
  SubmitResult: ResolverTypeWrapper<Omit<SubmitResult, 'task'> & { task?: Maybe<ResolversTypes['Task']> }>;
  SubmitError: ResolverTypeWrapper<SubmitError>;
  Violation: ResolverTypeWrapper<Violation>;
  ResubmitResult: ResolverTypeWrapper<Resubmitted>;
  RunQueueResult: ResolverTypeWrapper<RunQueueResult>;
  Event: ResolverTypeWrapper<EventRow>;
  EventEdge: ResolverTypeWrapper<Omit<EventEdge, 'node'> & { node: ResolversTypes['Event'] }>;
  EventConnection: ResolverTypeWrapper<EventList>;
  TaskUpdate: ResolverTypeWrapper<Omit<TaskUpdate, 'task' | 'event'> & { task: ResolversTypes['Task'], event?: Maybe<ResolversTypes['Event']> }>;
  Viewer: ResolverTypeWrapper<Omit<Viewer, 'workspace'> & { workspace: ResolversTypes['Workspace'] }>;
  QuietHours: ResolverTypeWrapper<QuietHours>;
  BusinessHours: ResolverTypeWrapper<BusinessHours>;
  Workspace: ResolverTypeWrapper<WorkspaceDoc>;
  WorkspaceSettingsInput: WorkspaceSettingsInput;
  HoursInput: HoursInput;
  Query: ResolverTypeWrapper<Record<PropertyKey, never>>;
  Mutation: ResolverTypeWrapper<Record<PropertyKey, never>>;
  Subscription: ResolverTypeWrapper<Record<PropertyKey, never>>;
};

/** Mapping between all available schema types and the resolvers parents */
export type ResolversParentTypes = {
  DateTime: Scalars['DateTime']['output'];
  JSON: Scalars['JSON']['output'];
  RetryInput: RetryInput;
  Int: Scalars['Int']['output'];
  Float: Scalars['Float']['output'];
  NotifyInput: NotifyInput;
  String: Scalars['String']['output'];
  SubmitTaskInput: SubmitTaskInput;
  ID: Scalars['ID']['output'];
  TaskFilter: TaskFilter;
  TaskSort: TaskSort;
  AgentFilter: AgentFilter;
  Boolean: Scalars['Boolean']['output'];
  DeadLetterFilter: DeadLetterFilter;
  EventFilter: EventFilter;
  RunQueueFilter: RunQueueFilter;
  PageInfo: PageInfo;
  TaskError: TaskError;
  Attempt: Attempt;
  LogLine: LogLine;
  LogEdge: LogEdge;
  LogConnection: LogList;
  Artifact: StoredArtifact;
  WaitReason: WaitReason;
  Usage: Usage;
  Actor: Actor;
  Task: TaskDoc;
  Notification: Notification;
  TaskVersion: VersionOf;
  TaskEdge: Omit<TaskEdge, 'node'> & { node: ResolversParentTypes['Task'] };
  FacetCount: FacetCount;
  TaskFacets: TaskFacets;
  TaskConnection: TaskList;
  AgentProblem: AgentProblem;
  AgentHealth: AgentHealth;
  Agent: RegisteredAgent;
  QueueLevel: QueueLevel;
  WorkerStats: WorkerStats;
  StatusCount: StatusCount;
  QueueStats: QueueStats;
  Worker: WorkerDoc;
  DeadLetter: DeadLetterDoc;
  Note: Note;
  DeadLetterEdge: Omit<DeadLetterEdge, 'node'> & { node: ResolversParentTypes['DeadLetter'] };
  DeadLetterConnection: DeadLetterList;
  DeadLetterGroup: DeadLetterGroup;
  SubmitResult: Omit<SubmitResult, 'task'> & { task?: Maybe<ResolversParentTypes['Task']> };
  SubmitError: SubmitError;
  Violation: Violation;
  ResubmitResult: Resubmitted;
  RunQueueResult: RunQueueResult;
  Event: EventRow;
  EventEdge: Omit<EventEdge, 'node'> & { node: ResolversParentTypes['Event'] };
  EventConnection: EventList;
  TaskUpdate: Omit<TaskUpdate, 'task' | 'event'> & { task: ResolversParentTypes['Task'], event?: Maybe<ResolversParentTypes['Event']> };
  Viewer: Omit<Viewer, 'workspace'> & { workspace: ResolversParentTypes['Workspace'] };
  QuietHours: QuietHours;
  BusinessHours: BusinessHours;
  Workspace: WorkspaceDoc;
  WorkspaceSettingsInput: WorkspaceSettingsInput;
  HoursInput: HoursInput;
  Query: Record<PropertyKey, never>;
  Mutation: Record<PropertyKey, never>;
  Subscription: Record<PropertyKey, never>;
};

export interface DateTimeScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['DateTime'], any> {
  name: 'DateTime';
}

export interface JsonScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['JSON'], any> {
  name: 'JSON';
}

export type PageInfoResolvers<ContextType = Context, ParentType extends ResolversParentTypes['PageInfo'] = ResolversParentTypes['PageInfo']> = {
  hasNextPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  hasPreviousPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  startCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  endCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type TaskErrorResolvers<ContextType = Context, ParentType extends ResolversParentTypes['TaskError'] = ResolversParentTypes['TaskError']> = {
  code?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  class?: Resolver<ResolversTypes['ErrorClass'], ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  stack?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  fingerprint?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type AttemptResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Attempt'] = ResolversParentTypes['Attempt']> = {
  number?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  startedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  endedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  worker?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  outcome?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  error?: Resolver<Maybe<ResolversTypes['TaskError']>, ParentType, ContextType>;
};

export type LogLineResolvers<ContextType = Context, ParentType extends ResolversParentTypes['LogLine'] = ResolversParentTypes['LogLine']> = {
  number?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  at?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  level?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  text?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  attempt?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type LogEdgeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['LogEdge'] = ResolversParentTypes['LogEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['LogLine'], ParentType, ContextType>;
};

export type LogConnectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['LogConnection'] = ResolversParentTypes['LogConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['LogEdge']>, ParentType, ContextType>;
  nodes?: Resolver<ReadonlyArray<ResolversTypes['LogLine']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
};

export type ArtifactResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Artifact'] = ResolversParentTypes['Artifact']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  contentType?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  bytes?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  sha256?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  url?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
};

export type WaitReasonResolvers<ContextType = Context, ParentType extends ResolversParentTypes['WaitReason'] = ResolversParentTypes['WaitReason']> = {
  code?: Resolver<ResolversTypes['WaitCode'], ParentType, ContextType>;
  detail?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  since?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  until?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  blockedBy?: Resolver<ReadonlyArray<ResolversTypes['ID']>, ParentType, ContextType>;
};

export type UsageResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Usage'] = ResolversParentTypes['Usage']> = {
  inputTokens?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  outputTokens?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  costMicros?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  durationMs?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
};

export type ActorResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Actor'] = ResolversParentTypes['Actor']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type TaskResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Task'] = ResolversParentTypes['Task']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  agent?: Resolver<Maybe<ResolversTypes['Agent']>, ParentType, ContextType>;
  agentName?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  status?: Resolver<ResolversTypes['TaskStatus'], ParentType, ContextType>;
  priority?: Resolver<ResolversTypes['Priority'], ParentType, ContextType>;
  urgency?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  parameters?: Resolver<ResolversTypes['JSON'], ParentType, ContextType>;
  result?: Resolver<Maybe<ResolversTypes['JSON']>, ParentType, ContextType>;
  partialOutput?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  error?: Resolver<Maybe<ResolversTypes['TaskError']>, ParentType, ContextType>;
  progress?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  currentStep?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  tags?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
  attempts?: Resolver<ReadonlyArray<ResolversTypes['Attempt']>, ParentType, ContextType>;
  maxAttempts?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  queuePosition?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  estimatedWaitSeconds?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  etaSeconds?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  dependenciesMet?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  waitingOn?: Resolver<ReadonlyArray<ResolversTypes['WaitReason']>, ParentType, ContextType>;
  viewerCan?: Resolver<ReadonlyArray<ResolversTypes['TaskAction']>, ParentType, ContextType>;
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  runAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  deadline?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  startedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  finishedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  logs?: Resolver<ResolversTypes['LogConnection'], ParentType, ContextType, Partial<TaskLogsArgs>>;
  artifacts?: Resolver<ReadonlyArray<ResolversTypes['Artifact']>, ParentType, ContextType>;
  dependsOn?: Resolver<ReadonlyArray<ResolversTypes['Task']>, ParentType, ContextType>;
  dependents?: Resolver<ReadonlyArray<ResolversTypes['Task']>, ParentType, ContextType>;
  events?: Resolver<ReadonlyArray<ResolversTypes['Event']>, ParentType, ContextType>;
  notifications?: Resolver<ReadonlyArray<ResolversTypes['Notification']>, ParentType, ContextType>;
  usage?: Resolver<ResolversTypes['Usage'], ParentType, ContextType>;
  submittedBy?: Resolver<ResolversTypes['Actor'], ParentType, ContextType>;
  origin?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  workspace?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  requestId?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  resubmittedAs?: Resolver<Maybe<ResolversTypes['Task']>, ParentType, ContextType>;
  resubmissionOf?: Resolver<Maybe<ResolversTypes['Task']>, ParentType, ContextType>;
  versions?: Resolver<ReadonlyArray<ResolversTypes['TaskVersion']>, ParentType, ContextType>;
};

export type NotificationResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Notification'] = ResolversParentTypes['Notification']> = {
  target?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  kind?: Resolver<ResolversTypes['NotificationKind'], ParentType, ContextType>;
  status?: Resolver<ResolversTypes['NotificationStatus'], ParentType, ContextType>;
  attempts?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  lastError?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  deliveredAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
};

export type TaskVersionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['TaskVersion'] = ResolversParentTypes['TaskVersion']> = {
  number?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  parameters?: Resolver<ResolversTypes['JSON'], ParentType, ContextType>;
  replacedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  replacedBy?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type TaskEdgeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['TaskEdge'] = ResolversParentTypes['TaskEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['Task'], ParentType, ContextType>;
};

export type FacetCountResolvers<ContextType = Context, ParentType extends ResolversParentTypes['FacetCount'] = ResolversParentTypes['FacetCount']> = {
  value?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  count?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type TaskFacetsResolvers<ContextType = Context, ParentType extends ResolversParentTypes['TaskFacets'] = ResolversParentTypes['TaskFacets']> = {
  status?: Resolver<ReadonlyArray<ResolversTypes['FacetCount']>, ParentType, ContextType>;
  priority?: Resolver<ReadonlyArray<ResolversTypes['FacetCount']>, ParentType, ContextType>;
  agent?: Resolver<ReadonlyArray<ResolversTypes['FacetCount']>, ParentType, ContextType>;
};

export type TaskConnectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['TaskConnection'] = ResolversParentTypes['TaskConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['TaskEdge']>, ParentType, ContextType>;
  nodes?: Resolver<ReadonlyArray<ResolversTypes['Task']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  totalCountIsExact?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  facets?: Resolver<ResolversTypes['TaskFacets'], ParentType, ContextType>;
};

export type AgentProblemResolvers<ContextType = Context, ParentType extends ResolversParentTypes['AgentProblem'] = ResolversParentTypes['AgentProblem']> = {
  file?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type AgentHealthResolvers<ContextType = Context, ParentType extends ResolversParentTypes['AgentHealth'] = ResolversParentTypes['AgentHealth']> = {
  processedPerMinute?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  failureRate?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  averageRunSeconds?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
};

export type AgentResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Agent'] = ResolversParentTypes['Agent']> = {
  name?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  team?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  type?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  description?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  capabilities?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
  schema?: Resolver<ResolversTypes['JSON'], ParentType, ContextType>;
  outputSchema?: Resolver<Maybe<ResolversTypes['JSON']>, ParentType, ContextType>;
  executionMode?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  risk?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  maxConcurrent?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  rateLimit?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  timeoutSeconds?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  available?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  unavailableReason?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  enabled?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  draining?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  fileError?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  running?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  queued?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  circuit?: Resolver<ResolversTypes['CircuitState'], ParentType, ContextType>;
  circuitUntil?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  health?: Resolver<ResolversTypes['AgentHealth'], ParentType, ContextType>;
};

export type QueueLevelResolvers<ContextType = Context, ParentType extends ResolversParentTypes['QueueLevel'] = ResolversParentTypes['QueueLevel']> = {
  priority?: Resolver<ResolversTypes['Priority'], ParentType, ContextType>;
  depth?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  processedPerMinute?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  averageWaitSeconds?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
};

export type WorkerStatsResolvers<ContextType = Context, ParentType extends ResolversParentTypes['WorkerStats'] = ResolversParentTypes['WorkerStats']> = {
  processes?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  total?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  busy?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  idle?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  utilization?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
};

export type StatusCountResolvers<ContextType = Context, ParentType extends ResolversParentTypes['StatusCount'] = ResolversParentTypes['StatusCount']> = {
  status?: Resolver<ResolversTypes['TaskStatus'], ParentType, ContextType>;
  count?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type QueueStatsResolvers<ContextType = Context, ParentType extends ResolversParentTypes['QueueStats'] = ResolversParentTypes['QueueStats']> = {
  queues?: Resolver<ReadonlyArray<ResolversTypes['QueueLevel']>, ParentType, ContextType>;
  workers?: Resolver<ResolversTypes['WorkerStats'], ParentType, ContextType>;
  statuses?: Resolver<ReadonlyArray<ResolversTypes['StatusCount']>, ParentType, ContextType>;
  total?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  progress?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  etaSeconds?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  oldestReadySeconds?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  at?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
};

export type WorkerResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Worker'] = ResolversParentTypes['Worker']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  host?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  pid?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  teams?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
  status?: Resolver<ResolversTypes['WorkerStatus'], ParentType, ContextType>;
  capacity?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  running?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  tasks?: Resolver<ReadonlyArray<ResolversTypes['Task']>, ParentType, ContextType>;
  memoryMb?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  cpu?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  startedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  heartbeatAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
};

export type DeadLetterResolvers<ContextType = Context, ParentType extends ResolversParentTypes['DeadLetter'] = ResolversParentTypes['DeadLetter']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  task?: Resolver<ResolversTypes['Task'], ParentType, ContextType>;
  agent?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  error?: Resolver<ResolversTypes['TaskError'], ParentType, ContextType>;
  failedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  resubmitted?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  resubmittedAs?: Resolver<Maybe<ResolversTypes['Task']>, ParentType, ContextType>;
  discarded?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  discardReason?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  assignee?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  notes?: Resolver<ReadonlyArray<ResolversTypes['Note']>, ParentType, ContextType>;
};

export type NoteResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Note'] = ResolversParentTypes['Note']> = {
  at?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  by?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  text?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type DeadLetterEdgeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['DeadLetterEdge'] = ResolversParentTypes['DeadLetterEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['DeadLetter'], ParentType, ContextType>;
};

export type DeadLetterConnectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['DeadLetterConnection'] = ResolversParentTypes['DeadLetterConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['DeadLetterEdge']>, ParentType, ContextType>;
  nodes?: Resolver<ReadonlyArray<ResolversTypes['DeadLetter']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  totalCountIsExact?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type DeadLetterGroupResolvers<ContextType = Context, ParentType extends ResolversParentTypes['DeadLetterGroup'] = ResolversParentTypes['DeadLetterGroup']> = {
  fingerprint?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  agent?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  code?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  count?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  firstAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  lastAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
};

export type SubmitResultResolvers<ContextType = Context, ParentType extends ResolversParentTypes['SubmitResult'] = ResolversParentTypes['SubmitResult']> = {
  index?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  task?: Resolver<Maybe<ResolversTypes['Task']>, ParentType, ContextType>;
  error?: Resolver<Maybe<ResolversTypes['SubmitError']>, ParentType, ContextType>;
};

export type SubmitErrorResolvers<ContextType = Context, ParentType extends ResolversParentTypes['SubmitError'] = ResolversParentTypes['SubmitError']> = {
  code?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  violations?: Resolver<ReadonlyArray<ResolversTypes['Violation']>, ParentType, ContextType>;
  retryAfterSeconds?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
};

export type ViolationResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Violation'] = ResolversParentTypes['Violation']> = {
  path?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type ResubmitResultResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ResubmitResult'] = ResolversParentTypes['ResubmitResult']> = {
  matched?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  resubmitted?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  tasks?: Resolver<ReadonlyArray<ResolversTypes['Task']>, ParentType, ContextType, Partial<ResubmitResultTasksArgs>>;
};

export type RunQueueResultResolvers<ContextType = Context, ParentType extends ResolversParentTypes['RunQueueResult'] = ResolversParentTypes['RunQueueResult']> = {
  executed?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  failed?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  remaining?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  log?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
};

export type EventResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Event'] = ResolversParentTypes['Event']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  type?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  at?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  subject?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  payload?: Resolver<ResolversTypes['JSON'], ParentType, ContextType>;
};

export type EventEdgeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['EventEdge'] = ResolversParentTypes['EventEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['Event'], ParentType, ContextType>;
};

export type EventConnectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['EventConnection'] = ResolversParentTypes['EventConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['EventEdge']>, ParentType, ContextType>;
  nodes?: Resolver<ReadonlyArray<ResolversTypes['Event']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
};

export type TaskUpdateResolvers<ContextType = Context, ParentType extends ResolversParentTypes['TaskUpdate'] = ResolversParentTypes['TaskUpdate']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  task?: Resolver<ResolversTypes['Task'], ParentType, ContextType>;
  event?: Resolver<Maybe<ResolversTypes['Event']>, ParentType, ContextType>;
};

export type ViewerResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Viewer'] = ResolversParentTypes['Viewer']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  role?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  workspace?: Resolver<ResolversTypes['Workspace'], ParentType, ContextType>;
};

export type QuietHoursResolvers<ContextType = Context, ParentType extends ResolversParentTypes['QuietHours'] = ResolversParentTypes['QuietHours']> = {
  timezone?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  from?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  to?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type BusinessHoursResolvers<ContextType = Context, ParentType extends ResolversParentTypes['BusinessHours'] = ResolversParentTypes['BusinessHours']> = {
  timezone?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  from?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  to?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type WorkspaceResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Workspace'] = ResolversParentTypes['Workspace']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  manual?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  quietHours?: Resolver<Maybe<ResolversTypes['QuietHours']>, ParentType, ContextType>;
  retryHours?: Resolver<Maybe<ResolversTypes['BusinessHours']>, ParentType, ContextType>;
};

export type QueryResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Query'] = ResolversParentTypes['Query']> = {
  me?: Resolver<ResolversTypes['Viewer'], ParentType, ContextType>;
  task?: Resolver<Maybe<ResolversTypes['Task']>, ParentType, ContextType, RequireFields<QueryTaskArgs, 'id'>>;
  tasks?: Resolver<ResolversTypes['TaskConnection'], ParentType, ContextType, Partial<QueryTasksArgs>>;
  queueStats?: Resolver<ResolversTypes['QueueStats'], ParentType, ContextType>;
  agents?: Resolver<ReadonlyArray<ResolversTypes['Agent']>, ParentType, ContextType, Partial<QueryAgentsArgs>>;
  agentProblems?: Resolver<ReadonlyArray<ResolversTypes['AgentProblem']>, ParentType, ContextType>;
  agent?: Resolver<Maybe<ResolversTypes['Agent']>, ParentType, ContextType, RequireFields<QueryAgentArgs, 'name'>>;
  workers?: Resolver<ReadonlyArray<ResolversTypes['Worker']>, ParentType, ContextType>;
  webhookSecret?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  deadLetters?: Resolver<ResolversTypes['DeadLetterConnection'], ParentType, ContextType, Partial<QueryDeadLettersArgs>>;
  deadLetterGroups?: Resolver<ReadonlyArray<ResolversTypes['DeadLetterGroup']>, ParentType, ContextType, Partial<QueryDeadLetterGroupsArgs>>;
  events?: Resolver<ResolversTypes['EventConnection'], ParentType, ContextType, Partial<QueryEventsArgs>>;
};

export type MutationResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Mutation'] = ResolversParentTypes['Mutation']> = {
  submitTask?: Resolver<ResolversTypes['Task'], ParentType, ContextType, RequireFields<MutationSubmitTaskArgs, 'input'>>;
  submitTasks?: Resolver<ReadonlyArray<ResolversTypes['Task']>, ParentType, ContextType, RequireFields<MutationSubmitTasksArgs, 'inputs'>>;
  submitEach?: Resolver<ReadonlyArray<ResolversTypes['SubmitResult']>, ParentType, ContextType, RequireFields<MutationSubmitEachArgs, 'inputs'>>;
  cancelTask?: Resolver<ResolversTypes['Task'], ParentType, ContextType, RequireFields<MutationCancelTaskArgs, 'id'>>;
  retryTask?: Resolver<ResolversTypes['Task'], ParentType, ContextType, RequireFields<MutationRetryTaskArgs, 'id'>>;
  reprioritizeTask?: Resolver<ResolversTypes['Task'], ParentType, ContextType, RequireFields<MutationReprioritizeTaskArgs, 'id' | 'priority'>>;
  runQueue?: Resolver<ResolversTypes['RunQueueResult'], ParentType, ContextType, Partial<MutationRunQueueArgs>>;
  resubmitDeadLetters?: Resolver<ResolversTypes['ResubmitResult'], ParentType, ContextType, Partial<MutationResubmitDeadLettersArgs>>;
  discardDeadLetters?: Resolver<ResolversTypes['Int'], ParentType, ContextType, RequireFields<MutationDiscardDeadLettersArgs, 'reason'>>;
  noteDeadLetter?: Resolver<ResolversTypes['DeadLetter'], ParentType, ContextType, RequireFields<MutationNoteDeadLetterArgs, 'id' | 'text'>>;
  assignDeadLetter?: Resolver<ResolversTypes['DeadLetter'], ParentType, ContextType, RequireFields<MutationAssignDeadLetterArgs, 'id'>>;
  setAgentEnabled?: Resolver<ResolversTypes['Agent'], ParentType, ContextType, RequireFields<MutationSetAgentEnabledArgs, 'name' | 'enabled'>>;
  resetCircuit?: Resolver<ResolversTypes['Agent'], ParentType, ContextType, RequireFields<MutationResetCircuitArgs, 'agent'>>;
  drainWorker?: Resolver<ResolversTypes['Worker'], ParentType, ContextType, RequireFields<MutationDrainWorkerArgs, 'id'>>;
  updateWorkspace?: Resolver<ResolversTypes['Workspace'], ParentType, ContextType, RequireFields<MutationUpdateWorkspaceArgs, 'input'>>;
};

export type SubscriptionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Subscription'] = ResolversParentTypes['Subscription']> = {
  taskUpdated?: SubscriptionResolver<ResolversTypes['TaskUpdate'], "taskUpdated", ParentType, ContextType, RequireFields<SubscriptionTaskUpdatedArgs, 'id'>>;
  events?: SubscriptionResolver<ResolversTypes['Event'], "events", ParentType, ContextType, Partial<SubscriptionEventsArgs>>;
  queueStats?: SubscriptionResolver<ResolversTypes['QueueStats'], "queueStats", ParentType, ContextType>;
};

export type Resolvers<ContextType = Context> = {
  DateTime?: GraphQLScalarType;
  JSON?: GraphQLScalarType;
  PageInfo?: PageInfoResolvers<ContextType>;
  TaskError?: TaskErrorResolvers<ContextType>;
  Attempt?: AttemptResolvers<ContextType>;
  LogLine?: LogLineResolvers<ContextType>;
  LogEdge?: LogEdgeResolvers<ContextType>;
  LogConnection?: LogConnectionResolvers<ContextType>;
  Artifact?: ArtifactResolvers<ContextType>;
  WaitReason?: WaitReasonResolvers<ContextType>;
  Usage?: UsageResolvers<ContextType>;
  Actor?: ActorResolvers<ContextType>;
  Task?: TaskResolvers<ContextType>;
  Notification?: NotificationResolvers<ContextType>;
  TaskVersion?: TaskVersionResolvers<ContextType>;
  TaskEdge?: TaskEdgeResolvers<ContextType>;
  FacetCount?: FacetCountResolvers<ContextType>;
  TaskFacets?: TaskFacetsResolvers<ContextType>;
  TaskConnection?: TaskConnectionResolvers<ContextType>;
  AgentProblem?: AgentProblemResolvers<ContextType>;
  AgentHealth?: AgentHealthResolvers<ContextType>;
  Agent?: AgentResolvers<ContextType>;
  QueueLevel?: QueueLevelResolvers<ContextType>;
  WorkerStats?: WorkerStatsResolvers<ContextType>;
  StatusCount?: StatusCountResolvers<ContextType>;
  QueueStats?: QueueStatsResolvers<ContextType>;
  Worker?: WorkerResolvers<ContextType>;
  DeadLetter?: DeadLetterResolvers<ContextType>;
  Note?: NoteResolvers<ContextType>;
  DeadLetterEdge?: DeadLetterEdgeResolvers<ContextType>;
  DeadLetterConnection?: DeadLetterConnectionResolvers<ContextType>;
  DeadLetterGroup?: DeadLetterGroupResolvers<ContextType>;
  SubmitResult?: SubmitResultResolvers<ContextType>;
  SubmitError?: SubmitErrorResolvers<ContextType>;
  Violation?: ViolationResolvers<ContextType>;
  ResubmitResult?: ResubmitResultResolvers<ContextType>;
  RunQueueResult?: RunQueueResultResolvers<ContextType>;
  Event?: EventResolvers<ContextType>;
  EventEdge?: EventEdgeResolvers<ContextType>;
  EventConnection?: EventConnectionResolvers<ContextType>;
  TaskUpdate?: TaskUpdateResolvers<ContextType>;
  Viewer?: ViewerResolvers<ContextType>;
  QuietHours?: QuietHoursResolvers<ContextType>;
  BusinessHours?: BusinessHoursResolvers<ContextType>;
  Workspace?: WorkspaceResolvers<ContextType>;
  Query?: QueryResolvers<ContextType>;
  Mutation?: MutationResolvers<ContextType>;
  Subscription?: SubscriptionResolvers<ContextType>;
};

