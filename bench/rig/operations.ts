// What the benchmark asks of the API.

export const submitQuery = 'mutation Submit($input: SubmitTaskInput!) { submitTask(input: $input) { id status } }'
export const statusQuery = 'query Status($id: ID!) { task(id: $id) { id status progress currentStep } }'

export function submittedId(answer: string): string {
  const { data } = JSON.parse(answer) as { data: { submitTask: { id: string } } }
  return data.submitTask.id
}
