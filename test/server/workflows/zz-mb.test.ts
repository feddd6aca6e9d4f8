import { it } from 'vitest'
import { createTestEngine, fakeAgent, user } from '../../support/engine.ts'
import { createTestWorkflows } from '../../support/workflows.ts'
import { Session } from 'node:inspector/promises'
import { writeFileSync } from 'node:fs'
const engine = await createTestEngine({ agents: [{ name: 'free', parameters: { type:'object', properties:{n:{type:'integer'},text:{type:'string'}}} }] })
it('x', { timeout: 120000 }, async () => {
  const flows = await createTestWorkflows(engine, { passive: true })
  const definition = { steps: Array.from({ length: 20 }, (_, index) => ({ id: `s${index}`, agent: 'free', parameters: { n: index, text: index ? `{{steps.s${index - 1}.output.answer | default: "none"}}` : 'x'.repeat(100) } })) }
  const many = async (n: number) => { let left = n; await Promise.all(Array.from({length: 10}, async () => { while (left-- > 0) await flows.start(definition as never) })) }
  await many(100)
  const session = new Session(); session.connect()
  await session.post('Profiler.enable'); await session.post('Profiler.start')
  const c0 = process.cpuUsage(); const t=performance.now()
  await many(300)
  const c = process.cpuUsage(c0)
  const { profile } = await session.post('Profiler.stop')
  writeFileSync('/tmp/start.cpuprofile', JSON.stringify(profile))
  console.log('start cpu ms', (c.user+c.system)/1000/300, 'wall', (performance.now()-t)/300)
})
