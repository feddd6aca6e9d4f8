// Generated from schema.graphql by server/graphql/codegen.mjs. Run "npm run codegen" instead of editing it.
import type { GraphQLResolveInfo, GraphQLScalarType, GraphQLScalarTypeConfig } from 'graphql';
import type { TaskDoc } from '../../queue/task.ts';
import type { VersionOf } from '../resolvers/task.ts';
import type { TaskList, LogList, DeadLetterList, EventList } from '../resolvers/connections.ts';
import type { RegisteredAgent } from '../../agents/registry.ts';
import type { BudgetDoc } from '../../queue/budget.ts';
import type { Viewer as ViewerModel } from '../../auth/viewer.ts';
import type { UserDoc } from '../../auth/user.ts';
import type { MembershipView } from '../resolvers/identity.ts';
import type { ApiKeyDoc } from '../../auth/api-keys.ts';
import type { WorkerDoc } from '../../queue/worker-lease.ts';
import type { DeadLetterDoc } from '../../queue/dead-letter-store.ts';
import type { EventRow } from '../../events/event-log.ts';
import type { StoredArtifact } from '../../tasks/artifact-store.ts';
import type { WorkspaceDoc } from '../../tasks/workspaces.ts';
import type { RunDoc as StoredRun } from '../../workflows/run.ts';
import type { StepView, WorkflowList } from '../resolvers/workflow.ts';
import type { Template } from '../../workflows/template.ts';
import type { RequestDoc } from '../../queue/request-doc.ts';
import type { RequestList } from '../resolvers/request.ts';
import type { ScheduleDoc, RunDoc } from '../../schedules/schedule.ts';
import type { AlertDoc } from '../../alerts/alert.ts';
import type { AlertList } from '../resolvers/alert.ts';
import type { Bottlenecks as BottlenecksFound } from '../../performance/bottlenecks.ts';
import type { ScheduleList, RunList } from '../resolvers/schedule.ts';
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
  /** Agents of this team; marketing stands for MARKETING_TEAM. */
  readonly team?: InputMaybe<Scalars['String']['input']>;
  /** Any of these states. */
  readonly status?: InputMaybe<ReadonlyArray<TaskStatus>>;
  /** Any of these levels. */
  readonly priority?: InputMaybe<ReadonlyArray<Priority>>;
  /** Carries this tag. */
  readonly tag?: InputMaybe<Scalars['String']['input']>;
  /** Of this workflow run. */
  readonly workflow?: InputMaybe<Scalars['ID']['input']>;
  /** Made by this schedule. */
  readonly schedule?: InputMaybe<Scalars['ID']['input']>;
  /** Submitted by this person or key: its id, or a person's name or email address. */
  readonly submittedBy?: InputMaybe<Scalars['String']['input']>;
  /** Submitted at or after. */
  readonly since?: InputMaybe<Scalars['DateTime']['input']>;
  /** Submitted before. */
  readonly until?: InputMaybe<Scalars['DateTime']['input']>;
  /** Running on this worker now. */
  readonly worker?: InputMaybe<Scalars['ID']['input']>;
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
  /** Agents of this team; marketing stands for MARKETING_TEAM. */
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
  /** Closed by a retry of its task by hand, or not; only open ones when left out. */
  readonly retried?: InputMaybe<Scalars['Boolean']['input']>;
  /** These, 1 to 1,000. */
  readonly ids?: InputMaybe<ReadonlyArray<Scalars['ID']['input']>>;
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

/** What to run: a template, or a definition inline. */
export type StartWorkflowInput = {
  /** Name of a template. */
  readonly template?: InputMaybe<Scalars['String']['input']>;
  /** Version of the template; the latest when left out. */
  readonly version?: InputMaybe<Scalars['Int']['input']>;
  /** A definition inline: an object, or a text in YAML. */
  readonly definition?: InputMaybe<Scalars['JSON']['input']>;
  /** Values of the definition's parameters. */
  readonly parameters?: InputMaybe<Scalars['JSON']['input']>;
  /** What to call this run; the template's title when left out. */
  readonly name?: InputMaybe<Scalars['String']['input']>;
  /** Level of its tasks; NORMAL when left out. */
  readonly priority?: InputMaybe<Priority>;
  /** The same key within 24 hours gives the same run instead of a second one. */
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** The workspace; the caller's own when left out. */
  readonly workspace?: InputMaybe<Scalars['ID']['input']>;
  /** Who is told when it has ended: at most 10. */
  readonly notify?: InputMaybe<ReadonlyArray<NotifyInput>>;
};

/** A template to save; saving a name again makes its next version. */
export type WorkflowTemplateInput = {
  /** Lower-case words with dashes. */
  readonly name: Scalars['String']['input'];
  /** What people call it. */
  readonly title?: InputMaybe<Scalars['String']['input']>;
  /** What it is for. */
  readonly description?: InputMaybe<Scalars['String']['input']>;
  /** An object, or a text in YAML. */
  readonly definition: Scalars['JSON']['input'];
};

/** Which workflow runs to list. All conditions hold together. */
export type WorkflowFilter = {
  /** Any of these states. */
  readonly status?: InputMaybe<ReadonlyArray<WorkflowStatus>>;
  /** Runs of this template. */
  readonly template?: InputMaybe<Scalars['String']['input']>;
  /** Started by this person or key: its id, or a person's name or email address. */
  readonly submittedBy?: InputMaybe<Scalars['String']['input']>;
  /** Started at or after. */
  readonly since?: InputMaybe<Scalars['DateTime']['input']>;
  /** Started before. */
  readonly until?: InputMaybe<Scalars['DateTime']['input']>;
  /** Words in id or name. */
  readonly text?: InputMaybe<Scalars['String']['input']>;
  /** The workspace; the caller's own when left out. */
  readonly workspace?: InputMaybe<Scalars['ID']['input']>;
};

/** Which requests to list; open ones when nothing is said of their state. */
export type RequestFilter = {
  /** Any of these states. */
  readonly status?: InputMaybe<ReadonlyArray<RequestStatus>>;
  /** Of this kind. */
  readonly kind?: InputMaybe<RequestKind>;
  /** Only those that the asking person may decide. */
  readonly mine?: InputMaybe<Scalars['Boolean']['input']>;
  /** Of this workflow run. */
  readonly workflow?: InputMaybe<Scalars['ID']['input']>;
  /** Of this task. */
  readonly task?: InputMaybe<Scalars['ID']['input']>;
  /** The workspace; the caller's own when left out. */
  readonly workspace?: InputMaybe<Scalars['ID']['input']>;
};

/** A message to a Slack channel. */
export type PostInput = {
  /** A channel the bot is a member of: its id, or # and its name. */
  readonly channel: Scalars['String']['input'];
  /** The message, Slack markdown, at most 4,000 characters. */
  readonly text: Scalars['String']['input'];
};

/** When to do what. Exactly one of cron, every, at and words; exactly one of task, workflow and post. */
export type ScheduleInput = {
  /** What people call it. */
  readonly name: Scalars['String']['input'];
  /** Five or six fields, for example 0 9 * * MON#1. */
  readonly cron?: InputMaybe<Scalars['String']['input']>;
  /** A pause between runs, for example 90s, 15m, 2h or 1d; at least 1s. */
  readonly every?: InputMaybe<Scalars['String']['input']>;
  /** Once, at this moment. */
  readonly at?: InputMaybe<Scalars['DateTime']['input']>;
  /** Plain words, for example every weekday at 9:00. */
  readonly words?: InputMaybe<Scalars['String']['input']>;
  /** IANA time zone, for example Australia/Sydney; UTC when left out. */
  readonly timezone?: InputMaybe<Scalars['String']['input']>;
  /** Hand this task to an agent. Its time limit is 5 minutes unless it says another. */
  readonly task?: InputMaybe<SubmitTaskInput>;
  /** Start this workflow. */
  readonly workflow?: InputMaybe<StartWorkflowInput>;
  /** Post this message. */
  readonly post?: InputMaybe<PostInput>;
  /** ONCE when left out. */
  readonly missed?: InputMaybe<MissedRunPolicy>;
  /** SKIP when left out. */
  readonly overlap?: InputMaybe<OverlapPolicy>;
  /** No run before this moment. */
  readonly startAt?: InputMaybe<Scalars['DateTime']['input']>;
  /** No run after this moment. */
  readonly endAt?: InputMaybe<Scalars['DateTime']['input']>;
  /** Begin at once; true when left out. */
  readonly enabled?: InputMaybe<Scalars['Boolean']['input']>;
  /** The workspace; the caller's own when left out. */
  readonly workspace?: InputMaybe<Scalars['ID']['input']>;
};

/** What to change of a schedule; what is left out stays as it is, null clears it. Naming one of cron, every, at and words replaces the others, as does one of task, workflow and post. */
export type ScheduleChangeInput = {
  /** What people call it. */
  readonly name?: InputMaybe<Scalars['String']['input']>;
  /** Five or six fields. */
  readonly cron?: InputMaybe<Scalars['String']['input']>;
  /** A pause between runs. */
  readonly every?: InputMaybe<Scalars['String']['input']>;
  /** Once, at this moment. */
  readonly at?: InputMaybe<Scalars['DateTime']['input']>;
  /** Plain words. */
  readonly words?: InputMaybe<Scalars['String']['input']>;
  /** IANA time zone. */
  readonly timezone?: InputMaybe<Scalars['String']['input']>;
  /** Hand this task to an agent. */
  readonly task?: InputMaybe<SubmitTaskInput>;
  /** Start this workflow. */
  readonly workflow?: InputMaybe<StartWorkflowInput>;
  /** Post this message. */
  readonly post?: InputMaybe<PostInput>;
  /** What happens to missed runs. */
  readonly missed?: InputMaybe<MissedRunPolicy>;
  /** What happens when runs overlap. */
  readonly overlap?: InputMaybe<OverlapPolicy>;
  /** No run before this moment. */
  readonly startAt?: InputMaybe<Scalars['DateTime']['input']>;
  /** No run after this moment. */
  readonly endAt?: InputMaybe<Scalars['DateTime']['input']>;
};

/** Which schedules to list. */
export type ScheduleFilter = {
  /** Running ones, or paused ones. */
  readonly enabled?: InputMaybe<Scalars['Boolean']['input']>;
  /** For this agent. */
  readonly agent?: InputMaybe<Scalars['String']['input']>;
  /** For this workflow template. */
  readonly template?: InputMaybe<Scalars['String']['input']>;
  /** Made by this person or key. */
  readonly createdBy?: InputMaybe<Scalars['String']['input']>;
  /** Words in id or name. */
  readonly text?: InputMaybe<Scalars['String']['input']>;
  /** The workspace; the caller's own when left out. */
  readonly workspace?: InputMaybe<Scalars['ID']['input']>;
};

/** Which alerts to list; those not yet resolved when nothing is said of their state. */
export type AlertFilter = {
  /** Any of these states. */
  readonly status?: InputMaybe<ReadonlyArray<AlertStatus>>;
  /** Any of these severities. */
  readonly severity?: InputMaybe<ReadonlyArray<AlertSeverity>>;
  /** Of this kind, for example queue.depth. */
  readonly kind?: InputMaybe<Scalars['String']['input']>;
  /** The workspace; the caller's own when left out. */
  readonly workspace?: InputMaybe<Scalars['ID']['input']>;
};

/** Which audit entries to list. All conditions hold together. */
export type AuditFilter = {
  /** By this person, key or service: its id or name, or a person's email address. */
  readonly actor?: InputMaybe<Scalars['String']['input']>;
  /** Of these actions; a trailing * matches any ending. */
  readonly actions?: InputMaybe<ReadonlyArray<Scalars['String']['input']>>;
  /** About this object. */
  readonly subject?: InputMaybe<Scalars['ID']['input']>;
  /** At or after. */
  readonly since?: InputMaybe<Scalars['DateTime']['input']>;
  /** Before. */
  readonly until?: InputMaybe<Scalars['DateTime']['input']>;
  /** The workspace; the caller's own when left out. */
  readonly workspace?: InputMaybe<Scalars['ID']['input']>;
};

/** A new user. */
export type CreateUserInput = {
  /** Email address; it is the name to log in with. */
  readonly email: Scalars['String']['input'];
  /** Name to show. */
  readonly name: Scalars['String']['input'];
  /** At least 12 characters; one is made and shown once when left out. */
  readonly password?: InputMaybe<Scalars['String']['input']>;
  /** Role in the workspace. */
  readonly role: Role;
  /** Groups that approvals may name, for example sre. */
  readonly groups?: InputMaybe<ReadonlyArray<Scalars['String']['input']>>;
  /** The workspace; the caller's own when left out. */
  readonly workspace?: InputMaybe<Scalars['ID']['input']>;
};

