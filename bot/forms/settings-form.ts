// A person's own settings as a form, and back.
import type { InputBlock, ModalView } from '@slack/types'
import type { Asking } from '../asking.ts'
import { plain } from '../blocks/elements.ts'
import type { Settings } from '../blocks/home.ts'
import { isTimeZone } from '../home/quiet-hours.ts'
import { zoneOf, zoneOption } from '../home/time-zones.ts'
import { type Answers, textIn } from './answers.ts'

export async function settingsForm(asking: Pick<Asking, 'parts' | 'person'>): Promise<ModalView> {
  const [{ settings }, zone] = await Promise.all([asking.parts.people.get(asking.person), zoneOf(asking)])
  return {
    type: 'modal',
    callback_id: 'settings.save',
    title: plain('Your settings', 24),
    submit: plain('Save', 24),
    close: plain('Cancel', 24),
    blocks: [
      time('quietFrom', 'Quiet from', settings.quietFrom, 'In quiet hours approvals wait with their direct message until they end.'),
      time('quietTo', 'Quiet until', settings.quietTo),
      time('digestAt', 'Daily summary at', settings.digestAt, 'What waits for you, as a direct message.'),
      {
        type: 'input',
        block_id: 'channel',
        optional: true,
        label: plain('Default channel', 150),
        hint: plain('Where cards go that you start from the Home tab.', 150),
        element: {
          type: 'conversations_select',
          action_id: 'value',
          filter: { include: ['public', 'private'], exclude_bot_users: true },
          ...(settings.channel && { initial_conversation: settings.channel }),
        },
      },
      {
        type: 'input',
        block_id: 'timeZone',
        label: plain('Time zone', 150),
        element: { type: 'external_select', action_id: 'zone.choose', min_query_length: 2, initial_option: zoneOption(zone) },
      },
    ],
  }
}

function time(block: string, label: string, value: string | undefined, hint?: string): InputBlock {
  return {
    type: 'input',
    block_id: block,
    optional: true,
    label: plain(label, 150),
    ...(hint && { hint: plain(hint, 150) }),
    element: { type: 'timepicker', action_id: 'value', ...(value && { initial_time: value }) },
  }
}

export interface ReadSettings {
  settings: Partial<Settings>
  errors: { [block: string]: string }
}

export function readSettings(answers: Answers): ReadSettings {
  const settings = {
    quietFrom: textIn(answers, 'quietFrom'),
    quietTo: textIn(answers, 'quietTo'),
    digestAt: textIn(answers, 'digestAt'),
    channel: textIn(answers, 'channel'),
    timeZone: textIn(answers, 'timeZone'),
  }
  const errors: ReadSettings['errors'] = {}
  if (settings.quietFrom && !settings.quietTo) errors['quietTo'] = 'Say when they end.'
  if (settings.quietTo && !settings.quietFrom) errors['quietFrom'] = 'Say when they begin.'
  if (!isTimeZone(settings.timeZone)) errors['timeZone'] = 'Choose a time zone from the list.'
  const given = Object.entries(settings).filter(([, value]) => value !== undefined)
  return { settings: Object.fromEntries(given) as Partial<Settings>, errors }
}
