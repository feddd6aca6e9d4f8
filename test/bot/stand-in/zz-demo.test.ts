import { it } from 'vitest'
import { createBrowser } from '../../support/slack/browser.ts'
const open = createBrowser()
it('drive', { timeout: 120_000 }, async () => {
  const act = async (person: string, act: string, ...args: unknown[]) => {
    const r = await fetch('http://127.0.0.1:4200/page/act', { method: 'POST', body: JSON.stringify({ person, act, args }) })
    console.log(person, act, JSON.stringify(args), r.status, (await r.text()).slice(0, 200))
  }
  const page = await open('http://127.0.0.1:4200/?person=ann&place=team')
  await page.until('document.querySelector("#people button")')
  await act('ann', 'command', 'help', { channel: 'team' })
  await act('ann', 'command', 'run copywriter topic="AI trends" word_count=300', { channel: 'team' })
  await act('eve', 'command', 'run copywriter topic="AI trends"', { channel: 'team' })
  await act('ann', 'openHome')
  await new Promise((r) => setTimeout(r, 7000))
  await page.screenshot('/tmp/shots/demo-ann.png')
  await act('ben', 'command', 'run copywriter', { channel: 'team' })
  const ben = await open('http://127.0.0.1:4200/?person=ben&place=team')
  await new Promise((r) => setTimeout(r, 3000))
  await ben.screenshot('/tmp/shots/demo-ben.png')
  const home = await open('http://127.0.0.1:4200/?person=ann&place=home')
  await new Promise((r) => setTimeout(r, 3000))
  await home.screenshot('/tmp/shots/demo-home.png')
  const eve = await open('http://127.0.0.1:4200/?person=eve&place=team')
  await new Promise((r) => setTimeout(r, 1500))
  await eve.screenshot('/tmp/shots/demo-eve.png')
  console.log(page.errors, ben.errors, home.errors)
})