/** What to change of a user; what is left out stays as it is. */
export type UpdateUserInput = {
  /** Name to show. */
  readonly name?: InputMaybe<Scalars['String']['input']>;
  /** Role in the workspace; null takes the person out of it. */
  readonly role?: InputMaybe<Role>;
  /** A disabled user is logged out everywhere within 5 seconds. */
  readonly disabled?: InputMaybe<Scalars['Boolean']['input']>;
  /** A new password; ends every session. */
  readonly password?: InputMaybe<Scalars['String']['input']>;
  /** Groups that approvals may name. */
  readonly groups?: InputMaybe<ReadonlyArray<Scalars['String']['input']>>;
  /** The workspace the role is for; the caller's own when left out. */
  readonly workspace?: InputMaybe<Scalars['ID']['input']>;
};

/** A new API key. */
export type CreateApiKeyInput = {
  /** What it is for. */
  readonly name: Scalars['String']['input'];
  /** What it may do, at most what its owner may; see `scopes` of ApiKey. Everything its owner may when left out. */
  readonly scopes?: InputMaybe<ReadonlyArray<Scalars['String']['input']>>;
  /** Role; the owner's own when left out, never more. */
  readonly role?: InputMaybe<Role>;
  /** When it stops working; in a year when left out. */
  readonly expiresAt?: InputMaybe<Scalars['DateTime']['input']>;
  /** A service identity: may act for users linked to it, as the Slack bot does. For admins only. */
  readonly service?: InputMaybe<Scalars['Boolean']['input']>;
  /** Requests a minute; the default when left out. For admins only. */
  readonly requestsPerMinute?: InputMaybe<Scalars['Int']['input']>;
  /** The workspace; the caller's own when left out. */
  readonly workspace?: InputMaybe<Scalars['ID']['input']>;
};

