import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { issueBatch } from '../../src/batch/index.js'
import { builtCli, cli, temporaryFolder } from '../cli/cli.js'
import { testSite } from '../http/site.js'
import { testKey } from '../support/badge.js'

const file = temporaryFolder()
const timeZone = 'America/Sao_Paulo'
const badge = { name: 'Welder', description: 'Welds steel.', criteria: 'The exam.' }
/** The clocks there were put forward at midnight of the first day, and back at that of the last. */
const csv = `email,achievement,validFrom,validUntil
a@x.example,welder,2018-11-04,2019-02-16
b@x.example,welder,2018-10-01,2030-12-31
c@x.example,welder,2018-10-01T12:00:00+02:00,2030-12-31T12:00:00Z
d@x.example,welder,2018-02-30,2030-12-31
e@x.example,welder,2018-10-01T14:00,31.12.2030
f@x.example,welder,1.10.2018 14:00,2030/12/31
g@x.example,welder,2018-10-01,01/02/2030
h@x.example,welder,2018-11-04 00:30,2030-12-31
`
const written = [
  ['2018-11-04T01:00:00-02:00', '2019-02-16T23:59:59-03:00'],
  ['2018-10-01T00:00:00-03:00', '2030-12-31T23:59:59-03:00'],
  ['2018-10-01T12:00:00+02:00', '2030-12-31T12:00:00Z'],
  // A time without an offset is the issuer's; days with dots have one meaning.
  ['2018-10-01T14:00:00-03:00', '2030-12-31T23:59:59-03:00'],
  ['2018-10-01T14:00:00-03:00', '2030-12-31T23:59:59-03:00'],
]

interface Dated {
  readonly validFrom?: string
  readonly validUntil?: string
  readonly awardedDate?: string
}
const datesOf = ({ validFrom, validUntil }: Dated) => [validFrom, validUntil]

beforeAll(async () => {
  expect((await cli(['keygen', '--out', file('key.json')])).code).toBe(0)
  writeFileSync(file('issuer.json'), '{ "name": "Acme" }')
  writeFileSync(file('achievements.json'), JSON.stringify({ welder: badge }))
  writeFileSync(file('rows.csv'), csv)
})

const argsFor = (out: string, ...more: readonly string[]) => [
  ...['batch', file('rows.csv'), '--achievements', file('achievements.json'), '--issuer', file('issuer.json')],
  ...['--key', file('key.json'), '--out', file(out), ...more],
]
const command = (out: string, ...more: readonly string[]) => cli(argsFor(out, ...more))

const badgesIn = (out: string) =>
  readdirSync(file(out))
    .filter((name) => name.endsWith('.json'))
    .map((name) => JSON.parse(readFileSync(join(file(out), name), 'utf8')) as Dated)

describe('the days in a file of recipients are those of the issuer', () => {
  test('through the command', async () => {
    expect((await command('there', '--time-zone', timeZone)).code).toBe(1)
    expect(badgesIn('there').map(datesOf)).toEqual(written)
    // No such day; two months that it may be; a time that the clocks leave out.
    const refused = readFileSync(join(file('there'), 'report.csv'), 'utf8')
      .split('\n')
      .filter((line) => line.includes('refused'))
    expect(refused.map((line) => /ERR_[A-Z_]+/.exec(line)?.[0])).toEqual([
      'ERR_DRAFT_INVALID',
      'ERR_ROW_INVALID',
      'ERR_ROW_INVALID',
    ])
    // Said so that a person can act: which forms there are.
    expect(refused[1]).toContain('31.12.2026')
  })

  test('without a time zone, in UTC', async () => {
    expect((await command('utc')).code).toBe(1)
    expect(badgesIn('utc').map(datesOf)[0]).toEqual(['2018-11-04T00:00:00Z', '2019-02-16T23:59:59Z'])
  })

  test('an unknown zone is refused, with the one that was meant', async () => {
    const { code, err } = await command('no', '--time-zone', 'America/Sao_Paolo')
    expect(code).toBe(2)
    expect(err).toContain(timeZone)
  })

  test('through the upload, the same rows', async () => {
    const site = await testSite({}, { timeZone })
    const issuer = site.visitor('issuer')
    const form = await issuer.get('/issuer/upload')
    const fields = { ...badge, csv: new File([csv], 'rows.csv') }
    const preview = await issuer.submit(form, '/issuer/upload', fields)
    await issuer.submit(preview, '/issuer/upload/confirm')
    const { badges } = await site.service.list()
    // Rows are under way together.
    expect(badges.map(({ credential }) => datesOf(credential as Dated)).sort()).toEqual([...written].sort())
    expect(site.defects).toEqual([])
  })

  test('in the form of the upload', async () => {
    const site = await testSite({}, { timeZone })
    const issuer = site.visitor('issuer')
    const fields = { ...badge, validUntil: '2030-12-31', csvText: 'email\na@x.example\n' }
    const preview = await issuer.submit(await issuer.get('/issuer/upload'), '/issuer/upload', fields)
    await issuer.submit(preview, '/issuer/upload/confirm')
    const { badges } = await site.service.list()
    expect(badges[0]?.validUntil).toBe('2030-12-31T23:59:59-03:00')
  })

  test('by workers, the same rows', async () => {
    const args = ['--time-zone', timeZone, '--workers', '2'] as const
    expect((await builtCli(argsFor('workers', ...args))).code).toBe(1)
    expect(badgesIn('workers').map(datesOf)).toEqual(written)
  })

  test('through issueBatch, which takes dates', async () => {
    const rows = [{ recipient: { email: 'a@x.example' }, validFrom: new Date(0), validUntil: '2018-11-04' }]
    const template = { draft: { issuer: { name: 'Acme' }, achievement: badge } }
    for await (const outcome of issueBatch(rows, template, { key: await testKey(), timeZone })) {
      const bytes = 'json' in outcome ? outcome.json.bytes : undefined
      expect(datesOf(JSON.parse(new TextDecoder().decode(bytes)))).toEqual([
        '1969-12-31T21:00:00-03:00',
        '2018-11-04T23:59:59-02:00',
      ])
    }
  })
})
