// The page of the stand-in in a real browser: everything is shown, and pressing, choosing and filling in reach the app.
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { servePage } from '../../../bot/stand-in/page-server.ts'
import { createBrowser, hasBrowser } from '../../support/slack/browser.ts'
import { createSampleApps } from '../../support/slack/sample-app.ts'
import { createTestSlack } from '../../support/slack/stand-in.ts'

const testSlack = createTestSlack()
const startSampleApp = createSampleApps()
const openPage = createBrowser()
const root = join(import.meta.dirname, '..', '..', '..')
const shots = process.env['CAPSTAN_SCREENSHOTS']

async function start(place = 'team') {
  const slack = await testSlack.start({ rateLimits: false })
  servePage(slack, { folder: join(root, 'bot', 'stand-in', 'page'), roles: { ann: 'admin', ben: 'user', eve: 'viewer' } })
  await startSampleApp(slack, 'socket')
  const page = await openPage(`${slack.url}/?person=ben&place=${place}`)
  await page.until('document.querySelector("#people button")')
  const type = (line: string) =>
    page.run(`(() => { const line = document.getElementById('line'); line.value = ${JSON.stringify(line)}; line.form.requestSubmit() })()`)
  const press = (text: string, within = 'body') =>
    page.run(
      `[...document.querySelectorAll(${JSON.stringify(`${within} button, ${within} summary`)})].find((one) => one.textContent.trim() === ${JSON.stringify(text)}).click()`,
    )
  const shoot = async (name: string) => {
    if (!shots) return
    mkdirSync(shots, { recursive: true })
    await page.screenshot(join(shots, `${name}.png`))
  }
  return { slack, page, type, press, shoot }
}

describe.skipIf(!hasBrowser)('the page', () => {
  it('shows every block, and its buttons, menus and selects work', async () => {
    const { slack, page, type, press, shoot } = await start()
    await type('/capstan gallery')
    await page.until('document.querySelector(".block-plan")')
    await shoot('gallery')
    expect(await page.run('document.querySelector(".unknown")')).toBeNull()
    expect(await page.run('document.querySelectorAll("article b").length')).toBe(0)
    expect(await page.run('document.querySelector("h1").textContent')).toBe('A local stand-in for Slack')
    await press('Cancel', 'article')
    await page.until('document.querySelector("dialog.confirm[open]")')
    await shoot('confirm')
    await press('Keep it', 'dialog')
    await press('Cancel', 'article')
    await press('Cancel it', 'dialog')
    await slack.waitForMessage('team', ({ text }) => text === 'Used stop')
    await press('⋯', 'article')
    await press('Mute', 'article')
    await slack.waitForMessage('team', ({ text }) => text === 'Used more Mute')
    await page.run(
      `(() => { const one = document.querySelector('article select'); one.value = 'two'; one.dispatchEvent(new Event('change', { bubbles: true })) })()`,
    )
    await slack.waitForMessage('team', ({ text }) => text === 'Used pick two')
    await page.until('document.body.innerText.includes("Used pick two")')
    expect(slack.messages('team').filter(({ text }) => text === 'Used stop')).toHaveLength(1)
    expect(page.errors.filter((error) => !error.includes('chart.png'))).toEqual([])
  })

  it('shows a form with every input, its errors, and sends what was filled in', async () => {
    const { slack, page, type, press, shoot } = await start()
    await type('/capstan every')
    await page.until('document.querySelector("dialog.modal[open]")')
    await press('Save', 'dialog')
    await page.until('document.querySelector("dialog .error")')
    await shoot('form-errors')
    expect(await page.run('document.activeElement.dataset.field')).toBe('line')
    await page.run(`(() => {
      const set = (field, value) => { const control = document.querySelector('[data-field="' + field + '"]'); control.value = value }
      set('line', 'hello'); set('one', 'high'); set('day', '2027-01-02')
      document.querySelector('[data-field="many"] input[value="green"]').click()
      document.querySelector('[data-field="radio"] input[value="that"]').click()
    })()`)
    await page.run(
      `(async () => { const input = document.querySelector('[data-field="agent"] input'); input.focus(); input.value = 'cop'; input.dispatchEvent(new Event('input')) })()`,
    )
    await page.until(`document.querySelector('[data-field="agent"] option')?.value === 'copywriter'`)
    await page.run(`(() => { document.querySelector('[data-field="agent"] input').value = 'copywriter' })()`)
    await shoot('form')
    await press('Save', 'dialog')
    const { text } = await slack.waitForMessage(slack.directChannel('ben'), (message) => message.text.startsWith('{'))
    expect(JSON.parse(text)).toMatchObject({
      line: { v: { value: 'hello' } },
      number: { v: { value: '7' } },
      day: { v: { selected_date: '2027-01-02' } },
      time: { v: { selected_time: '09:30' } },
      one: { v: { selected_option: { value: 'high' } } },
      many: { v: { selected_options: [{ value: 'green' }] } },
      agent: { agent: { selected_option: { value: 'copywriter' } } },
      radio: { v: { selected_option: { value: 'that' } } },
      boxes: { v: { selected_options: [] } },
    })
    await page.until('!document.querySelector("dialog[open]")')
    expect(page.errors).toEqual([])
  })

  it('lets one be somebody else, who sees other things', async () => {
    const { page, type, press, shoot } = await start()
    await type('/capstan help')
    await page.until('document.querySelector(".ephemeral")')
    await type('/capstan file')
    await page.until('document.querySelector(".file a")')
    expect(await page.run(`fetch(document.querySelector('.file a').href).then((answer) => answer.text())`)).toBe('one line')
    await press('Reply', 'article')
    await page.until('!document.getElementById("thread").hidden')
    await shoot('thread')
    await page.run(`[...document.querySelectorAll('#people button')].find((one) => one.textContent.startsWith('Eve')).click()`)
    await page.until(`document.querySelector('#people [aria-checked="true"]').textContent.startsWith('Eve')`)
    await page.until('!document.querySelector(".ephemeral")')
    await press('⌂ Capstan: Home', 'nav')
    await page.until('document.querySelector(".home h3")')
    await shoot('home')
    expect(await page.run('document.querySelector(".home").innerText')).toBe('Your work')
    expect(page.errors).toEqual([])
  })

  it('is for this machine alone', async () => {
    const { slack } = await start()
    const strange = await fetch(`${slack.url}/page/state?person=ben`, { headers: { 'sec-fetch-site': 'cross-site' } })
    expect(strange.status).toBe(403)
    const unknown = { method: 'POST', body: JSON.stringify({ person: 'ben', act: 'close', args: [] }) }
    expect((await fetch(`${slack.url}/page/act`, unknown)).status).toBe(400)
    expect((await fetch(`${slack.url}/page/..%2Fstand-in.ts`)).status).toBe(404)
  })
})