/** A limit on tokens, money or runs in a period. */
export type BudgetInput = {
  /** What it holds for. */
  readonly scope: BudgetScope;
  /** The agent or schedule; left out for the workspace. */
  readonly subject?: InputMaybe<Scalars['ID']['input']>;
  /** The period. */
  readonly period: BudgetPeriod;
  /** Most tokens. */
  readonly tokens?: InputMaybe<Scalars['Float']['input']>;
  /** Most money, in millionths of a dollar. */
  readonly costMicros?: InputMaybe<Scalars['Float']['input']>;
  /** Most runs. */
  readonly runs?: InputMaybe<Scalars['Float']['input']>;
  /** What happens when it is used up; WAIT when left out. */
  readonly policy?: InputMaybe<BudgetPolicy>;
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
  /** succeeded, failed, cancelled, interrupted or lost; empty while it runs. */
  readonly outcome?: Maybe<Scalars['String']['output']>;
  /** What went wrong, or why it was broken off. */
  readonly error?: Maybe<TaskError>;
  /** What it used; empty when nothing is known. */
  readonly usage?: Maybe<Usage>;
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

/** A call of a tool that an agent made. */
export type ToolCall = {
  /** The attempt that made it. */
  readonly attempt: Scalars['Int']['output'];
  /** The tool. */
  readonly tool: Scalars['String']['output'];
  /** When it began. */
  readonly at: Scalars['DateTime']['output'];
  /** How long it took, in milliseconds. */
  readonly durationMs: Scalars['Float']['output'];
  /** Size of the answer. */
  readonly resultBytes: Scalars['Float']['output'];
  /** What went wrong. */
  readonly error?: Maybe<Scalars['String']['output']>;
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
  /** Measured guess at the wait, in seconds: by the runs of the last minute, or else of the last day. */
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
  /** Tasks that must finish first; one that was given up and submitted again is replaced by what took its place. */
  readonly dependsOn: ReadonlyArray<Task>;
  /** Tasks that wait for this one. */
  readonly dependents: ReadonlyArray<Task>;
  /** What it left when it was given up, and what became of that. */
  readonly deadLetter?: Maybe<DeadLetter>;
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
  /** The workflow run it belongs to. */
  readonly workflow?: Maybe<Workflow>;
  /** The step of that run. */
  readonly workflowStep?: Maybe<Scalars['String']['output']>;
  /** The schedule that made it. */
  readonly schedule?: Maybe<Schedule>;
  /** Requests it has made of people. */
  readonly requests: ReadonlyArray<Request>;
  /** Calls of tools, oldest first, at most 200. */
  readonly toolCalls: ReadonlyArray<ToolCall>;
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
  /** When an open circuit lets a probe through; empty once it does. */
  readonly circuitUntil?: Maybe<Scalars['DateTime']['output']>;
  /** How it has been doing. */
  readonly health: AgentHealth;
  /** What the asking person may do with it now. */
  readonly viewerCan: ReadonlyArray<AgentAction>;
  /** Memory of its supervised processes, in megabytes; empty when it has none. */
  readonly memoryMb?: Maybe<Scalars['Float']['output']>;
  /** Share of a core its supervised processes use; empty when it has none. */
  readonly cpu?: Maybe<Scalars['Float']['output']>;
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
  /** Why it was put aside; kept when its task is retried all the same. */
  readonly discardReason?: Maybe<Scalars['String']['output']>;
  /** What has become of it. */
  readonly status: DeadLetterStatus;
  /** Each time somebody closed it, oldest first. A task that is retried by hand and given up again opens it again. */
  readonly history: ReadonlyArray<DeadLetterClosing>;
  /** Who looks after it. */
  readonly assignee?: Maybe<Scalars['String']['output']>;
  /** What people wrote about it. */
  readonly notes: ReadonlyArray<Note>;
  /** What the asking person may do with it now. */
  readonly viewerCan: ReadonlyArray<DeadLetterAction>;
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

/** How somebody closed a dead letter. */
export type DeadLetterClosing = {
  /** What was done. */
  readonly status: DeadLetterStatus;
  /** When. */
  readonly at: Scalars['DateTime']['output'];
  /** Who. */
  readonly by: Scalars['String']['output'];
  /** Why. */
  readonly reason?: Maybe<Scalars['String']['output']>;
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
  /** Dead letters that match; one call takes the oldest 10,000 at most. */
  readonly matched: Scalars['Int']['output'];
  /** Those resubmitted; 0 in a dry run. */
  readonly resubmitted: Scalars['Int']['output'];
  /** The new tasks, or in a dry run the old ones, at most `first`. */
  readonly tasks: ReadonlyArray<Task>;
  /** Tasks that ended because the old ones were given up, and those that ended because of them: with `withDependents` they wait for the new ones, without they stay as they are. */
  readonly dependents: Scalars['Int']['output'];
  /** How those that match failed, the largest group first. */
  readonly groups: ReadonlyArray<DeadLetterGroup>;
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
  /** Email address, for a user. */
  readonly email?: Maybe<Scalars['String']['output']>;
  /** Workspaces they belong to; the header x-capstan-workspace chooses one. */
  readonly memberships: ReadonlyArray<Membership>;
  /** What they may do in the workspace. */
  readonly viewerCan: ReadonlyArray<ViewerAction>;
  /** Whether this is a service identity. */
  readonly service: Scalars['Boolean']['output'];
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
  /** How many tasks may wait in the queue, over all agents; null for no limit. */
  readonly queueLimit?: Maybe<Scalars['Int']['output']>;
};

/** Settings of a workspace; what is left out stays as it is, null clears it. */
export type WorkspaceSettingsInput = {
  /** Tasks wait until runQueue starts them. */
  readonly manual?: InputMaybe<Scalars['Boolean']['input']>;
  /** When tasks below HIGH pause. */
  readonly quietHours?: InputMaybe<HoursInput>;
  /** When retries run, Monday to Friday. */
  readonly retryHours?: InputMaybe<HoursInput>;
  /** How many tasks may wait in the queue, over all agents; more are refused with QUEUE_FULL. */
  readonly queueLimit?: InputMaybe<Scalars['Int']['input']>;
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

/** A workflow run. */
export type Workflow = {
  /** For example W-17. */
  readonly id: Scalars['ID']['output'];
  /** What this run is called. */
  readonly name: Scalars['String']['output'];
  /** Where it stands. */
  readonly status: WorkflowStatus;
  /** Name of its template; empty when it was started from a definition. */
  readonly template?: Maybe<Scalars['String']['output']>;
  /** Version of the template. */
  readonly templateVersion?: Maybe<Scalars['Int']['output']>;
  /** Values it was started with, defaults filled in. */
  readonly parameters: Scalars['JSON']['output'];
  /** The definition it runs, as it was when it started. */
  readonly definition: Scalars['JSON']['output'];
  /** Its steps, in the order of the definition; steps of a for-each come once an item. */
  readonly steps: ReadonlyArray<WorkflowStep>;
  /** How many steps it has. */
  readonly totalSteps: Scalars['Int']['output'];
  /** How many of them have ended. */
  readonly completedSteps: Scalars['Int']['output'];
  /** 0 to 1. */
  readonly progress: Scalars['Float']['output'];
  /** What its steps returned, by step id. */
  readonly result?: Maybe<Scalars['JSON']['output']>;
  /** Why it failed. */
  readonly error?: Maybe<TaskError>;
  /** Level of its tasks. */
  readonly priority: Priority;
  /** The run as a picture, states marked. */
  readonly diagram: Scalars['String']['output'];
  /** Requests it has made of people. */
  readonly requests: ReadonlyArray<Request>;
  /** What happened to it, oldest first, at most 200. */
  readonly events: ReadonlyArray<Event>;
  /** The step of another run that started it. */
  readonly parentStep?: Maybe<WorkflowStep>;
  /** The schedule that started it. */
  readonly schedule?: Maybe<Schedule>;
  /** Who is told when it has ended, and what came of telling them. */
  readonly notifications: ReadonlyArray<Notification>;
  /** What its tasks used. */
  readonly usage: Usage;
  /** Why it was paused or cancelled. */
  readonly reason?: Maybe<Scalars['String']['output']>;
  /** Who started it. */
  readonly submittedBy: Actor;
  /** Where the request came from, for example api. */
  readonly origin: Scalars['String']['output'];
  /** Its workspace. */
  readonly workspace: Scalars['ID']['output'];
  /** What the asking person may do with it now. */
  readonly viewerCan: ReadonlyArray<WorkflowAction>;
  /** When it was started. */
  readonly createdAt: Scalars['DateTime']['output'];
  /** When it ended. */
  readonly finishedAt?: Maybe<Scalars['DateTime']['output']>;
};


/** A workflow run. */
export type WorkflowDiagramArgs = {
  format: DiagramFormat;
};

/** A step of a workflow run. */
export type WorkflowStep = {
  /** Its id in the definition; steps of a for-each have the item's number behind it, for example translate[2]. */
  readonly id: Scalars['String']['output'];
  /** What it does. */
  readonly kind: StepKind;
  /** What people call it; its id when the definition gives no name. */
  readonly name: Scalars['String']['output'];
  /** Where it stands. */
  readonly status: StepStatus;
  /** Steps that must end first. */
  readonly dependsOn: ReadonlyArray<Scalars['String']['output']>;
  /** The group or for-each it is part of. */
  readonly parent?: Maybe<Scalars['String']['output']>;
  /** Name of its agent. */
  readonly agent?: Maybe<Scalars['String']['output']>;
  /** The task it handed over; the latest when it was tried again. */
  readonly task?: Maybe<Task>;
  /** Every task it handed over, oldest first. */
  readonly tasks: ReadonlyArray<Task>;
  /** The request it made. */
  readonly request?: Maybe<Request>;
  /** The run it started. */
  readonly workflow?: Maybe<Workflow>;
  /** What it returned. */
  readonly output?: Maybe<Scalars['JSON']['output']>;
  /** Why it failed or was skipped. */
  readonly error?: Maybe<TaskError>;
  /** What it waits for, in words. */
  readonly waitingFor?: Maybe<Scalars['String']['output']>;
  /** When it began. */
  readonly startedAt?: Maybe<Scalars['DateTime']['output']>;
  /** When it ended. */
  readonly finishedAt?: Maybe<Scalars['DateTime']['output']>;
};

/** A workflow run in a list. */
export type WorkflowEdge = {
  /** Pass it as `after`. */
  readonly cursor: Scalars['String']['output'];
  /** The run. */
  readonly node: Workflow;
};

/** A page of workflow runs, newest first. */
export type WorkflowConnection = {
  /** Runs with their cursors. */
  readonly edges: ReadonlyArray<WorkflowEdge>;
  /** The runs alone. */
  readonly nodes: ReadonlyArray<Workflow>;
  /** Where this page ends. */
  readonly pageInfo: PageInfo;
  /** How many match, counted up to 10,000. */
  readonly totalCount: Scalars['Int']['output'];
  /** False when there are more than `totalCount`. */
  readonly totalCountIsExact: Scalars['Boolean']['output'];
};

/** A workflow that people can start by name. */
export type WorkflowTemplate = {
  /** Its name. */
  readonly name: Scalars['ID']['output'];
  /** This version. */
  readonly version: Scalars['Int']['output'];
  /** Every version there is, oldest first. */
  readonly versions: ReadonlyArray<Scalars['Int']['output']>;
  /** What people call it. */
  readonly title: Scalars['String']['output'];
  /** What it is for. */
  readonly description: Scalars['String']['output'];
  /** Comes with the product, in a file. */
  readonly builtIn: Scalars['Boolean']['output'];
  /** JSON Schema of its parameters. */
  readonly parameters: Scalars['JSON']['output'];
  /** The steps. */
  readonly definition: Scalars['JSON']['output'];
  /** The definition as a picture. */
  readonly diagram: Scalars['String']['output'];
  /** What is wrong with it, when it cannot be started. */
  readonly problems: ReadonlyArray<Violation>;
  /** When this version was saved. */
  readonly createdAt?: Maybe<Scalars['DateTime']['output']>;
  /** Who saved it. */
  readonly createdBy?: Maybe<Actor>;
};


/** A workflow that people can start by name. */
export type WorkflowTemplateDiagramArgs = {
  format: DiagramFormat;
};

/** News of one workflow run. */
export type WorkflowUpdate = {
  /** Pass it as `after` to go on from here. */
  readonly cursor: Scalars['String']['output'];
  /** The run as it stands now. */
  readonly workflow: Workflow;
  /** What happened; empty for the first message, which shows the run as found. */
  readonly event?: Maybe<Event>;
};

/** One thing that differs between two versions of a template. */
export type TemplateDifference = {
  /** Where, for example steps.blog.parameters.topic. */
  readonly path: Scalars['String']['output'];
  /** As it was; empty when it is new. */
  readonly from?: Maybe<Scalars['JSON']['output']>;
  /** As it is; empty when it is gone. */
  readonly to?: Maybe<Scalars['JSON']['output']>;
};

/** Somebody's say on a request. */
export type RequestDecision = {
  /** Who. */
  readonly by: Actor;
  /** When. */
  readonly at: Scalars['DateTime']['output'];
  /** Yes or no, for an approval. */
  readonly decision?: Maybe<Decision>;
  /** The answer, for a question. */
  readonly answer?: Maybe<Scalars['JSON']['output']>;
  /** Why. */
  readonly reason?: Maybe<Scalars['String']['output']>;
};

/** Who may decide a request. */
export type Deciders = {
  /** Anybody with one of these roles. */
  readonly roles: ReadonlyArray<Role>;
  /** These people, by id or email. */
  readonly users: ReadonlyArray<Scalars['String']['output']>;
  /** Anybody in one of these groups. */
  readonly groups: ReadonlyArray<Scalars['String']['output']>;
};

/** Something a person has to decide or answer. Work that waits for it holds no worker. */
export type Request = {
  /** For example R-12. */
  readonly id: Scalars['ID']['output'];
  /** What it asks for. */
  readonly kind: RequestKind;
  /** Where it stands. */
  readonly status: RequestStatus;
  /** The question, in a line. */
  readonly title: Scalars['String']['output'];
  /** More about it. */
  readonly text?: Maybe<Scalars['String']['output']>;
  /** For a question: the answers to choose from. */
  readonly choices: ReadonlyArray<Scalars['String']['output']>;
  /** For a question with a form: JSON Schema of the answer. */
  readonly form?: Maybe<Scalars['JSON']['output']>;
  /** What will happen after a yes, for example the parameters of the task. */
  readonly details?: Maybe<Scalars['JSON']['output']>;
  /** SHA-256 of the details; pass it with a decision to be sure to approve what was shown. */
  readonly digest: Scalars['String']['output'];
  /** Who may decide. */
  readonly deciders: Deciders;
  /** How many yeses it takes. */
  readonly quorum: Scalars['Int']['output'];
  /** What people have said so far. */
  readonly decisions: ReadonlyArray<RequestDecision>;
  /** The answer, once there is one. */
  readonly answer?: Maybe<Scalars['JSON']['output']>;
  /** Whoever asked may decide as well. */
  readonly requesterMayDecide: Scalars['Boolean']['output'];
  /** Who asked. */
  readonly requestedBy: Actor;
  /** When it was made. */
  readonly createdAt: Scalars['DateTime']['output'];
  /** When it expires. */
  readonly expiresAt?: Maybe<Scalars['DateTime']['output']>;
  /** When it was passed on to more people because nobody had decided. */
  readonly escalatedAt?: Maybe<Scalars['DateTime']['output']>;
  /** When it was settled. */
  readonly settledAt?: Maybe<Scalars['DateTime']['output']>;
  /** The run it belongs to. */
  readonly workflow?: Maybe<Workflow>;
  /** The step of that run. */
  readonly step?: Maybe<Scalars['String']['output']>;
  /** The task it belongs to. */
  readonly task?: Maybe<Task>;
  /** Its workspace. */
  readonly workspace: Scalars['ID']['output'];
  /** What the asking person may do with it now. */
  readonly viewerCan: ReadonlyArray<RequestAction>;
};

/** A request in a list. */
export type RequestEdge = {
  /** Pass it as `after`. */
  readonly cursor: Scalars['String']['output'];
  /** The request. */
  readonly node: Request;
};

/** A page of requests, newest first. */
export type RequestConnection = {
  /** Requests with their cursors. */
  readonly edges: ReadonlyArray<RequestEdge>;
  /** The requests alone. */
  readonly nodes: ReadonlyArray<Request>;
  /** Where this page ends. */
  readonly pageInfo: PageInfo;
  /** How many match, counted up to 10,000. */
  readonly totalCount: Scalars['Int']['output'];
  /** False when there are more than `totalCount`. */
  readonly totalCountIsExact: Scalars['Boolean']['output'];
};

/** A message a schedule posts. */
export type Post = {
  /** The Slack channel. */
  readonly channel: Scalars['String']['output'];
  /** The message. */
  readonly text: Scalars['String']['output'];
};

/** Something that happens once or again and again. */
export type Schedule = {
  /** For example S-3. */
  readonly id: Scalars['ID']['output'];
  /** What people call it. */
  readonly name: Scalars['String']['output'];
  /** Whether it runs. */
  readonly enabled: Scalars['Boolean']['output'];
  /** When, in words. */
  readonly description: Scalars['String']['output'];
  /** Five or six fields, if it is given so. */
  readonly cron?: Maybe<Scalars['String']['output']>;
  /** A pause between runs, if it is given so. */
  readonly every?: Maybe<Scalars['String']['output']>;
  /** The moment, if it runs once. */
  readonly at?: Maybe<Scalars['DateTime']['output']>;
  /** Plain words, if it is given so. */
  readonly words?: Maybe<Scalars['String']['output']>;
  /** IANA time zone. */
  readonly timezone: Scalars['String']['output'];
  /** The task it hands over, as it would be given to submitTask. */
  readonly task?: Maybe<Scalars['JSON']['output']>;
  /** The workflow it starts, as it would be given to startWorkflow. */
  readonly workflow?: Maybe<Scalars['JSON']['output']>;
  /** The message it posts. */
  readonly post?: Maybe<Post>;
  /** What happens to missed runs. */
  readonly missed: MissedRunPolicy;
  /** What happens when runs overlap. */
  readonly overlap: OverlapPolicy;
  /** No run before. */
  readonly startAt?: Maybe<Scalars['DateTime']['output']>;
  /** No run after. */
  readonly endAt?: Maybe<Scalars['DateTime']['output']>;
  /** The next run; empty when there is none or it is paused. */
  readonly nextRunAt?: Maybe<Scalars['DateTime']['output']>;
  /** The next runs. */
  readonly nextRuns: ReadonlyArray<Scalars['DateTime']['output']>;
  /** What came of the due moments so far, newest first. */
  readonly runs: ScheduleRunConnection;
  /** Grows with every change; pass it to updateSchedule to change only what was seen. */
  readonly version: Scalars['Int']['output'];
  /** Who made it. */
  readonly createdBy: Actor;
  /** When it was made. */
  readonly createdAt: Scalars['DateTime']['output'];
  /** When it was last changed. */
  readonly updatedAt: Scalars['DateTime']['output'];
  /** Its workspace. */
  readonly workspace: Scalars['ID']['output'];
  /** What the asking person may do with it now. */
  readonly viewerCan: ReadonlyArray<ScheduleAction>;
};


/** Something that happens once or again and again. */
export type ScheduleNextRunsArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
};


/** Something that happens once or again and again. */
export type ScheduleRunsArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
};

/** A due moment of a schedule and what came of it. */
export type ScheduleRun = {
  /** When it was due. */
  readonly dueAt: Scalars['DateTime']['output'];
  /** When a server took it up. */
  readonly startedAt: Scalars['DateTime']['output'];
  /** Started by hand. */
  readonly manual: Scalars['Boolean']['output'];
  /** What came of it. */
  readonly status: ScheduleRunStatus;
  /** The task it handed over. */
  readonly task?: Maybe<Task>;
  /** The workflow it started. */
  readonly workflow?: Maybe<Workflow>;
  /** Why nothing was started. */
  readonly reason?: Maybe<Scalars['String']['output']>;
};

/** A due moment in a list. */
export type ScheduleRunEdge = {
  /** Pass it as `after`. */
  readonly cursor: Scalars['String']['output'];
  /** The run. */
  readonly node: ScheduleRun;
};

/** A page of due moments, newest first. */
export type ScheduleRunConnection = {
  /** Runs with their cursors. */
  readonly edges: ReadonlyArray<ScheduleRunEdge>;
  /** The runs alone. */
  readonly nodes: ReadonlyArray<ScheduleRun>;
  /** Where this page ends. */
  readonly pageInfo: PageInfo;
};

/** A schedule in a list. */
export type ScheduleEdge = {
  /** Pass it as `after`. */
  readonly cursor: Scalars['String']['output'];
  /** The schedule. */
  readonly node: Schedule;
};

/** A page of schedules, newest first. */
export type ScheduleConnection = {
  /** Schedules with their cursors. */
  readonly edges: ReadonlyArray<ScheduleEdge>;
  /** The schedules alone. */
  readonly nodes: ReadonlyArray<Schedule>;
  /** Where this page ends. */
  readonly pageInfo: PageInfo;
  /** How many match, counted up to 10,000. */
  readonly totalCount: Scalars['Int']['output'];
  /** False when there are more than `totalCount`. */
  readonly totalCountIsExact: Scalars['Boolean']['output'];
};

/** When a schedule would run. */
export type SchedulePreview = {
  /** When, in words. */
  readonly description: Scalars['String']['output'];
  /** The next ten runs. */
  readonly nextRuns: ReadonlyArray<Scalars['DateTime']['output']>;
  /** What to know, for example that a time does not exist on the day the clocks change. */
  readonly notes: ReadonlyArray<Scalars['String']['output']>;
};

/** A run that is due in the future. */
export type UpcomingRun = {
  /** When. */
  readonly at: Scalars['DateTime']['output'];
  /** Of which schedule. */
  readonly schedule: Schedule;
};

/** Something that needs somebody's eye, and how it went on. */
export type Alert = {
  /** For example A-5. */
  readonly id: Scalars['ID']['output'];
  /** For example queue.depth or worker.lost. */
  readonly kind: Scalars['String']['output'];
  /** How bad it is. */
  readonly severity: AlertSeverity;
  /** Where it stands. */
  readonly status: AlertStatus;
  /** In a line. */
  readonly title: Scalars['String']['output'];
  /** More about it, and what to do. */
  readonly detail: Scalars['String']['output'];
  /** What it is about: an agent, worker, task or schedule. */
  readonly subject: Scalars['String']['output'];
  /** How often it was seen since it was opened. */
  readonly count: Scalars['Int']['output'];
  /** When it was first seen. */
  readonly firstAt: Scalars['DateTime']['output'];
  /** When it was last seen. */
  readonly lastAt: Scalars['DateTime']['output'];
  /** Who looks after it. */
  readonly acknowledgedBy?: Maybe<Actor>;
  /** When they said so. */
  readonly acknowledgedAt?: Maybe<Scalars['DateTime']['output']>;
  /** What they wrote. */
  readonly note?: Maybe<Scalars['String']['output']>;
  /** When it passed. */
  readonly resolvedAt?: Maybe<Scalars['DateTime']['output']>;
  /** Its workspace. */
  readonly workspace: Scalars['ID']['output'];
  /** Whether the asking person may acknowledge it now. */
  readonly viewerCanAcknowledge: Scalars['Boolean']['output'];
};

/** An alert in a list. */
export type AlertEdge = {
  /** Pass it as `after`. */
  readonly cursor: Scalars['String']['output'];
  /** The alert. */
  readonly node: Alert;
};

/** A page of alerts, newest first. */
export type AlertConnection = {
  /** Alerts with their cursors. */
  readonly edges: ReadonlyArray<AlertEdge>;
  /** The alerts alone. */
  readonly nodes: ReadonlyArray<Alert>;
  /** Where this page ends. */
  readonly pageInfo: PageInfo;
  /** How many match, counted up to 10,000. */
  readonly totalCount: Scalars['Int']['output'];
  /** False when there are more than `totalCount`. */
  readonly totalCountIsExact: Scalars['Boolean']['output'];
};

/** How one agent has been doing. */
export type AgentPerformance = {
  /** The agent. */
  readonly agent: Scalars['String']['output'];
  /** Runs that ended. */
  readonly runs: Scalars['Int']['output'];
  /** Of them succeeded. */
  readonly succeeded: Scalars['Int']['output'];
  /** Of them failed. */
  readonly failed: Scalars['Int']['output'];
  /** Half of the runs took at most this many seconds. */
  readonly p50Seconds?: Maybe<Scalars['Float']['output']>;
  /** 95 of 100 runs took at most this many seconds. */
  readonly p95Seconds?: Maybe<Scalars['Float']['output']>;
  /** 99 of 100 runs took at most this many seconds. */
  readonly p99Seconds?: Maybe<Scalars['Float']['output']>;
  /** Half of the tasks waited at most this many seconds. */
  readonly waitP50Seconds?: Maybe<Scalars['Float']['output']>;
  /** 95 of 100 tasks waited at most this many seconds. */
  readonly waitP95Seconds?: Maybe<Scalars['Float']['output']>;
  /** What the runs used. */
  readonly usage: Usage;
};

/** Where time is lost. */
export type Bottlenecks = {
  /** Since when this was measured. */
  readonly since: Scalars['DateTime']['output'];
  /** The tasks that ran longest, at most 10. */
  readonly slowestTasks: ReadonlyArray<Task>;
  /** The tasks that have waited longest, at most 10. */
  readonly longestWaiting: ReadonlyArray<Task>;
  /** Agents, the slowest first. */
  readonly agents: ReadonlyArray<AgentPerformance>;
  /** What holds work back, in words, the worst first. */
  readonly findings: ReadonlyArray<Scalars['String']['output']>;
};

/** What ended in one minute. */
export type ThroughputMinute = {
  /** The minute. */
  readonly at: Scalars['DateTime']['output'];
  /** Tasks that succeeded. */
  readonly succeeded: Scalars['Int']['output'];
  /** Tasks that were given up. */
  readonly failed: Scalars['Int']['output'];
};

/** One line of the audit log. Lines are chained: no change of an old one goes unnoticed. */
export type AuditEntry = {
  /** Its place in the chain, from 1. */
  readonly number: Scalars['Float']['output'];
  /** When. */
  readonly at: Scalars['DateTime']['output'];
  /** Who. */
  readonly actor: Actor;
  /** The service that acted for them, for example the Slack bot. */
  readonly via?: Maybe<Scalars['String']['output']>;
  /** Where, for example a Slack channel and message. */
  readonly place?: Maybe<Scalars['String']['output']>;
  /** For example task.cancelled. */
  readonly action: Scalars['String']['output'];
  /** What it was about. */
  readonly subject: Scalars['String']['output'];
  /** Why, if a reason was given. */
  readonly reason?: Maybe<Scalars['String']['output']>;
  /** Where the request came from: api, slack, schedule, ... */
  readonly origin?: Maybe<Scalars['String']['output']>;
  /** The request's id in the server's log. */
  readonly requestId?: Maybe<Scalars['String']['output']>;
  /** Details. */
  readonly details: Scalars['JSON']['output'];
  /** Hash of this line and the one before. */
  readonly hash: Scalars['String']['output'];
};

/** A line of the audit log in a list. */
export type AuditEdge = {
  /** Pass it as `after`. */
  readonly cursor: Scalars['String']['output'];
  /** The line. */
  readonly node: AuditEntry;
};

/** A page of the audit log, newest first. */
export type AuditConnection = {
  /** Lines with their cursors. */
  readonly edges: ReadonlyArray<AuditEdge>;
  /** The lines alone. */
  readonly nodes: ReadonlyArray<AuditEntry>;
  /** Where this page ends. */
  readonly pageInfo: PageInfo;
};

/** Whether the audit log is as it was written. */
export type AuditVerification = {
  /** Nothing was changed, removed, added or reordered. */
  readonly intact: Scalars['Boolean']['output'];
  /** Lines looked at. */
  readonly checked: Scalars['Float']['output'];
  /** The first line that is not as it was written. */
  readonly firstBad?: Maybe<Scalars['Float']['output']>;
  /** What is wrong. */
  readonly problem?: Maybe<Scalars['String']['output']>;
};

/** A person's place in a workspace. */
export type Membership = {
  /** The workspace. */
  readonly workspace: Scalars['ID']['output'];
  /** What they may do there. */
  readonly role: Role;
};

/** Somebody who can log in. */
export type User = {
  /** Identifies them. */
  readonly id: Scalars['ID']['output'];
  /** Email address. */
  readonly email: Scalars['String']['output'];
  /** Name to show. */
  readonly name: Scalars['String']['output'];
  /** Role in the asked workspace. */
  readonly role: Role;
  /** Every workspace of theirs that the asking person administers too. */
  readonly memberships: ReadonlyArray<Membership>;
  /** Groups that approvals may name. */
  readonly groups: ReadonlyArray<Scalars['String']['output']>;
  /** May not log in. */
  readonly disabled: Scalars['Boolean']['output'];
  /** Identities linked to them, for example slack:T1:U2. */
  readonly identities: ReadonlyArray<Scalars['String']['output']>;
  /** When they were made. */
  readonly createdAt: Scalars['DateTime']['output'];
  /** When they last logged in. */
  readonly lastLoginAt?: Maybe<Scalars['DateTime']['output']>;
};

/** A user just made. */
export type CreatedUser = {
  /** The user. */
  readonly user: User;
  /** The password that was made for them; shown this once. */
  readonly password?: Maybe<Scalars['String']['output']>;
};

/** Proof of a login. */
export type Session = {
  /** Send it as bearer token. */
  readonly accessToken: Scalars['String']['output'];
  /** Gives the next pair, once. */
  readonly refreshToken: Scalars['String']['output'];
  /** When the access token ends. */
  readonly expiresAt: Scalars['DateTime']['output'];
  /** Who logged in. */
  readonly user: User;
};

/** A key for programs. */
export type ApiKey = {
  /** Identifies it; not secret. */
  readonly id: Scalars['ID']['output'];
  /** What it is for. */
  readonly name: Scalars['String']['output'];
  /** How it begins. */
  readonly prefix: Scalars['String']['output'];
  /** What it may do: names of operations, or read, submit, operate, configure; empty means all that its role may. */
  readonly scopes: ReadonlyArray<Scalars['String']['output']>;
  /** Its role. */
  readonly role: Role;
  /** May act for users linked to it. */
  readonly service: Scalars['Boolean']['output'];
  /** Whose it is. */
  readonly owner: Actor;
  /** Requests a minute. */
  readonly requestsPerMinute: Scalars['Int']['output'];
  /** When it was made. */
  readonly createdAt: Scalars['DateTime']['output'];
  /** When it stops working. */
  readonly expiresAt: Scalars['DateTime']['output'];
  /** When it was last used, to the minute. */
  readonly lastUsedAt?: Maybe<Scalars['DateTime']['output']>;
  /** When it was revoked. */
  readonly revokedAt?: Maybe<Scalars['DateTime']['output']>;
};

/** A key just made. */
export type CreatedApiKey = {
  /** The key. */
  readonly apiKey: ApiKey;
  /** The key itself; shown this once. */
  readonly secret: Scalars['String']['output'];
};

/** A code that links an identity elsewhere to the asking person. */
export type LinkCode = {
  /** Type it where the identity is, for example to the Slack bot. */
  readonly code: Scalars['String']['output'];
  /** It works once, until then. */
  readonly expiresAt: Scalars['DateTime']['output'];
};

/** A limit on tokens, money or runs in a period. */
export type Budget = {
  /** Identifies it. */
  readonly id: Scalars['ID']['output'];
  /** What it holds for. */
  readonly scope: BudgetScope;
  /** The agent or schedule; empty for the workspace. */
  readonly subject?: Maybe<Scalars['ID']['output']>;
  /** The period. */
  readonly period: BudgetPeriod;
  /** Most tokens. */
  readonly tokens?: Maybe<Scalars['Float']['output']>;
  /** Most money, in millionths of a dollar. */
  readonly costMicros?: Maybe<Scalars['Float']['output']>;
  /** Most runs. */
  readonly runs?: Maybe<Scalars['Float']['output']>;
  /** What happens when it is used up. */
  readonly policy: BudgetPolicy;
  /** Tokens used in this period. */
  readonly usedTokens: Scalars['Float']['output'];
  /** Money used in this period. */
  readonly usedCostMicros: Scalars['Float']['output'];
  /** Runs begun in this period. */
  readonly usedRuns: Scalars['Float']['output'];
  /** Tokens held for runs under way. */
  readonly reservedTokens: Scalars['Float']['output'];
  /** Money held for runs under way. */
  readonly reservedCostMicros: Scalars['Float']['output'];
  /** When the next period begins. */
  readonly resetsAt: Scalars['DateTime']['output'];
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
  /** Tasks that were given up and that nobody has dealt with yet, newest first; `resubmitted`, `discarded` and `retried` in the filter show the others. */
  readonly deadLetters: DeadLetterConnection;
  /** One dead letter, open or not, or null when there is none. */
  readonly deadLetter?: Maybe<DeadLetter>;
  /** Open dead letters grouped by what went wrong, the largest group first. */
  readonly deadLetterGroups: ReadonlyArray<DeadLetterGroup>;
  /** What happened, newest first. */
  readonly events: EventConnection;
  /** One workflow run, or null when there is none. */
  readonly workflow?: Maybe<Workflow>;
  /** Workflow runs of a workspace, newest first. */
  readonly workflows: WorkflowConnection;
  /** Workflows that can be started by name, the latest version of each. */
  readonly workflowTemplates: ReadonlyArray<WorkflowTemplate>;
  /** One template, or null when there is none. */
  readonly workflowTemplate?: Maybe<WorkflowTemplate>;
  /** What differs between two versions of a template. */
  readonly workflowTemplateDiff: ReadonlyArray<TemplateDifference>;
  /** Everything that is wrong with a definition; empty when it can be started. */
  readonly checkWorkflow: ReadonlyArray<Violation>;
  /** A definition as a picture; TOO_LARGE when it has too many arrows for one. */
  readonly drawWorkflow: Scalars['String']['output'];
  /** What waits for people, or did. */
  readonly requests: RequestConnection;
  /** One request, or null when there is none. */
  readonly request?: Maybe<Request>;
  /** One schedule, or null when there is none. */
  readonly schedule?: Maybe<Schedule>;
  /** Schedules of a workspace. */
  readonly schedules: ScheduleConnection;
  /** When a schedule would run, without saving it. */
  readonly previewSchedule: SchedulePreview;
  /** Future runs of all schedules, for a calendar, earliest first. */
  readonly upcomingRuns: ReadonlyArray<UpcomingRun>;
  /** One alert, or null when there is none. */
  readonly alert?: Maybe<Alert>;
  /** What needs somebody's eye. */
  readonly alerts: AlertConnection;
  /** Where time is lost. */
  readonly bottlenecks: Bottlenecks;
  /** How agents have been doing, the busiest first. */
  readonly agentPerformance: ReadonlyArray<AgentPerformance>;
  /** What ended, minute by minute, oldest first. */
  readonly throughput: ReadonlyArray<ThroughputMinute>;
  /** Who did what, newest first; for admins only. */
  readonly auditLog: AuditConnection;
  /** Checks the whole audit log; for admins only. */
  readonly auditVerify: AuditVerification;
  /** Users of the workspace; for admins only. */
  readonly users: ReadonlyArray<User>;
  /** The asking person's keys; all keys of the workspace for admins. */
  readonly apiKeys: ReadonlyArray<ApiKey>;
  /** Limits on tokens, money and runs. */
  readonly budgets: ReadonlyArray<Budget>;
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


export type QueryDeadLetterArgs = {
  id: Scalars['ID']['input'];
};


export type QueryDeadLetterGroupsArgs = {
  filter?: InputMaybe<DeadLetterFilter>;
};


export type QueryEventsArgs = {
  filter?: InputMaybe<EventFilter>;
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
};


export type QueryWorkflowArgs = {
  id: Scalars['ID']['input'];
};


export type QueryWorkflowsArgs = {
  filter?: InputMaybe<WorkflowFilter>;
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
};


export type QueryWorkflowTemplateArgs = {
  name: Scalars['ID']['input'];
  version?: InputMaybe<Scalars['Int']['input']>;
};


export type QueryWorkflowTemplateDiffArgs = {
  name: Scalars['ID']['input'];
  from: Scalars['Int']['input'];
  to: Scalars['Int']['input'];
};


export type QueryCheckWorkflowArgs = {
  definition: Scalars['JSON']['input'];
};


export type QueryDrawWorkflowArgs = {
  definition: Scalars['JSON']['input'];
  format: DiagramFormat;
};


export type QueryRequestsArgs = {
  filter?: InputMaybe<RequestFilter>;
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
};


export type QueryRequestArgs = {
  id: Scalars['ID']['input'];
};


export type QueryScheduleArgs = {
  id: Scalars['ID']['input'];
};


export type QuerySchedulesArgs = {
  filter?: InputMaybe<ScheduleFilter>;
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
};


export type QueryPreviewScheduleArgs = {
  input: ScheduleInput;
};


export type QueryUpcomingRunsArgs = {
  since?: InputMaybe<Scalars['DateTime']['input']>;
  until?: InputMaybe<Scalars['DateTime']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
};


export type QueryAlertArgs = {
  id: Scalars['ID']['input'];
};


export type QueryAlertsArgs = {
  filter?: InputMaybe<AlertFilter>;
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
};


export type QueryBottlenecksArgs = {
  since?: InputMaybe<Scalars['DateTime']['input']>;
};


export type QueryAgentPerformanceArgs = {
  agent?: InputMaybe<Scalars['ID']['input']>;
  since?: InputMaybe<Scalars['DateTime']['input']>;
};


export type QueryThroughputArgs = {
  minutes?: InputMaybe<Scalars['Int']['input']>;
};


export type QueryAuditLogArgs = {
  filter?: InputMaybe<AuditFilter>;
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
};


export type QueryAuditVerifyArgs = {
  head?: InputMaybe<Scalars['String']['input']>;
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
  /** Try a failed or cancelled task again. It waits for what has not ended of the tasks it depends on, or of what took their place. */
  readonly retryTask: Task;
  /** Change the level of a task that has not started. */
  readonly reprioritizeTask: Task;
  /** Run waiting tasks now, also in a workspace in manual mode, and wait for them. Tasks of agents that take no work now stay. */
  readonly runQueue: RunQueueResult;
  /** Submit given-up tasks again, by id or by filter. */
  readonly resubmitDeadLetters: ResubmitResult;
  /** Put given-up tasks aside, the oldest 10,000 at most in one call; answers how many. */
  readonly discardDeadLetters: Scalars['Int']['output'];
  /** Write a note on a dead letter. */
  readonly noteDeadLetter: DeadLetter;
  /** Say who looks after a dead letter; null for nobody. */
  readonly assignDeadLetter: DeadLetter;
  /** Switch an agent on or off, for admins of the first workspace; off, it finishes what runs when `drain` is true, and is aborted otherwise. */
  readonly setAgentEnabled: Agent;
  /** Close an agent's circuit by hand, for admins of the first workspace. */
  readonly resetCircuit: Agent;
  /** Let a worker finish what it runs and take nothing new, for admins of the first workspace. */
  readonly drainWorker: Worker;
  /** Let a draining worker take new work again, for admins of the first workspace. Not one that was told to stop. */
  readonly resumeWorker: Worker;
  /** Change the settings of the caller's workspace. */
  readonly updateWorkspace: Workspace;
  /** Replace what the receivers of this workspace's webhooks verify signatures with, and get the new one. For a while messages are signed with both. */
  readonly rotateWebhookSecret: Scalars['String']['output'];
  /** Start a workflow. */
  readonly startWorkflow: Workflow;
  /** Save a workflow under a name; saving the name again makes its next version. */
  readonly saveWorkflowTemplate: WorkflowTemplate;
  /** Stop a run: what runs is aborted. */
  readonly cancelWorkflow: Workflow;
  /** Hold a run: what runs ends, nothing new starts. */
  readonly pauseWorkflow: Workflow;
  /** Let a held run go on. */
  readonly resumeWorkflow: Workflow;
  /** Try a failed or cancelled run again from where it stopped; finished steps are kept. */
  readonly retryWorkflow: Workflow;
  /** Say that something happened; workflow steps may wait for it. */
  readonly publishEvent: Event;
  /** Decide a request, or answer it. */
  readonly answerRequest: Request;
  /** Make a schedule. */
  readonly createSchedule: Schedule;
  /** Change a schedule. */
  readonly updateSchedule: Schedule;
  /** Let a schedule rest. */
  readonly pauseSchedule: Schedule;
  /** Let a schedule run again, from now on. */
  readonly resumeSchedule: Schedule;
  /** Remove a schedule; what it started stays. */
  readonly deleteSchedule: Schedule;
  /** Run a schedule now, besides its due moments. */
  readonly runSchedule: ScheduleRun;
  /** Say that somebody looks after an alert. */
  readonly acknowledgeAlert: Alert;
  /** Log in. */
  readonly login: Session;
  /** Exchange a refresh token for the next pair. */
  readonly refreshSession: Session;
  /** End the session of the token this is asked with, or all of the asking person's. */
  readonly logout: Scalars['Boolean']['output'];
  /** Change the asking person's own password; ends their other sessions. */
  readonly changePassword: Scalars['Boolean']['output'];
  /** Make a user, or take one into the workspace; for admins only. */
  readonly createUser: CreatedUser;
  /** Change a user; for admins only. */
  readonly updateUser: User;
  /** Make a key for programs. */
  readonly createApiKey: CreatedApiKey;
  /** End a key at once. */
  readonly revokeApiKey: ApiKey;
  /** A code that links an identity elsewhere, for example in Slack, to the asking person. */
  readonly createLinkCode: LinkCode;
  /** Link an identity elsewhere by the code its person was given; for service identities only. */
  readonly linkIdentity: User;
  /** Undo a link; a service identity, or the person. */
  readonly unlinkIdentity: Scalars['Boolean']['output'];
  /** Set a budget; for admins only. */
  readonly setBudget: Budget;
  /** Remove a budget; for admins only. */
  readonly removeBudget: Scalars['Boolean']['output'];
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
  withDependents?: InputMaybe<Scalars['Boolean']['input']>;
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
  withDependents?: InputMaybe<Scalars['Boolean']['input']>;
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


export type MutationResumeWorkerArgs = {
  id: Scalars['ID']['input'];
};


export type MutationUpdateWorkspaceArgs = {
  input: WorkspaceSettingsInput;
};


export type MutationRotateWebhookSecretArgs = {
  overlapHours?: InputMaybe<Scalars['Int']['input']>;
};


export type MutationStartWorkflowArgs = {
  input: StartWorkflowInput;
};


export type MutationSaveWorkflowTemplateArgs = {
  input: WorkflowTemplateInput;
};


export type MutationCancelWorkflowArgs = {
  id: Scalars['ID']['input'];
  reason?: InputMaybe<Scalars['String']['input']>;
};


export type MutationPauseWorkflowArgs = {
  id: Scalars['ID']['input'];
  reason?: InputMaybe<Scalars['String']['input']>;
};


export type MutationResumeWorkflowArgs = {
  id: Scalars['ID']['input'];
};


export type MutationRetryWorkflowArgs = {
  id: Scalars['ID']['input'];
  step?: InputMaybe<Scalars['String']['input']>;
};


export type MutationPublishEventArgs = {
  topic: Scalars['String']['input'];
  payload?: InputMaybe<Scalars['JSON']['input']>;
};


export type MutationAnswerRequestArgs = {
  id: Scalars['ID']['input'];
  decision?: InputMaybe<Decision>;
  answer?: InputMaybe<Scalars['JSON']['input']>;
  reason?: InputMaybe<Scalars['String']['input']>;
  digest?: InputMaybe<Scalars['String']['input']>;
};


export type MutationCreateScheduleArgs = {
  input: ScheduleInput;
};


export type MutationUpdateScheduleArgs = {
  id: Scalars['ID']['input'];
  input: ScheduleChangeInput;
  expectedVersion?: InputMaybe<Scalars['Int']['input']>;
};


export type MutationPauseScheduleArgs = {
  id: Scalars['ID']['input'];
  reason?: InputMaybe<Scalars['String']['input']>;
};


export type MutationResumeScheduleArgs = {
  id: Scalars['ID']['input'];
};


export type MutationDeleteScheduleArgs = {
  id: Scalars['ID']['input'];
};


export type MutationRunScheduleArgs = {
  id: Scalars['ID']['input'];
};


export type MutationAcknowledgeAlertArgs = {
  id: Scalars['ID']['input'];
  note?: InputMaybe<Scalars['String']['input']>;
};


export type MutationLoginArgs = {
  email: Scalars['String']['input'];
  password: Scalars['String']['input'];
};


export type MutationRefreshSessionArgs = {
  refreshToken: Scalars['String']['input'];
};


export type MutationLogoutArgs = {
  everywhere?: InputMaybe<Scalars['Boolean']['input']>;
};


export type MutationChangePasswordArgs = {
  current: Scalars['String']['input'];
  next: Scalars['String']['input'];
};


export type MutationCreateUserArgs = {
  input: CreateUserInput;
};


export type MutationUpdateUserArgs = {
  id: Scalars['ID']['input'];
  input: UpdateUserInput;
};


export type MutationCreateApiKeyArgs = {
  input: CreateApiKeyInput;
};


export type MutationRevokeApiKeyArgs = {
  id: Scalars['ID']['input'];
};


export type MutationLinkIdentityArgs = {
  code: Scalars['String']['input'];
  identity: Scalars['String']['input'];
};


export type MutationUnlinkIdentityArgs = {
  identity: Scalars['String']['input'];
};


export type MutationSetBudgetArgs = {
  input: BudgetInput;
};


export type MutationRemoveBudgetArgs = {
  id: Scalars['ID']['input'];
};

export type Subscription = {
  /** News of one task: first as it stands, then every change; at most one progress update a second. */
  readonly taskUpdated: TaskUpdate;
  /** Everything that happens in the workspace. When history no longer reaches back to `after`, or the reader is too slow, an event of type feed.gap says so. */
  readonly events: Event;
  /** The queue at a glance, whenever it changes, at most once a second. */
  readonly queueStats: QueueStats;
  /** News of one workflow run: first as it stands, then every change; at most one update a second. */
  readonly workflowUpdated: WorkflowUpdate;
  /** Alerts: first those that stand, then every change. */
  readonly alerts: Alert;
};


export type SubscriptionTaskUpdatedArgs = {
  id: Scalars['ID']['input'];
  after?: InputMaybe<Scalars['String']['input']>;
};


export type SubscriptionEventsArgs = {
  filter?: InputMaybe<EventFilter>;
  after?: InputMaybe<Scalars['String']['input']>;
};


export type SubscriptionWorkflowUpdatedArgs = {
  id: Scalars['ID']['input'];
  after?: InputMaybe<Scalars['String']['input']>;
};


export type SubscriptionAlertsArgs = {
  filter?: InputMaybe<AlertFilter>;
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
  WorkflowStatus: WorkflowStatus;
  StepStatus: StepStatus;
  StepKind: StepKind;
  DiagramFormat: DiagramFormat;
  WorkflowAction: WorkflowAction;
  RequestKind: RequestKind;
  RequestStatus: RequestStatus;
  Decision: Decision;
  RequestAction: RequestAction;
  MissedRunPolicy: MissedRunPolicy;
  OverlapPolicy: OverlapPolicy;
  ScheduleRunStatus: ScheduleRunStatus;
  ScheduleAction: ScheduleAction;
  AgentAction: AgentAction;
  DeadLetterAction: DeadLetterAction;
  ViewerAction: ViewerAction;
  AlertSeverity: AlertSeverity;
  AlertStatus: AlertStatus;
  Role: Role;
  BudgetScope: BudgetScope;
  BudgetPeriod: BudgetPeriod;
  BudgetPolicy: BudgetPolicy;
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
  StartWorkflowInput: StartWorkflowInput;
  WorkflowTemplateInput: WorkflowTemplateInput;
  WorkflowFilter: WorkflowFilter;
  RequestFilter: RequestFilter;
  PostInput: PostInput;
  ScheduleInput: ScheduleInput;
  ScheduleChangeInput: ScheduleChangeInput;
  ScheduleFilter: ScheduleFilter;
  AlertFilter: AlertFilter;
  AuditFilter: AuditFilter;
  CreateUserInput: CreateUserInput;
  UpdateUserInput: UpdateUserInput;
  CreateApiKeyInput: CreateApiKeyInput;
  BudgetInput: BudgetInput;
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
  ToolCall: ResolverTypeWrapper<ToolCall>;
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
  DeadLetterStatus: DeadLetterStatus;
  DeadLetterClosing: ResolverTypeWrapper<DeadLetterClosing>;
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
  Viewer: ResolverTypeWrapper<ViewerModel>;
  QuietHours: ResolverTypeWrapper<QuietHours>;
  BusinessHours: ResolverTypeWrapper<BusinessHours>;
  Workspace: ResolverTypeWrapper<WorkspaceDoc>;
  WorkspaceSettingsInput: WorkspaceSettingsInput;
  HoursInput: HoursInput;
  Workflow: ResolverTypeWrapper<StoredRun>;
  WorkflowStep: ResolverTypeWrapper<StepView>;
  WorkflowEdge: ResolverTypeWrapper<Omit<WorkflowEdge, 'node'> & { node: ResolversTypes['Workflow'] }>;
  WorkflowConnection: ResolverTypeWrapper<WorkflowList>;
  WorkflowTemplate: ResolverTypeWrapper<Template>;
  WorkflowUpdate: ResolverTypeWrapper<Omit<WorkflowUpdate, 'workflow' | 'event'> & { workflow: ResolversTypes['Workflow'], event?: Maybe<ResolversTypes['Event']> }>;
  TemplateDifference: ResolverTypeWrapper<TemplateDifference>;
  RequestDecision: ResolverTypeWrapper<RequestDecision>;
  Deciders: ResolverTypeWrapper<Deciders>;
  Request: ResolverTypeWrapper<RequestDoc>;
  RequestEdge: ResolverTypeWrapper<Omit<RequestEdge, 'node'> & { node: ResolversTypes['Request'] }>;
  RequestConnection: ResolverTypeWrapper<RequestList>;
  Post: ResolverTypeWrapper<Post>;
  Schedule: ResolverTypeWrapper<ScheduleDoc>;
  ScheduleRun: ResolverTypeWrapper<RunDoc>;
  ScheduleRunEdge: ResolverTypeWrapper<Omit<ScheduleRunEdge, 'node'> & { node: ResolversTypes['ScheduleRun'] }>;
  ScheduleRunConnection: ResolverTypeWrapper<RunList>;
  ScheduleEdge: ResolverTypeWrapper<Omit<ScheduleEdge, 'node'> & { node: ResolversTypes['Schedule'] }>;
  ScheduleConnection: ResolverTypeWrapper<ScheduleList>;
  SchedulePreview: ResolverTypeWrapper<SchedulePreview>;
  UpcomingRun: ResolverTypeWrapper<Omit<UpcomingRun, 'schedule'> & { schedule: ResolversTypes['Schedule'] }>;
  Alert: ResolverTypeWrapper<AlertDoc>;
  AlertEdge: ResolverTypeWrapper<Omit<AlertEdge, 'node'> & { node: ResolversTypes['Alert'] }>;
  AlertConnection: ResolverTypeWrapper<AlertList>;
  AgentPerformance: ResolverTypeWrapper<AgentPerformance>;
  Bottlenecks: ResolverTypeWrapper<BottlenecksFound>;
  ThroughputMinute: ResolverTypeWrapper<ThroughputMinute>;
  AuditEntry: ResolverTypeWrapper<AuditEntry>;
  AuditEdge: ResolverTypeWrapper<AuditEdge>;
  AuditConnection: ResolverTypeWrapper<AuditConnection>;
  AuditVerification: ResolverTypeWrapper<AuditVerification>;
  Membership: ResolverTypeWrapper<MembershipView>;
  User: ResolverTypeWrapper<UserDoc>;
  CreatedUser: ResolverTypeWrapper<Omit<CreatedUser, 'user'> & { user: ResolversTypes['User'] }>;
  Session: ResolverTypeWrapper<Omit<Session, 'user'> & { user: ResolversTypes['User'] }>;
  ApiKey: ResolverTypeWrapper<ApiKeyDoc>;
  CreatedApiKey: ResolverTypeWrapper<Omit<CreatedApiKey, 'apiKey'> & { apiKey: ResolversTypes['ApiKey'] }>;
  LinkCode: ResolverTypeWrapper<LinkCode>;
  Budget: ResolverTypeWrapper<BudgetDoc>;
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
  StartWorkflowInput: StartWorkflowInput;
  WorkflowTemplateInput: WorkflowTemplateInput;
  WorkflowFilter: WorkflowFilter;
  RequestFilter: RequestFilter;
  PostInput: PostInput;
  ScheduleInput: ScheduleInput;
  ScheduleChangeInput: ScheduleChangeInput;
  ScheduleFilter: ScheduleFilter;
  AlertFilter: AlertFilter;
  AuditFilter: AuditFilter;
  CreateUserInput: CreateUserInput;
  UpdateUserInput: UpdateUserInput;
  CreateApiKeyInput: CreateApiKeyInput;
  BudgetInput: BudgetInput;
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
  ToolCall: ToolCall;
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
  DeadLetterClosing: DeadLetterClosing;
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
  Viewer: ViewerModel;
  QuietHours: QuietHours;
  BusinessHours: BusinessHours;
  Workspace: WorkspaceDoc;
  WorkspaceSettingsInput: WorkspaceSettingsInput;
  HoursInput: HoursInput;
  Workflow: StoredRun;
  WorkflowStep: StepView;
  WorkflowEdge: Omit<WorkflowEdge, 'node'> & { node: ResolversParentTypes['Workflow'] };
  WorkflowConnection: WorkflowList;
  WorkflowTemplate: Template;
  WorkflowUpdate: Omit<WorkflowUpdate, 'workflow' | 'event'> & { workflow: ResolversParentTypes['Workflow'], event?: Maybe<ResolversParentTypes['Event']> };
  TemplateDifference: TemplateDifference;
  RequestDecision: RequestDecision;
  Deciders: Deciders;
  Request: RequestDoc;
  RequestEdge: Omit<RequestEdge, 'node'> & { node: ResolversParentTypes['Request'] };
  RequestConnection: RequestList;
  Post: Post;
  Schedule: ScheduleDoc;
  ScheduleRun: RunDoc;
  ScheduleRunEdge: Omit<ScheduleRunEdge, 'node'> & { node: ResolversParentTypes['ScheduleRun'] };
  ScheduleRunConnection: RunList;
  ScheduleEdge: Omit<ScheduleEdge, 'node'> & { node: ResolversParentTypes['Schedule'] };
  ScheduleConnection: ScheduleList;
  SchedulePreview: SchedulePreview;
  UpcomingRun: Omit<UpcomingRun, 'schedule'> & { schedule: ResolversParentTypes['Schedule'] };
  Alert: AlertDoc;
  AlertEdge: Omit<AlertEdge, 'node'> & { node: ResolversParentTypes['Alert'] };
  AlertConnection: AlertList;
  AgentPerformance: AgentPerformance;
  Bottlenecks: BottlenecksFound;
  ThroughputMinute: ThroughputMinute;
  AuditEntry: AuditEntry;
  AuditEdge: AuditEdge;
  AuditConnection: AuditConnection;
  AuditVerification: AuditVerification;
  Membership: MembershipView;
  User: UserDoc;
  CreatedUser: Omit<CreatedUser, 'user'> & { user: ResolversParentTypes['User'] };
  Session: Omit<Session, 'user'> & { user: ResolversParentTypes['User'] };
  ApiKey: ApiKeyDoc;
  CreatedApiKey: Omit<CreatedApiKey, 'apiKey'> & { apiKey: ResolversParentTypes['ApiKey'] };
  LinkCode: LinkCode;
  Budget: BudgetDoc;
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
  usage?: Resolver<Maybe<ResolversTypes['Usage']>, ParentType, ContextType>;
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

export type ToolCallResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ToolCall'] = ResolversParentTypes['ToolCall']> = {
  attempt?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  tool?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  at?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  durationMs?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  resultBytes?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  error?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
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
  deadLetter?: Resolver<Maybe<ResolversTypes['DeadLetter']>, ParentType, ContextType>;
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
  workflow?: Resolver<Maybe<ResolversTypes['Workflow']>, ParentType, ContextType>;
  workflowStep?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  schedule?: Resolver<Maybe<ResolversTypes['Schedule']>, ParentType, ContextType>;
  requests?: Resolver<ReadonlyArray<ResolversTypes['Request']>, ParentType, ContextType>;
  toolCalls?: Resolver<ReadonlyArray<ResolversTypes['ToolCall']>, ParentType, ContextType>;
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
  viewerCan?: Resolver<ReadonlyArray<ResolversTypes['AgentAction']>, ParentType, ContextType>;
  memoryMb?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  cpu?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
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
  status?: Resolver<ResolversTypes['DeadLetterStatus'], ParentType, ContextType>;
  history?: Resolver<ReadonlyArray<ResolversTypes['DeadLetterClosing']>, ParentType, ContextType>;
  assignee?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  notes?: Resolver<ReadonlyArray<ResolversTypes['Note']>, ParentType, ContextType>;
  viewerCan?: Resolver<ReadonlyArray<ResolversTypes['DeadLetterAction']>, ParentType, ContextType>;
};

export type DeadLetterClosingResolvers<ContextType = Context, ParentType extends ResolversParentTypes['DeadLetterClosing'] = ResolversParentTypes['DeadLetterClosing']> = {
  status?: Resolver<ResolversTypes['DeadLetterStatus'], ParentType, ContextType>;
  at?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  by?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  reason?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
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
  dependents?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  groups?: Resolver<ReadonlyArray<ResolversTypes['DeadLetterGroup']>, ParentType, ContextType>;
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
  email?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  memberships?: Resolver<ReadonlyArray<ResolversTypes['Membership']>, ParentType, ContextType>;
  viewerCan?: Resolver<ReadonlyArray<ResolversTypes['ViewerAction']>, ParentType, ContextType>;
  service?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
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
  queueLimit?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
};

export type WorkflowResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Workflow'] = ResolversParentTypes['Workflow']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  status?: Resolver<ResolversTypes['WorkflowStatus'], ParentType, ContextType>;
  template?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  templateVersion?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  parameters?: Resolver<ResolversTypes['JSON'], ParentType, ContextType>;
  definition?: Resolver<ResolversTypes['JSON'], ParentType, ContextType>;
  steps?: Resolver<ReadonlyArray<ResolversTypes['WorkflowStep']>, ParentType, ContextType>;
  totalSteps?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  completedSteps?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  progress?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  result?: Resolver<Maybe<ResolversTypes['JSON']>, ParentType, ContextType>;
  error?: Resolver<Maybe<ResolversTypes['TaskError']>, ParentType, ContextType>;
  priority?: Resolver<ResolversTypes['Priority'], ParentType, ContextType>;
  diagram?: Resolver<ResolversTypes['String'], ParentType, ContextType, RequireFields<WorkflowDiagramArgs, 'format'>>;
  requests?: Resolver<ReadonlyArray<ResolversTypes['Request']>, ParentType, ContextType>;
  events?: Resolver<ReadonlyArray<ResolversTypes['Event']>, ParentType, ContextType>;
  parentStep?: Resolver<Maybe<ResolversTypes['WorkflowStep']>, ParentType, ContextType>;
  schedule?: Resolver<Maybe<ResolversTypes['Schedule']>, ParentType, ContextType>;
  notifications?: Resolver<ReadonlyArray<ResolversTypes['Notification']>, ParentType, ContextType>;
  usage?: Resolver<ResolversTypes['Usage'], ParentType, ContextType>;
  reason?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  submittedBy?: Resolver<ResolversTypes['Actor'], ParentType, ContextType>;
  origin?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  workspace?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  viewerCan?: Resolver<ReadonlyArray<ResolversTypes['WorkflowAction']>, ParentType, ContextType>;
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  finishedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
};

export type WorkflowStepResolvers<ContextType = Context, ParentType extends ResolversParentTypes['WorkflowStep'] = ResolversParentTypes['WorkflowStep']> = {
  id?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  kind?: Resolver<ResolversTypes['StepKind'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  status?: Resolver<ResolversTypes['StepStatus'], ParentType, ContextType>;
  dependsOn?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
  parent?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  agent?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  task?: Resolver<Maybe<ResolversTypes['Task']>, ParentType, ContextType>;
  tasks?: Resolver<ReadonlyArray<ResolversTypes['Task']>, ParentType, ContextType>;
  request?: Resolver<Maybe<ResolversTypes['Request']>, ParentType, ContextType>;
  workflow?: Resolver<Maybe<ResolversTypes['Workflow']>, ParentType, ContextType>;
  output?: Resolver<Maybe<ResolversTypes['JSON']>, ParentType, ContextType>;
  error?: Resolver<Maybe<ResolversTypes['TaskError']>, ParentType, ContextType>;
  waitingFor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  startedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  finishedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
};

export type WorkflowEdgeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['WorkflowEdge'] = ResolversParentTypes['WorkflowEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['Workflow'], ParentType, ContextType>;
};

export type WorkflowConnectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['WorkflowConnection'] = ResolversParentTypes['WorkflowConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['WorkflowEdge']>, ParentType, ContextType>;
  nodes?: Resolver<ReadonlyArray<ResolversTypes['Workflow']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  totalCountIsExact?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type WorkflowTemplateResolvers<ContextType = Context, ParentType extends ResolversParentTypes['WorkflowTemplate'] = ResolversParentTypes['WorkflowTemplate']> = {
  name?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  version?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  versions?: Resolver<ReadonlyArray<ResolversTypes['Int']>, ParentType, ContextType>;
  title?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  description?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  builtIn?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  parameters?: Resolver<ResolversTypes['JSON'], ParentType, ContextType>;
  definition?: Resolver<ResolversTypes['JSON'], ParentType, ContextType>;
  diagram?: Resolver<ResolversTypes['String'], ParentType, ContextType, RequireFields<WorkflowTemplateDiagramArgs, 'format'>>;
  problems?: Resolver<ReadonlyArray<ResolversTypes['Violation']>, ParentType, ContextType>;
  createdAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  createdBy?: Resolver<Maybe<ResolversTypes['Actor']>, ParentType, ContextType>;
};

export type WorkflowUpdateResolvers<ContextType = Context, ParentType extends ResolversParentTypes['WorkflowUpdate'] = ResolversParentTypes['WorkflowUpdate']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  workflow?: Resolver<ResolversTypes['Workflow'], ParentType, ContextType>;
  event?: Resolver<Maybe<ResolversTypes['Event']>, ParentType, ContextType>;
};

export type TemplateDifferenceResolvers<ContextType = Context, ParentType extends ResolversParentTypes['TemplateDifference'] = ResolversParentTypes['TemplateDifference']> = {
  path?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  from?: Resolver<Maybe<ResolversTypes['JSON']>, ParentType, ContextType>;
  to?: Resolver<Maybe<ResolversTypes['JSON']>, ParentType, ContextType>;
};

export type RequestDecisionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['RequestDecision'] = ResolversParentTypes['RequestDecision']> = {
  by?: Resolver<ResolversTypes['Actor'], ParentType, ContextType>;
  at?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  decision?: Resolver<Maybe<ResolversTypes['Decision']>, ParentType, ContextType>;
  answer?: Resolver<Maybe<ResolversTypes['JSON']>, ParentType, ContextType>;
  reason?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type DecidersResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Deciders'] = ResolversParentTypes['Deciders']> = {
  roles?: Resolver<ReadonlyArray<ResolversTypes['Role']>, ParentType, ContextType>;
  users?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
  groups?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
};

export type RequestResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Request'] = ResolversParentTypes['Request']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  kind?: Resolver<ResolversTypes['RequestKind'], ParentType, ContextType>;
  status?: Resolver<ResolversTypes['RequestStatus'], ParentType, ContextType>;
  title?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  text?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  choices?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
  form?: Resolver<Maybe<ResolversTypes['JSON']>, ParentType, ContextType>;
  details?: Resolver<Maybe<ResolversTypes['JSON']>, ParentType, ContextType>;
  digest?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  deciders?: Resolver<ResolversTypes['Deciders'], ParentType, ContextType>;
  quorum?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  decisions?: Resolver<ReadonlyArray<ResolversTypes['RequestDecision']>, ParentType, ContextType>;
  answer?: Resolver<Maybe<ResolversTypes['JSON']>, ParentType, ContextType>;
  requesterMayDecide?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  requestedBy?: Resolver<ResolversTypes['Actor'], ParentType, ContextType>;
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  expiresAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  escalatedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  settledAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  workflow?: Resolver<Maybe<ResolversTypes['Workflow']>, ParentType, ContextType>;
  step?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  task?: Resolver<Maybe<ResolversTypes['Task']>, ParentType, ContextType>;
  workspace?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  viewerCan?: Resolver<ReadonlyArray<ResolversTypes['RequestAction']>, ParentType, ContextType>;
};

export type RequestEdgeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['RequestEdge'] = ResolversParentTypes['RequestEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['Request'], ParentType, ContextType>;
};

export type RequestConnectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['RequestConnection'] = ResolversParentTypes['RequestConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['RequestEdge']>, ParentType, ContextType>;
  nodes?: Resolver<ReadonlyArray<ResolversTypes['Request']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  totalCountIsExact?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type PostResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Post'] = ResolversParentTypes['Post']> = {
  channel?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  text?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type ScheduleResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Schedule'] = ResolversParentTypes['Schedule']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  enabled?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  description?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  cron?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  every?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  at?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  words?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  timezone?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  task?: Resolver<Maybe<ResolversTypes['JSON']>, ParentType, ContextType>;
  workflow?: Resolver<Maybe<ResolversTypes['JSON']>, ParentType, ContextType>;
  post?: Resolver<Maybe<ResolversTypes['Post']>, ParentType, ContextType>;
  missed?: Resolver<ResolversTypes['MissedRunPolicy'], ParentType, ContextType>;
  overlap?: Resolver<ResolversTypes['OverlapPolicy'], ParentType, ContextType>;
  startAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  endAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  nextRunAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  nextRuns?: Resolver<ReadonlyArray<ResolversTypes['DateTime']>, ParentType, ContextType, Partial<ScheduleNextRunsArgs>>;
  runs?: Resolver<ResolversTypes['ScheduleRunConnection'], ParentType, ContextType, Partial<ScheduleRunsArgs>>;
  version?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  createdBy?: Resolver<ResolversTypes['Actor'], ParentType, ContextType>;
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  updatedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  workspace?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  viewerCan?: Resolver<ReadonlyArray<ResolversTypes['ScheduleAction']>, ParentType, ContextType>;
};

export type ScheduleRunResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ScheduleRun'] = ResolversParentTypes['ScheduleRun']> = {
  dueAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  startedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  manual?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  status?: Resolver<ResolversTypes['ScheduleRunStatus'], ParentType, ContextType>;
  task?: Resolver<Maybe<ResolversTypes['Task']>, ParentType, ContextType>;
  workflow?: Resolver<Maybe<ResolversTypes['Workflow']>, ParentType, ContextType>;
  reason?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type ScheduleRunEdgeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ScheduleRunEdge'] = ResolversParentTypes['ScheduleRunEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['ScheduleRun'], ParentType, ContextType>;
};

export type ScheduleRunConnectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ScheduleRunConnection'] = ResolversParentTypes['ScheduleRunConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['ScheduleRunEdge']>, ParentType, ContextType>;
  nodes?: Resolver<ReadonlyArray<ResolversTypes['ScheduleRun']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
};

