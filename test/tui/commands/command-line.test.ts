// Promise: the words of the command line are understood or answered with what was expected; help, completion and documentation
// come from the one table of commands.
import { spawnSync } from 'node:child_process'
import { describe, expect, it } from 'vitest'
import { commands } from '../../../tui/commands/all.ts'
import { capstan } from '../../support/tui/command-line.ts'

const type = (line: string | string[]) => capstan(line, { url: 'http://127.0.0.1:1', token: '' })

describe('a word nobody knows', () => {
  it.each([
    ['lst', 'Did you mean list?'],
    ['workflow strat x', 'Did you mean start?'],
    ['list --sate failed', 'Did you mean --state?'],
  ])('in "capstan %s" is answered with a suggestion and 2', async (line, suggestion) => {
    expect(await type(line)).toMatchObject({ code: 2, out: '', err: expect.stringContaining(suggestion) })
  })

  it.each(['run copywriter', 'dead list', 'dead-letter groups'])('that others use is understood: "capstan %s"', async (line) => {
    expect(await type(line)).toMatchObject({ code: 3 })
  })

  it('for a closed list is answered with what is in it', async () => {
    expect(await type('submit copywriter --priority hihg')).toMatchObject({ code: 2, err: expect.stringContaining('critical') })
    expect(await type('list --state gone')).toMatchObject({ code: 2, err: expect.stringContaining('queued') })
    expect(await type('reprioritize T-1 urgent')).toMatchObject({ code: 2, err: expect.stringMatching(/^level: expected critical/) })
  })

  it('is missed when it is needed', async () => {
    expect(await type('show')).toMatchObject({ code: 2, err: expect.stringContaining("missing required argument 'task'") })
    expect(await type('reject R-1')).toMatchObject({ code: 2, err: expect.stringContaining('--reason') })
    expect(await type('list --json --ndjson')).toMatchObject({ code: 2 })
  })

  it('too many is answered with how the command is used', async () => {
    const { code, err } = await type('schedule preview "every blue moon"')
    expect([code, err]).toEqual([2, expect.stringContaining('Usage: capstan schedule preview [options]')])
  })

  it.each(['list --limit 0', 'list --limit 1.5', 'dlq list --limit x', 'events --tail -1'])('in "capstan %s" is no count', async (line) => {
    expect(await type(line)).toMatchObject({ code: 2, out: '', err: expect.stringMatching(/--(limit|tail): expected a (whole )?number/) })
  })
})

describe('help', () => {
  it('lists every command, and says what the exit codes mean', async () => {
    const { code, out } = await type('--help')
    expect(code).toBe(0)
    for (const { words } of commands) expect(out).toContain(words.split(' ')[0])
    expect(out).toContain('3 no server')
    expect(out).toMatch(/\nTasks:\n[\s\S]*submit[\s\S]*\nWorkflows and schedules:[\s\S]*\nExamples:\n {2}capstan /)
    expect(out.split('\nMore:\n')[1]?.match(/^ {2}\w+/gm)).toEqual([
      '  graphql',
      '  completion',
      '  help',
      '  capstan',
      '  capstan',
      '  capstan',
      '  capstan',
    ])
  })

  it.each(commands.map(({ words, examples }) => [words, examples] as const))('of "%s" has examples', async (words, examples) => {
    const { code, out } = await type(`${words} --help`)
    expect(code).toBe(0)
    expect(examples.length).toBeGreaterThan(0)
    for (const example of examples) expect(out).toContain(example)
  })

  it.each(['dlq retry', 'budget set'])('of "%s" is the same whether asked for before or after', async (words) => {
    const after = await type(`${words} --help`)
    expect(await type(`help ${words}`)).toEqual(after)
    expect(after.out).toContain(`Usage: capstan ${words}`)
  })

  it('has no two commands of one name', () => {
    const names = commands.map(({ words }) => words)
    expect(new Set(names).size).toBe(names.length)
  })
})

describe('completion', () => {
  const complete = (line: string) => {
    const script = `${bash}\nCOMP_WORDS=(${line}); COMP_CWORD=$((\${#COMP_WORDS[@]} - 1)); _capstan; echo "\${COMPREPLY[@]}"`
    return spawnSync('bash', ['-c', script], { encoding: 'utf8' }).stdout.trim().split(' ')
  }
  let bash = ''

  it('of bash completes commands, their commands and options', async () => {
    bash = (await type('completion bash')).out
    expect(complete('capstan wor')).toEqual(expect.arrayContaining(['workers', 'workflow', 'worker', 'workspace']))
    expect(complete('capstan workflow st')).toEqual(['start'])
    expect(complete('capstan workflow start --vers')).toEqual(['--version'])
    expect(complete('capstan list --sta')).toEqual(['--state'])
    expect(complete('capstan list --state re')).toEqual(['retrying'])
    expect(complete('capstan submit copywriter -p h')).toEqual(['high'])
  })

  it('exists for zsh and fish, and for no other shell', async () => {
    expect((await type('completion zsh')).out).toContain('#compdef capstan')
    expect((await type('completion fish')).out).toContain('complete -c capstan')
    expect(await type('completion tcsh')).toMatchObject({ code: 2, err: expect.stringContaining('bash, zsh, fish') })
  })
})

it('prints its version', async () => {
  expect(await type('--version')).toEqual({ code: 0, out: '1.2.3\n', err: '' })
})
