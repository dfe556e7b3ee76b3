import { readFileSync, writeFileSync } from 'node:fs'
import { DOMParser } from '@xmldom/xmldom'
import { beforeAll, describe, expect, it } from 'vitest'
import { cli, projectDir, temporaryFolder } from './cli.js'

const file = temporaryFolder()
const fixture = (name: string) => `${projectDir}fixtures/badges/${name}`
const good = fixture('eddsa-rdfc-2022.json')
const changed = fixture('changed.json')
const at = ['--now', '2026-11-01T00:00:00Z']

beforeAll(() => {
  const { issuer } = JSON.parse(readFileSync(good, 'utf8'))
  writeFileSync(file('trusted.json'), JSON.stringify([issuer.id]))
  writeFileSync(file('untrusted.json'), JSON.stringify(['https://other.example']))
})

/** What each report format says of one badge and one check. */
async function reportsOf(id: string, badge: string, options: readonly string[]) {
  const report = async (format: string) => (await cli(['verify', ...at, ...options, '--format', format, badge])).out
  const junit = new DOMParser().parseFromString(await report('junit'), 'text/xml')
  const suite = junit.getElementsByTagName('testsuite')[0]
  const element = [...junit.getElementsByTagName('testcase')].find((each) => each.getAttribute('name') === id)
  const [run] = JSON.parse(await report('sarif')).runs
  const text = await report('text')
  return {
    text: text.split('\n').filter((line) => line.includes(id)).length,
    junit: element?.getElementsByTagName('*')[0]?.tagName ?? 'passed',
    totals: ['failures', 'errors'].map((name) => Number(suite?.getAttribute(name))),
    sarif: run.results
      .filter(({ ruleId }: { ruleId: string }) => ruleId === id)
      .map(({ level }: { level: string }) => level),
  }
}

const silent = { text: 0, junit: 'skipped', sarif: [] }
const trust = (name: string) => ['--trust', file(name)]

describe('with --trust, the reports hold the badge to the policy', () => {
  it('an untrusted issuer is named as the cause of exit code 1', async () => {
    expect(await reportsOf('issuer.trust', good, trust('untrusted.json'))).toEqual({
      text: 1,
      junit: 'failure',
      totals: [1, 0],
      sarif: ['error'],
    })
  })

  it('a trusted issuer is a passed test', async () => {
    expect(await reportsOf('issuer.trust', good, trust('trusted.json'))).toEqual({
      ...silent,
      junit: 'passed',
      totals: [0, 0],
    })
  })

  it('trust that waited for a failed signature is not a second cause', async () => {
    expect(await reportsOf('issuer.trust', changed, trust('untrusted.json'))).toEqual({ ...silent, totals: [1, 0] })
  })

  it('verification does not mix with it: the untrusted badge stays verified', async () => {
    const { out } = await cli(['verify', ...at, ...trust('untrusted.json'), '--format', 'json', good])
    const { results, summary } = JSON.parse(out)
    expect(summary).toEqual({ verified: 1, failed: 0, indeterminate: 0 })
    expect(results[0]).toMatchObject({ outcome: 'verified', verified: true, trusted: false })
    expect(results[0].checks.find(({ id }: { id: string }) => id === 'issuer.trust')).toMatchObject({
      status: 'failed',
      required: false,
    })
  })

  it('without it, trust is no test', async () => {
    expect(await reportsOf('issuer.trust', good, [])).toEqual({ ...silent, totals: [0, 0] })
  })
})

describe('a required check that there was nothing to look at for is never silent', () => {
  it.each(['status.revocation', 'issuer.trust', 'subject.recipient', 'endorsement.each', 'refresh.service'])(
    '--require %s',
    async (id) => {
      expect(await reportsOf(id, good, ['--require', id])).toEqual({
        text: 1,
        junit: 'error',
        totals: [0, 1],
        sarif: ['warning'],
      })
    },
  )

  it('one that merely waited for a failed check is skipped', async () => {
    const waiting = await reportsOf('issuer.trust', changed, ['--require', 'issuer.trust'])
    expect(waiting).toEqual({ ...silent, totals: [1, 0] })
  })

  it('one that waited for the key is skipped too', async () => {
    const forged = fixture('forged-in-the-name-of-a-university.json')
    const { junit, sarif, text } = await reportsOf('proof.signature', forged, [])
    expect({ junit, sarif, text }).toEqual({ ...silent, junit: 'passed' })
  })

  it('JSON says which check was waited for', async () => {
    const { out } = await cli(['verify', ...at, '--format', 'json', changed, fixture('no-such-file.json'), good])
    const [first, missing, last] = JSON.parse(out).results
    const waits = (result: { checks: { id: string; waitsFor?: string }[] }) =>
      Object.fromEntries(result.checks.map(({ id, waitsFor }) => [id, waitsFor]))
    expect(waits(first)).toMatchObject({ 'issuer.trust': 'proof.signature', 'validity.from': undefined })
    expect(waits(missing)).toMatchObject({ 'proof.present': 'input.parse', 'proof.signature': 'proof.present' })
    expect(Object.values(waits(last)).filter((id) => id !== undefined)).toEqual([])
  })
})