export type ScheduleEdgeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ScheduleEdge'] = ResolversParentTypes['ScheduleEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['Schedule'], ParentType, ContextType>;
};

export type ScheduleConnectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ScheduleConnection'] = ResolversParentTypes['ScheduleConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['ScheduleEdge']>, ParentType, ContextType>;
  nodes?: Resolver<ReadonlyArray<ResolversTypes['Schedule']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  totalCountIsExact?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type SchedulePreviewResolvers<ContextType = Context, ParentType extends ResolversParentTypes['SchedulePreview'] = ResolversParentTypes['SchedulePreview']> = {
  description?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  nextRuns?: Resolver<ReadonlyArray<ResolversTypes['DateTime']>, ParentType, ContextType>;
  notes?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
};

export type UpcomingRunResolvers<ContextType = Context, ParentType extends ResolversParentTypes['UpcomingRun'] = ResolversParentTypes['UpcomingRun']> = {
  at?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  schedule?: Resolver<ResolversTypes['Schedule'], ParentType, ContextType>;
};

export type AlertResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Alert'] = ResolversParentTypes['Alert']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  kind?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  severity?: Resolver<ResolversTypes['AlertSeverity'], ParentType, ContextType>;
  status?: Resolver<ResolversTypes['AlertStatus'], ParentType, ContextType>;
  title?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  detail?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  subject?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  count?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  firstAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  lastAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  acknowledgedBy?: Resolver<Maybe<ResolversTypes['Actor']>, ParentType, ContextType>;
  acknowledgedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  note?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  resolvedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  workspace?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  viewerCanAcknowledge?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type AlertEdgeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['AlertEdge'] = ResolversParentTypes['AlertEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['Alert'], ParentType, ContextType>;
};

