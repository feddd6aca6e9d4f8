// What runs in the browser: GraphiQL over HTTP and WebSocket, authenticated by the token that the page was given or asks for.
// Bundled by bundle.ts; plain JavaScript, because it is the one file of the server that runs in a browser.
import { createGraphiQLFetcher } from '@graphiql/toolkit'
import { GraphiQL } from 'graphiql'
import 'graphiql/style.css'
import { createClient } from 'graphql-ws'
import { createElement, useMemo, useState } from 'react'
import { createRoot } from 'react-dom/client'
import './page.css'

const settings = JSON.parse(document.getElementById('settings').textContent)
const address = `${location.origin}/graphql`
const tokenKey = 'capstan:token'
// GraphiQL shows the variables of its first tab only when they are given apart from the tabs.
const firstVariables = localStorage.getItem('graphiql:tabState') ? undefined : settings.samples[0].variables

function createFetcher(token) {
  const wsClient = createClient({ url: address.replace(/^http/, 'ws'), connectionParams: { authorization: `Bearer ${token}` }, lazy: true })
  return createGraphiQLFetcher({ url: address, headers: { authorization: `Bearer ${token}` }, wsClient })
}

function Page() {
  const [token, setToken] = useState(settings.token ?? sessionStorage.getItem(tokenKey))
  const fetcher = useMemo(() => token && createFetcher(token), [token])
  function change(next) {
    if (next) sessionStorage.setItem(tokenKey, next)
    else sessionStorage.removeItem(tokenKey)
    setToken(next)
  }
  if (!fetcher) return createElement(TokenForm, { onToken: change })
  return createElement(
    GraphiQL,
    {
      fetcher,
      defaultTabs: settings.samples,
      variables: firstVariables,
      shouldPersistHeaders: false,
      isHeadersEditorEnabled: false,
      defaultEditorToolsVisibility: 'variables',
    },
    createElement(GraphiQL.Logo, null, 'Capstan'),
    settings.token ? null : createElement(GraphiQL.Footer, null, createElement(SignOut, { onSignOut: () => change(null) })),
  )
}

function SignOut({ onSignOut }) {
  return createElement('button', { type: 'button', className: 'sign-out', onClick: onSignOut }, 'Use another token')
}

function TokenForm({ onToken }) {
  function submit(event) {
    event.preventDefault()
    onToken(new FormData(event.target).get('token').trim())
  }
  return createElement(
    'form',
    { className: 'token-form', onSubmit: submit },
    createElement('h1', null, 'Capstan'),
    createElement('label', { htmlFor: 'token' }, 'A token opens the API. A local start writes one to credentials.json in the data folder.'),
    createElement('input', { id: 'token', name: 'token', type: 'password', required: true, autoFocus: true, autoComplete: 'off' }),
    createElement('button', { type: 'submit' }, 'Open GraphiQL'),
  )
}

createRoot(document.getElementById('graphiql')).render(createElement(Page))
