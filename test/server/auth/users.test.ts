// Users and workspaces as their admins and everybody else see them.
import { beforeAll, describe, expect, it } from 'vitest'
import { createTestDatabase } from '../../support/database.ts'
import { createPerson, logIn, type Person, password } from '../../support/people.ts'
import { createTestServers, type TestServer } from '../../support/server.ts'

const database = createTestDatabase()
const servers = createTestServers(database)
let server: TestServer
let uma: Person
let ada: Person

const plenty = 'admin=9999/9999/999,user=9999/9999/999,viewer=9999/9999/999'

beforeAll(async () => {
  server = await servers.start({ role: 'api', env: { CAPSTAN_RATE_LIMITS: plenty } })
  uma = await createPerson(server, { name: 'Uma', role: 'USER', groups: ['sre'] })
  ada = await createPerson(server, { name: 'Ada', role: 'ADMIN' })
})

const me = '{ me { id name role service workspace { id } viewerCan } }'
interface Me {
  me: { id: string; name: string; role: string; service: boolean; workspace: { id: string }; viewerCan: string[] }
}
const update = 'mutation ($id: ID!, $input: UpdateUserInput!) { updateUser(id: $id, input: $input) { id name role groups disabled } }'
const create =
  'mutation ($input: CreateUserInput!) { createUser(input: $input) { password user { id email role memberships { workspace role } } } }'
interface Created {
  createUser: {
    password: string | null
    user: { id: string; email: string; role: string; memberships: { workspace: string; role: string }[] }
  }
}

describe('users', () => {
  it('are made with a password that is shown once when none is given', async () => {
    const { createUser } = await ada.gql<Created>(create, { input: { email: ' Ned@Example.com ', name: 'Ned', role: 'VIEWER' } })
    expect(createUser.user).toMatchObject({ email: 'ned@example.com', role: 'VIEWER' })
    expect(createUser.password).toMatch(/^\w{20}$/)
    const login = 'mutation ($email: String!, $password: String!) { login(email: $email, password: $password) { user { id lastLoginAt } } }'
    const { data } = await server
      .as('')
      .ask<{ login: { user: { id: string } } }>(login, { email: 'NED@example.com', password: createUser.password })
    expect(data!.login.user.id).toBe(createUser.user.id)
    expect((await ada.refusal(create, { input: { email: 'ned@example.com', name: 'Ned', role: 'ADMIN' } })).extensions.code).toBe(
      'CONFLICT',
    )
  })

  it('are told everything that is wrong at once', async () => {
    const { extensions } = await ada.refusal(create, { input: { email: 'no', name: ' ', role: 'USER', password: 'short', groups: ['$x'] } })
    expect(extensions.violations?.map(({ path }) => path)).toEqual(['input.email', 'input.name', 'input.groups', 'input.password'])
  })

  it('are made, changed and listed by admins only', async () => {
    for (const [query, variables] of [
      [create, { input: { email: 'x@example.com', name: 'X', role: 'ADMIN' } }],
      [update, { id: uma.id, input: { role: 'ADMIN' } }],
      ['{ users { id } }', {}],
    ] as const) {
      expect((await uma.refusal(query, variables)).extensions.code).toBe('FORBIDDEN')
    }
    const { users } = await ada.gql<{ users: { email: string; groups: string[] }[] }>('{ users { email groups } }')
    expect(users).toContainEqual({ email: 'uma@example.com', groups: ['sre'] })
  })

  it('never leave a workspace without an admin', async () => {
    await server.gql(create, { input: { email: 'sole@example.com', name: 'Sole', role: 'ADMIN', password, workspace: 'alone' } })
    const there = server.as(server.token, { 'x-capstan-workspace': 'alone' })
    const { users } = await there.gql<{ users: { id: string; email: string }[] }>('{ users { id email } }')
    const sole = users.find(({ email }) => email === 'sole@example.com')!
    await there.gql(update, { id: sole.id, input: { role: 'VIEWER' } })
    expect((await there.refusal(update, { id: 'admin', input: { role: 'USER' } })).extensions.code).toBe('ILLEGAL_STATE')
  })
})

describe('workspaces', () => {
  it('are opened by admins of the first one, and are closed to everybody else', async () => {
    const { createUser } = await server.gql<Created>(create, {
      input: { email: 'bo@example.com', name: 'Bo', role: 'ADMIN', password, workspace: 'lab' },
    })
    expect(createUser.user.memberships).toEqual([{ workspace: 'lab', role: 'ADMIN' }])
    const bo = await logIn(server, { id: createUser.user.id, email: 'bo@example.com' })
    expect((await bo.gql<Me>(me)).me.workspace.id).toBe('lab')
    expect((await server.as(bo.token, { 'x-capstan-workspace': 'default' }).refusal(me)).extensions.code).toBe('FORBIDDEN')
    const unknown = await server.as(bo.token, { 'x-capstan-workspace': 'nowhere' }).refusal(me)
    expect(unknown).toEqual(await server.as(bo.token, { 'x-capstan-workspace': 'default' }).refusal(me))
    expect((await server.as(server.token, { 'x-capstan-workspace': 'lab' }).gql<Me>(me)).me).toMatchObject({
      role: 'admin',
      workspace: { id: 'lab' },
    })
    const foreign = { input: { email: 'c@example.com', name: 'C', role: 'ADMIN', password } }
    for (const workspace of ['default', 'fresh']) {
      expect((await bo.refusal(create, { input: { ...foreign.input, workspace } })).extensions.code).toBe('FORBIDDEN')
    }
    // Somebody of another workspace is nobody here.
    expect(await bo.refusal(update, { id: uma.id, input: { name: 'Mine' } })).toMatchObject({ extensions: { code: 'NOT_FOUND' } })
    expect((await bo.gql<{ users: { email: string }[] }>('{ users { email } }')).users.map(({ email }) => email)).toEqual([
      'bo@example.com',
      'admin@localhost',
    ])
  })

  it('do not let the admin of one take over somebody who is in another as well', async () => {
    const shared = await createPerson(server, { name: 'Shared', role: 'ADMIN' })
    await server.gql(create, { input: { email: 'lea@example.com', name: 'Lea', role: 'ADMIN', password, workspace: 'annex' } })

    const lea = await logIn(server, { id: '', email: 'lea@example.com' })
    const { createUser } = await lea.gql<Created>(create, {
      input: { email: shared.email, name: 'Renamed', role: 'USER', password: 'taken over now' },
    })
    expect(createUser).toEqual({
      password: null,
      user: { id: shared.id, email: shared.email, role: 'USER', memberships: [{ workspace: 'annex', role: 'USER' }] },
    })
    for (const input of [{ password: 'taken over now' }, { disabled: true }, { name: 'Renamed' }]) {
      expect((await lea.refusal(update, { id: shared.id, input })).extensions.code).toBe('FORBIDDEN')
    }
    await lea.gql(update, { id: shared.id, input: { role: 'VIEWER', groups: ['guests'] } })
    expect((await server.as(shared.token, { 'x-capstan-workspace': 'annex' }).gql<Me>(me)).me.role).toBe('viewer')
    expect((await shared.gql<Me>(me)).me).toMatchObject({ name: 'Shared', role: 'admin', workspace: { id: 'default' } })
  })
})