export type AlertConnectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['AlertConnection'] = ResolversParentTypes['AlertConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['AlertEdge']>, ParentType, ContextType>;
  nodes?: Resolver<ReadonlyArray<ResolversTypes['Alert']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  totalCountIsExact?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type AgentPerformanceResolvers<ContextType = Context, ParentType extends ResolversParentTypes['AgentPerformance'] = ResolversParentTypes['AgentPerformance']> = {
  agent?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  runs?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  succeeded?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  failed?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  p50Seconds?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  p95Seconds?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  p99Seconds?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  waitP50Seconds?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  waitP95Seconds?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  usage?: Resolver<ResolversTypes['Usage'], ParentType, ContextType>;
};

export type BottlenecksResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Bottlenecks'] = ResolversParentTypes['Bottlenecks']> = {
  since?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  slowestTasks?: Resolver<ReadonlyArray<ResolversTypes['Task']>, ParentType, ContextType>;
  longestWaiting?: Resolver<ReadonlyArray<ResolversTypes['Task']>, ParentType, ContextType>;
  agents?: Resolver<ReadonlyArray<ResolversTypes['AgentPerformance']>, ParentType, ContextType>;
  findings?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
};

export type ThroughputMinuteResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ThroughputMinute'] = ResolversParentTypes['ThroughputMinute']> = {
  at?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  succeeded?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  failed?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type AuditEntryResolvers<ContextType = Context, ParentType extends ResolversParentTypes['AuditEntry'] = ResolversParentTypes['AuditEntry']> = {
  number?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  at?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  actor?: Resolver<ResolversTypes['Actor'], ParentType, ContextType>;
  via?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  place?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  action?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  subject?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  reason?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  origin?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  requestId?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  details?: Resolver<ResolversTypes['JSON'], ParentType, ContextType>;
  hash?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type AuditEdgeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['AuditEdge'] = ResolversParentTypes['AuditEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['AuditEntry'], ParentType, ContextType>;
};

export type AuditConnectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['AuditConnection'] = ResolversParentTypes['AuditConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['AuditEdge']>, ParentType, ContextType>;
  nodes?: Resolver<ReadonlyArray<ResolversTypes['AuditEntry']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
};

export type AuditVerificationResolvers<ContextType = Context, ParentType extends ResolversParentTypes['AuditVerification'] = ResolversParentTypes['AuditVerification']> = {
  intact?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  checked?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  firstBad?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  problem?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type MembershipResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Membership'] = ResolversParentTypes['Membership']> = {
  workspace?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  role?: Resolver<ResolversTypes['Role'], ParentType, ContextType>;
};

export type UserResolvers<ContextType = Context, ParentType extends ResolversParentTypes['User'] = ResolversParentTypes['User']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  email?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  role?: Resolver<ResolversTypes['Role'], ParentType, ContextType>;
  memberships?: Resolver<ReadonlyArray<ResolversTypes['Membership']>, ParentType, ContextType>;
  groups?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
  disabled?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  identities?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  lastLoginAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
};

