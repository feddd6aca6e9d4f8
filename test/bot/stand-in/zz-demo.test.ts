import { it } from 'vitest'
import { createBrowser } from '../../support/slack/browser.ts'
const open = createBrowser()
it('drive', { timeout: 120_000 }, async () => {
  const act = async (person: string, act: string, ...args: unknown[]) => {
    const r = await fetch('http://127.0.0.1:4200/page/act', { method: 'POST', body: JSON.stringify({ person, act, args }) })
    console.log(person, act, JSON.stringify(args), r.status, (await r.text()).slice(0, 200))
  }
  const page = await open('http://127.0.0.1:4200/?person=ann&place=alerts')
  await page.until('document.querySelector("#people button")')
  await act('ann', 'command', 'run copywriter topic="AI trends" word_count=600', { channel: 'alerts' })
  await act('ann', 'command', 'whoami', { channel: 'alerts' })
  await act('ann', 'command', 'stats', { channel: 'alerts' })
  await act('eve', 'command', 'run copywriter topic="AI trends"', { channel: 'alerts' })
  await act('ann', 'command', 'post #team every weekday at 9:00 "Stand-up!"', { channel: 'alerts' })
  await act('ann', 'command', 'workflow start', { channel: 'alerts' })
  await new Promise((r) => setTimeout(r, 9000))
  await page.screenshot('/tmp/shots/demo-ann.png')
  await page.run('document.querySelectorAll("dialog").forEach((d) => d.close())')
  await page.run('document.querySelectorAll(".replies")[0]?.click()')
  await new Promise((r) => setTimeout(r, 1000))
  await page.run('document.getElementById("main").scrollTop = 0')
  await page.screenshot('/tmp/shots/demo-ann2.png')
  const ben = page, home = page
  console.log(page.errors, ben.errors, home.errors)
})
