import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { serviceEvents } from '../../src/service/public.js'

test('the page about events has a row for every event, and says what the table says', () => {
  const page = readFileSync(new URL('../../docs/events.md', import.meta.url), 'utf8')
  const rows = [...page.matchAll(/^\| `([a-z-]+)` +\| (.*?) +\|(.*)\|$/gm)].map(([, type, when, data = '']) => ({
    type,
    when,
    data: [...data.matchAll(/`(\w+)`/g)].map(([, name]) => name),
  }))
  const events = Object.entries(serviceEvents).map(([type, { when, data }]) => ({ type, when, data: [...data] }))
  expect(rows.filter(({ type }) => Object.hasOwn(serviceEvents, type ?? ''))).toEqual(events)
})