export type CreatedUserResolvers<ContextType = Context, ParentType extends ResolversParentTypes['CreatedUser'] = ResolversParentTypes['CreatedUser']> = {
  user?: Resolver<ResolversTypes['User'], ParentType, ContextType>;
  password?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type SessionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Session'] = ResolversParentTypes['Session']> = {
  accessToken?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  refreshToken?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  expiresAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  user?: Resolver<ResolversTypes['User'], ParentType, ContextType>;
};

export type ApiKeyResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ApiKey'] = ResolversParentTypes['ApiKey']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  prefix?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  scopes?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
  role?: Resolver<ResolversTypes['Role'], ParentType, ContextType>;
  service?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  owner?: Resolver<ResolversTypes['Actor'], ParentType, ContextType>;
  requestsPerMinute?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  expiresAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  lastUsedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  revokedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
};

export type CreatedApiKeyResolvers<ContextType = Context, ParentType extends ResolversParentTypes['CreatedApiKey'] = ResolversParentTypes['CreatedApiKey']> = {
  apiKey?: Resolver<ResolversTypes['ApiKey'], ParentType, ContextType>;
  secret?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type LinkCodeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['LinkCode'] = ResolversParentTypes['LinkCode']> = {
  code?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  expiresAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
};

export type BudgetResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Budget'] = ResolversParentTypes['Budget']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  scope?: Resolver<ResolversTypes['BudgetScope'], ParentType, ContextType>;
  subject?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
  period?: Resolver<ResolversTypes['BudgetPeriod'], ParentType, ContextType>;
  tokens?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  costMicros?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  runs?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  policy?: Resolver<ResolversTypes['BudgetPolicy'], ParentType, ContextType>;
  usedTokens?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  usedCostMicros?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  usedRuns?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  reservedTokens?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  reservedCostMicros?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  resetsAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
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
  deadLetter?: Resolver<Maybe<ResolversTypes['DeadLetter']>, ParentType, ContextType, RequireFields<QueryDeadLetterArgs, 'id'>>;
  deadLetterGroups?: Resolver<ReadonlyArray<ResolversTypes['DeadLetterGroup']>, ParentType, ContextType, Partial<QueryDeadLetterGroupsArgs>>;
  events?: Resolver<ResolversTypes['EventConnection'], ParentType, ContextType, Partial<QueryEventsArgs>>;
  workflow?: Resolver<Maybe<ResolversTypes['Workflow']>, ParentType, ContextType, RequireFields<QueryWorkflowArgs, 'id'>>;
  workflows?: Resolver<ResolversTypes['WorkflowConnection'], ParentType, ContextType, Partial<QueryWorkflowsArgs>>;
  workflowTemplates?: Resolver<ReadonlyArray<ResolversTypes['WorkflowTemplate']>, ParentType, ContextType>;
  workflowTemplate?: Resolver<Maybe<ResolversTypes['WorkflowTemplate']>, ParentType, ContextType, RequireFields<QueryWorkflowTemplateArgs, 'name'>>;
  workflowTemplateDiff?: Resolver<ReadonlyArray<ResolversTypes['TemplateDifference']>, ParentType, ContextType, RequireFields<QueryWorkflowTemplateDiffArgs, 'name' | 'from' | 'to'>>;
  checkWorkflow?: Resolver<ReadonlyArray<ResolversTypes['Violation']>, ParentType, ContextType, RequireFields<QueryCheckWorkflowArgs, 'definition'>>;
  drawWorkflow?: Resolver<ResolversTypes['String'], ParentType, ContextType, RequireFields<QueryDrawWorkflowArgs, 'definition' | 'format'>>;
  requests?: Resolver<ResolversTypes['RequestConnection'], ParentType, ContextType, Partial<QueryRequestsArgs>>;
  request?: Resolver<Maybe<ResolversTypes['Request']>, ParentType, ContextType, RequireFields<QueryRequestArgs, 'id'>>;
  schedule?: Resolver<Maybe<ResolversTypes['Schedule']>, ParentType, ContextType, RequireFields<QueryScheduleArgs, 'id'>>;
  schedules?: Resolver<ResolversTypes['ScheduleConnection'], ParentType, ContextType, Partial<QuerySchedulesArgs>>;
  previewSchedule?: Resolver<ResolversTypes['SchedulePreview'], ParentType, ContextType, RequireFields<QueryPreviewScheduleArgs, 'input'>>;
  upcomingRuns?: Resolver<ReadonlyArray<ResolversTypes['UpcomingRun']>, ParentType, ContextType, Partial<QueryUpcomingRunsArgs>>;
  alert?: Resolver<Maybe<ResolversTypes['Alert']>, ParentType, ContextType, RequireFields<QueryAlertArgs, 'id'>>;
  alerts?: Resolver<ResolversTypes['AlertConnection'], ParentType, ContextType, Partial<QueryAlertsArgs>>;
  bottlenecks?: Resolver<ResolversTypes['Bottlenecks'], ParentType, ContextType, Partial<QueryBottlenecksArgs>>;
  agentPerformance?: Resolver<ReadonlyArray<ResolversTypes['AgentPerformance']>, ParentType, ContextType, Partial<QueryAgentPerformanceArgs>>;
  throughput?: Resolver<ReadonlyArray<ResolversTypes['ThroughputMinute']>, ParentType, ContextType, Partial<QueryThroughputArgs>>;
  auditLog?: Resolver<ResolversTypes['AuditConnection'], ParentType, ContextType, Partial<QueryAuditLogArgs>>;
  auditVerify?: Resolver<ResolversTypes['AuditVerification'], ParentType, ContextType, Partial<QueryAuditVerifyArgs>>;
  users?: Resolver<ReadonlyArray<ResolversTypes['User']>, ParentType, ContextType>;
  apiKeys?: Resolver<ReadonlyArray<ResolversTypes['ApiKey']>, ParentType, ContextType>;
  budgets?: Resolver<ReadonlyArray<ResolversTypes['Budget']>, ParentType, ContextType>;
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
  resumeWorker?: Resolver<ResolversTypes['Worker'], ParentType, ContextType, RequireFields<MutationResumeWorkerArgs, 'id'>>;
  updateWorkspace?: Resolver<ResolversTypes['Workspace'], ParentType, ContextType, RequireFields<MutationUpdateWorkspaceArgs, 'input'>>;
  rotateWebhookSecret?: Resolver<ResolversTypes['String'], ParentType, ContextType, Partial<MutationRotateWebhookSecretArgs>>;
  startWorkflow?: Resolver<ResolversTypes['Workflow'], ParentType, ContextType, RequireFields<MutationStartWorkflowArgs, 'input'>>;
  saveWorkflowTemplate?: Resolver<ResolversTypes['WorkflowTemplate'], ParentType, ContextType, RequireFields<MutationSaveWorkflowTemplateArgs, 'input'>>;
  cancelWorkflow?: Resolver<ResolversTypes['Workflow'], ParentType, ContextType, RequireFields<MutationCancelWorkflowArgs, 'id'>>;
  pauseWorkflow?: Resolver<ResolversTypes['Workflow'], ParentType, ContextType, RequireFields<MutationPauseWorkflowArgs, 'id'>>;
  resumeWorkflow?: Resolver<ResolversTypes['Workflow'], ParentType, ContextType, RequireFields<MutationResumeWorkflowArgs, 'id'>>;
  retryWorkflow?: Resolver<ResolversTypes['Workflow'], ParentType, ContextType, RequireFields<MutationRetryWorkflowArgs, 'id'>>;
  publishEvent?: Resolver<ResolversTypes['Event'], ParentType, ContextType, RequireFields<MutationPublishEventArgs, 'topic'>>;
  answerRequest?: Resolver<ResolversTypes['Request'], ParentType, ContextType, RequireFields<MutationAnswerRequestArgs, 'id'>>;
  createSchedule?: Resolver<ResolversTypes['Schedule'], ParentType, ContextType, RequireFields<MutationCreateScheduleArgs, 'input'>>;
  updateSchedule?: Resolver<ResolversTypes['Schedule'], ParentType, ContextType, RequireFields<MutationUpdateScheduleArgs, 'id' | 'input'>>;
  pauseSchedule?: Resolver<ResolversTypes['Schedule'], ParentType, ContextType, RequireFields<MutationPauseScheduleArgs, 'id'>>;
  resumeSchedule?: Resolver<ResolversTypes['Schedule'], ParentType, ContextType, RequireFields<MutationResumeScheduleArgs, 'id'>>;
  deleteSchedule?: Resolver<ResolversTypes['Schedule'], ParentType, ContextType, RequireFields<MutationDeleteScheduleArgs, 'id'>>;
  runSchedule?: Resolver<ResolversTypes['ScheduleRun'], ParentType, ContextType, RequireFields<MutationRunScheduleArgs, 'id'>>;
  acknowledgeAlert?: Resolver<ResolversTypes['Alert'], ParentType, ContextType, RequireFields<MutationAcknowledgeAlertArgs, 'id'>>;
  login?: Resolver<ResolversTypes['Session'], ParentType, ContextType, RequireFields<MutationLoginArgs, 'email' | 'password'>>;
  refreshSession?: Resolver<ResolversTypes['Session'], ParentType, ContextType, RequireFields<MutationRefreshSessionArgs, 'refreshToken'>>;
  logout?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType, Partial<MutationLogoutArgs>>;
  changePassword?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType, RequireFields<MutationChangePasswordArgs, 'current' | 'next'>>;
  createUser?: Resolver<ResolversTypes['CreatedUser'], ParentType, ContextType, RequireFields<MutationCreateUserArgs, 'input'>>;
  updateUser?: Resolver<ResolversTypes['User'], ParentType, ContextType, RequireFields<MutationUpdateUserArgs, 'id' | 'input'>>;
  createApiKey?: Resolver<ResolversTypes['CreatedApiKey'], ParentType, ContextType, RequireFields<MutationCreateApiKeyArgs, 'input'>>;
  revokeApiKey?: Resolver<ResolversTypes['ApiKey'], ParentType, ContextType, RequireFields<MutationRevokeApiKeyArgs, 'id'>>;
  createLinkCode?: Resolver<ResolversTypes['LinkCode'], ParentType, ContextType>;
  linkIdentity?: Resolver<ResolversTypes['User'], ParentType, ContextType, RequireFields<MutationLinkIdentityArgs, 'code' | 'identity'>>;
  unlinkIdentity?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType, RequireFields<MutationUnlinkIdentityArgs, 'identity'>>;
  setBudget?: Resolver<ResolversTypes['Budget'], ParentType, ContextType, RequireFields<MutationSetBudgetArgs, 'input'>>;
  removeBudget?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType, RequireFields<MutationRemoveBudgetArgs, 'id'>>;
};

