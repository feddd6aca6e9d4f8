// The operations that stand ready in GraphiQL's tabs. A test checks each against schema.graphql.

export interface SampleOperation {
  query: string
  variables?: string
}

const submit = `# Hands a task to the copywriter.
mutation SubmitTask($input: SubmitTaskInput!) {
  submitTask(input: $input) {
    id
    status
    priority
    queuePosition
    estimatedWaitSeconds
    createdAt
  }
}
`

const watch = `# Every change of one task, as it happens.
# Put its id into the variables.
subscription WatchTask($id: ID!) {
  taskUpdated(id: $id) {
    cursor
    task {
      id
      status
      progress
      currentStep
      result
      error {
        code
        message
      }
    }
  }
}
`

const list = `query ListTasks($first: Int, $after: String) {
  tasks(first: $first, after: $after) {
    nodes {
      id
      agent {
        name
      }
      status
      priority
      progress
      createdAt
      finishedAt
    }
    pageInfo {
      hasNextPage
      endCursor
    }
    totalCount
  }
}
`

const agents = `query Agents {
  agents {
    name
    team
    description
    capabilities
    available
    unavailableReason
    running
    maxConcurrent
    circuit
    schema
  }
}
`

const stats = `query QueueStats {
  queueStats {
    at
    queues {
      priority
      depth
      processedPerMinute
      averageWaitSeconds
    }
    workers {
      total
      busy
      idle
      utilization
    }
  }
}
`

const cancel = `mutation CancelTask($id: ID!, $reason: String) {
  cancelTask(id: $id, reason: $reason) {
    id
    status
    finishedAt
  }
}
`

const brief = { topic: 'Launch of our spring collection', word_count: 800 }

export const sampleOperations: readonly SampleOperation[] = [
  { query: submit, variables: json({ input: { agent: 'copywriter', parameters: brief, priority: 'HIGH', tags: ['sample'] } }) },
  { query: watch, variables: json({ id: 'T-...' }) },
  { query: list, variables: json({ first: 20 }) },
  { query: agents },
  { query: stats },
  { query: cancel, variables: json({ id: 'T-...', reason: 'No longer needed' }) },
]

function json(value: unknown): string {
  return JSON.stringify(value, null, 2)
}
