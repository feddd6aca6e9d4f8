// What the environment may say, and how a mistake in it is told.
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { ConfigError, environmentSchema, parseConfig } from '../../server/config.ts'

describe('the configuration', () => {
  it('has a default for everything', () => {
    expect(parseConfig({})).toMatchObject({
      port: 4000,
      host: '127.0.0.1',
      mongodbUrl: undefined,
      dataDir: resolve('.capstan'),
      agentsDir: resolve('agent-configs'),
      graphiql: true,
      production: false,
      logLevel: 'info',
    })
  })

  it('takes an empty variable for one that is not set', () => {
    expect(parseConfig({ PORT: '', CAPSTAN_TOKEN: '', MONGODB_URL: '' })).toMatchObject({
      port: 4000,
      token: undefined,
      mongodbUrl: undefined,
    })
  })

  it('cannot be changed once read', () => {
    expect(Object.isFrozen(parseConfig({}))).toBe(true)
  })

  it('offers GraphiQL in production only when asked to', () => {
    expect(parseConfig({ NODE_ENV: 'production' }).graphiql).toBe(false)
    expect(parseConfig({ NODE_ENV: 'production', CAPSTAN_GRAPHIQL: 'true' }).graphiql).toBe(true)
  })

  it('never has a worker maximum below the minimum', () => {
    expect(parseConfig({ CAPSTAN_WORKERS_MIN: '3' })).toMatchObject({ workersMin: 3, workersMax: 3 })
    expect(() => parseConfig({ CAPSTAN_WORKERS_MIN: '5', CAPSTAN_WORKERS_MAX: '2' })).toThrow(
      new ConfigError('CAPSTAN_WORKERS_MAX: expected at least 5, which is CAPSTAN_WORKERS_MIN, got "2"'),
    )
  })

  it.each([
    ['CAPSTAN_DATADIR', ', did you mean "CAPSTAN_DATA_DIR"?'],
    ['CAPSTAN_GRAPHQL', ', did you mean "CAPSTAN_GRAPHIQL"?'],
    ['CAPSTAN_PORT', ', did you mean "PORT"?'],
    ['CAPSTAN_LOG_LEVEL', ', did you mean "LOG_LEVEL"?'],
    ['CAPSTAN_WEATHER_REPORT', '; .env.example lists all there are'],
  ])('refuses %s, which it does not know, and names the one that was probably meant', (name, guess) => {
    expect(() => parseConfig({ [name]: 'x' })).toThrow(new ConfigError(`${name}: not a variable Capstan knows${guess}`))
  })

  it.each([
    ['PORT', 'abc', 'expected a port number from 0 to 65535, got "abc"'],
    ['PORT', '70000', 'expected 0 to 65535, got "70000"'],
    ['MONGODB_URL', 'http://db', 'expected a URL that starts with mongodb:// or mongodb+srv://, got a value of 9 characters'],
    ['CAPSTAN_URL', 'localhost', 'expected a URL such as http://127.0.0.1:4000, got "localhost"'],
    ['CAPSTAN_GRAPHIQL', 'yes', 'expected true or false, got "yes"'],
    ['LOG_LEVEL', 'loud', 'expected trace, debug, info, warn, error, fatal or silent, got "loud"'],
  ])('says what %s must look like when it is %s', (name, value, sentence) => {
    expect(() => parseConfig({ [name]: value })).toThrow(`${name}: ${sentence}`)
  })

  it('tells every mistake at once, one a line', () => {
    const read = () => parseConfig({ PORT: 'abc', LOG_LEVEL: 'loud', CAPSTAN_NAME: 'x' })
    expect(read).toThrow(ConfigError)
    expect(read).toThrow(/^CAPSTAN_NAME: .*\nPORT: .*\nLOG_LEVEL: .*$/)
  })

  it.each(['CAPSTAN_TOKEN', 'CAPSTAN_SECRET_KEY', 'SMTP_URL', 'MONGODB_URL'])('never repeats the value of %s', (name) => {
    const secret = 'hunter2-short'
    let message = ''
    try {
      parseConfig({ [name]: secret })
    } catch (error) {
      message = String(error)
    }
    expect(message).toContain(`${name}: `)
    expect(message).toContain('got a value of 13 characters')
    expect(message).not.toContain(secret)
  })

  it('is listed in .env.example to the last variable, and nothing else is', () => {
    const listed = readFileSync(resolve(import.meta.dirname, '../../.env.example'), 'utf8').matchAll(/^# ([A-Z][A-Z_]+)=/gm)
    const names = [...listed].map(([, name]) => name)
    expect(names.toSorted()).toEqual(Object.keys(environmentSchema.shape).toSorted())
  })

  it('shows the true defaults in .env.example', () => {
    const defaults = environmentSchema.parse({})
    const text = readFileSync(resolve(import.meta.dirname, '../../.env.example'), 'utf8')
    for (const [name, value] of Object.entries(defaults)) expect(text).toContain(`\n# ${name}=${value}\n`)
  })
})