export type SubscriptionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Subscription'] = ResolversParentTypes['Subscription']> = {
  taskUpdated?: SubscriptionResolver<ResolversTypes['TaskUpdate'], "taskUpdated", ParentType, ContextType, RequireFields<SubscriptionTaskUpdatedArgs, 'id'>>;
  events?: SubscriptionResolver<ResolversTypes['Event'], "events", ParentType, ContextType, Partial<SubscriptionEventsArgs>>;
  queueStats?: SubscriptionResolver<ResolversTypes['QueueStats'], "queueStats", ParentType, ContextType>;
  workflowUpdated?: SubscriptionResolver<ResolversTypes['WorkflowUpdate'], "workflowUpdated", ParentType, ContextType, RequireFields<SubscriptionWorkflowUpdatedArgs, 'id'>>;
  alerts?: SubscriptionResolver<ResolversTypes['Alert'], "alerts", ParentType, ContextType, Partial<SubscriptionAlertsArgs>>;
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
  ToolCall?: ToolCallResolvers<ContextType>;
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
  DeadLetterClosing?: DeadLetterClosingResolvers<ContextType>;
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
  Workflow?: WorkflowResolvers<ContextType>;
  WorkflowStep?: WorkflowStepResolvers<ContextType>;
  WorkflowEdge?: WorkflowEdgeResolvers<ContextType>;
  WorkflowConnection?: WorkflowConnectionResolvers<ContextType>;
  WorkflowTemplate?: WorkflowTemplateResolvers<ContextType>;
  WorkflowUpdate?: WorkflowUpdateResolvers<ContextType>;
  TemplateDifference?: TemplateDifferenceResolvers<ContextType>;
  RequestDecision?: RequestDecisionResolvers<ContextType>;
  Deciders?: DecidersResolvers<ContextType>;
  Request?: RequestResolvers<ContextType>;
  RequestEdge?: RequestEdgeResolvers<ContextType>;
  RequestConnection?: RequestConnectionResolvers<ContextType>;
  Post?: PostResolvers<ContextType>;
  Schedule?: ScheduleResolvers<ContextType>;
  ScheduleRun?: ScheduleRunResolvers<ContextType>;
  ScheduleRunEdge?: ScheduleRunEdgeResolvers<ContextType>;
  ScheduleRunConnection?: ScheduleRunConnectionResolvers<ContextType>;
  ScheduleEdge?: ScheduleEdgeResolvers<ContextType>;
  ScheduleConnection?: ScheduleConnectionResolvers<ContextType>;
  SchedulePreview?: SchedulePreviewResolvers<ContextType>;
  UpcomingRun?: UpcomingRunResolvers<ContextType>;
  Alert?: AlertResolvers<ContextType>;
  AlertEdge?: AlertEdgeResolvers<ContextType>;
  AlertConnection?: AlertConnectionResolvers<ContextType>;
  AgentPerformance?: AgentPerformanceResolvers<ContextType>;
  Bottlenecks?: BottlenecksResolvers<ContextType>;
  ThroughputMinute?: ThroughputMinuteResolvers<ContextType>;
  AuditEntry?: AuditEntryResolvers<ContextType>;
  AuditEdge?: AuditEdgeResolvers<ContextType>;
  AuditConnection?: AuditConnectionResolvers<ContextType>;
  AuditVerification?: AuditVerificationResolvers<ContextType>;
  Membership?: MembershipResolvers<ContextType>;
  User?: UserResolvers<ContextType>;
  CreatedUser?: CreatedUserResolvers<ContextType>;
  Session?: SessionResolvers<ContextType>;
  ApiKey?: ApiKeyResolvers<ContextType>;
  CreatedApiKey?: CreatedApiKeyResolvers<ContextType>;
  LinkCode?: LinkCodeResolvers<ContextType>;
  Budget?: BudgetResolvers<ContextType>;
  Query?: QueryResolvers<ContextType>;
  Mutation?: MutationResolvers<ContextType>;
  Subscription?: SubscriptionResolvers<ContextType>;
};

