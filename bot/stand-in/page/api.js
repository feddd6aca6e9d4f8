// Talks to the stand-in: what there is to see as one person, what that person does, and when to look again.

let current
let viewer = new URLSearchParams(location.search).get('person') ?? 'ann'
const listeners = new Set()

export const state = () => current
export const person = () => viewer
export const onState = (listener) => listeners.add(listener)

export async function become(name) {
  viewer = name
  await look()
}

let looking
let again = false

/** One look at a time; news that come meanwhile make one more. */
export async function look() {
  if (looking) {
    again = true
    return looking
  }
  looking = (async () => {
    const response = await fetch(`/page/state?person=${encodeURIComponent(viewer)}`)
    current = await response.json()
    for (const listener of listeners) listener(current)
  })()
  await looking.catch(() => tell('The stand-in does not answer. Is it still running?'))
  looking = undefined
  if (again) {
    again = false
    await look()
  }
}

export function follow() {
  const source = new EventSource('/page/changes')
  source.onmessage = () => look()
  source.onopen = () => look()
}

/** Does something as the person; tells when the app did not answer. */
export async function act(what, ...args) {
  const response = await fetch('/page/act', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ person: viewer, act: what, args }),
  })
  const answer = await response.json()
  if (!response.ok) {
    tell(answer.error)
    return undefined
  }
  if (answer.result?.failure) tell(`The app did not answer: ${answer.result.failure}`)
  await look()
  return answer.result
}

let fading

export function tell(text) {
  const toast = document.getElementById('toast')
  toast.textContent = text
  clearTimeout(fading)
  fading = setTimeout(() => {
    toast.textContent = ''
  }, 6000)
}
