import { readFileSync, writeFileSync } from 'node:fs'
import { beforeAll, describe, expect, it } from 'vitest'
import { cli, temporaryFolder } from './cli.js'

const file = temporaryFolder()
const json = (path: string) => JSON.parse(readFileSync(path, 'utf8'))
const id = 'https://acme.example/status/1'
const codeOf = (err: string) => err.split(' ')[0]

const draft = {
  issuer: { name: 'Acme' },
  achievement: { name: 'Welder I', description: 'Welds steel.', criteria: 'Passed the exam.' },
  recipient: { email: 'kim@example.org' },
}

/** The verdict of `verify`, given the list as it is published now. */
async function verify(badge: string, list: string) {
  writeFileSync(file('documents.json'), JSON.stringify({ [id]: json(list) }))
  const { code, out } = await cli(['verify', badge, '--documents', file('documents.json'), '--format', 'json'])
  const [result] = JSON.parse(out).results
  const check = result.checks.find((each: { id: string }) => each.id === 'status.revocation')
  return { code, status: check.status, answers: check.statuses.map((each: { answer: string }) => each.answer) }
}

const create = (out: string, ...more: string[]) =>
  cli(['status', 'create', '--purpose', 'revocation', '--id', id, '--key', file('key.json'), '--out', out, ...more])
const set = (list: string, ...more: string[]) => cli(['status', 'set', list, '--key', file('key.json'), ...more])

beforeAll(async () => {
  expect((await cli(['keygen', '--out', file('key.json')])).code).toBe(0)
})

describe('status', () => {
  it('a badge is issued with a status, revoked, and then refused', async () => {
    const list = file('list.json')
    expect((await create(list, '--ttl', '60000', '--suite', 'Ed25519Signature2020')).code).toBe(0)
    const shown = await cli(['status', 'show', list, '--index', '94567'])
    const { entries, length, purpose, set: count } = JSON.parse(shown.out)
    expect([length, purpose, count, entries[0].value]).toEqual([131_072, 'revocation', 0, 0])

    writeFileSync(file('draft.json'), JSON.stringify({ ...draft, credentialStatus: entries[0].credentialStatus }))
    const issued = await cli(['issue', file('draft.json'), '--key', file('key.json'), '--out', file('badge.json')])
    expect(issued.code).toBe(0)
    expect((await cli(['verify', file('badge.json')])).code).toBe(3)
    expect(await verify(file('badge.json'), list)).toEqual({ code: 0, status: 'passed', answers: ['clear'] })

    expect((await set(list, '--index', '94567', '--index', '3', '--value', '1')).code).toBe(0)
    expect(await verify(file('badge.json'), list)).toEqual({ code: 1, status: 'failed', answers: ['revoked'] })
    expect(JSON.parse((await cli(['status', 'show', list])).out).indexes).toEqual([3, 94567])
    expect(json(list)).toMatchObject({ credentialSubject: { ttl: 60_000 }, proof: { type: 'Ed25519Signature2020' } })

    const back = await set(list, '--index', '94567', '--value', '0')
    expect([back.code, back.err.startsWith('warning')]).toEqual([0, true])
    expect((await verify(file('badge.json'), list)).code).toBe(0)
  }, 120_000)

  it('the issuer is an id or a profile in a file, the list is read from standard input and written to it', async () => {
    const did = json(file('key.json')).controller
    writeFileSync(file('issuer.json'), JSON.stringify({ id: did, name: 'Acme' }))
    writeFileSync(file('nobody.json'), '{}')
    for (const issuer of [did, file('issuer.json')]) {
      expect((await create(file('by.json'), '--issuer', issuer)).code).toBe(0)
      expect(json(file('by.json')).issuer).toBe(did)
    }
    expect((await create(file('x.json'), '--issuer', file('nobody.json'))).code).toBe(2)
    const args = ['status', 'set', '-', '--key', file('key.json'), '--index', '0', '--value', '1']
    const piped = await cli(args, readFileSync(file('by.json'), 'utf8'))
    expect(JSON.parse((await cli(['status', 'show', '-'], piped.out)).out).set).toBe(1)
  })

  it('a list with several bits for an entry', async () => {
    const list = file('message.json')
    const args = [
      'status',
      'create',
      '--purpose',
      'message',
      '--status-size',
      '2',
      '--id',
      id,
      '--key',
      file('key.json'),
    ]
    writeFileSync(list, (await cli(args)).out)
    expect((await set(list, '--status-size', '2', '--index', '5', '--value', '3')).code).toBe(0)
    const { entries } = JSON.parse((await cli(['status', 'show', list, '--status-size', '2', '--index', '5'])).out)
    expect(entries).toEqual([{ index: 5, value: 3 }])
  })

  it('a list that has expired is signed anew only with a new end', async () => {
    const list = file('expiring.json')
    await create(list, '--now', '2026-01-01T00:00:00Z', '--valid-until', '2026-01-02T00:00:00Z')
    const again = ['--index', '1', '--value', '1', '--now', '2026-02-01T00:00:00Z']
    expect([(await set(list, ...again)).code, json(list).validUntil]).toEqual([2, '2026-01-02T00:00:00Z'])
    expect((await set(list, ...again, '--valid-until', '2026-03-01T00:00:00Z')).code).toBe(0)
    expect(json(list)).toMatchObject({ validFrom: '2026-02-01T00:00:00Z', validUntil: '2026-03-01T00:00:00Z' })
  })

  it.each([
    ['too short', ['--length', '1000'], 'ERR_STATUS_LIST_LENGTH', 1],
    ['no number', ['--length', 'many'], 'error:', 2],
    ['an unknown purpose', ['--purpose', 'fun'], 'error:', 2],
    ['a size that no list has', ['--status-size', '0'], 'ERR_ARGUMENT_INVALID', 1],
  ])('create refuses: %s', async (_name, more, code, exit) => {
    const { err, code: exitCode } = await create(file('refused.json'), ...more)
    expect([codeOf(err), exitCode]).toEqual([code, exit])
  })

  it.each([
    ['an index outside the list', ['--index', '131072', '--value', '1'], 'ERR_STATUS_INDEX'],
    ['a value that does not fit', ['--index', '1', '--value', '2'], 'ERR_ARGUMENT_INVALID'],
  ])('set refuses: %s', async (_name, more, code) => {
    await create(file('set.json'))
    const before = readFileSync(file('set.json'), 'utf8')
    expect(codeOf((await set(file('set.json'), ...more)).err)).toBe(code)
    expect(readFileSync(file('set.json'), 'utf8')).toBe(before)
  })

  it('refuses what is no list', async () => {
    writeFileSync(file('none.json'), '{"credentialSubject":{"type":"BitstringStatusList"}}')
    expect(codeOf((await cli(['status', 'show', file('none.json')])).err)).toBe('ERR_STATUS_LIST_INVALID')
  })
})
