import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { beforeAll, describe, expect, it } from 'vitest'
import { rowChecker } from '../../src/batch/csv/index.js'
import { door } from '../../src/cli/batch/rows.js'
import { hasVectors, noVectorsReason, readVectorText } from '../support/vectors.js'
import { cli, projectDir, temporaryFolder } from './cli.js'

const file = temporaryFolder()
const json = (name: string) => JSON.parse(readFileSync(file(name), 'utf8'))
const write = (name: string, value: unknown): string => {
  writeFileSync(file(name), typeof value === 'string' ? value : JSON.stringify(value))
  return file(name)
}
const draft = {
  issuer: { name: 'Acme' },
  achievement: { id: 'https://acme.example/a/1', name: 'Welder I', description: 'Welds.', criteria: 'Passed.' },
  recipient: { did: 'did:example:kim' },
}

beforeAll(async () => {
  write('draft.json', draft)
  await cli(['keygen', '--out', file('key.json')])
  await cli(['keygen', '--type', 'p256', '--out', file('p256.json')])
  await cli(['issue', file('draft.json'), '--key', file('key.json'), '--out', file('badge.json')])
})

describe('issue --kind', () => {
  it('an endorsement goes into a badge, which is then verified with it', async () => {
    const endorsement = write('endorsement-draft.json', {
      issuer: { name: 'Guild' },
      endorsed: draft.achievement,
      comment: 'Good.',
    })
    // By a key of its own: one id that has two names would leave it open whose is which.
    await cli(['keygen', '--out', file('guild.json')])
    const issued = await cli(['issue', endorsement, '--kind', 'endorsement', '--key', file('guild.json')])
    expect([issued.code, JSON.parse(issued.out).type]).toEqual([0, ['VerifiableCredential', 'EndorsementCredential']])
    write('endorsed.json', { ...draft, achievement: { ...draft.achievement, endorsement: [JSON.parse(issued.out)] } })
    await cli(['issue', file('endorsed.json'), '--key', file('key.json'), '--out', file('endorsed-badge.json')])
    expect((await cli(['verify', file('endorsed-badge.json'), '--require', 'endorsement.each'])).code).toBe(0)
  })

  it.skipIf(!hasVectors)(
    `a learner record, with its context among the documents ${hasVectors ? '' : noVectorsReason}`,
    async () => {
      const context = readVectorText('1edtech-validator/contexts/clr-v2p0-2.0.1.json')
      const documents = write('clr-documents.json', {
        'https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json': JSON.parse(context),
      })
      const record = write('clr-draft.json', {
        issuer: { name: 'School' },
        name: 'Transcript',
        recipient: 'did:example:kim',
        credential: [json('badge.json')],
      })
      const made = await cli([
        'issue',
        record,
        '--kind',
        'clr',
        '--key',
        file('key.json'),
        '--documents',
        documents,
        '--out',
        file('clr.json'),
      ])
      expect([made.code, made.err.includes('ERR_')]).toEqual([0, false])
      const verified = await cli(['verify', file('clr.json'), '--documents', documents, '--format', 'json'])
      expect([verified.code, JSON.parse(verified.out).results[0].standard]).toEqual([0, 'clr2'])
    },
  )

  it('what is refused names its place', async () => {
    const wrong = await cli([
      'issue',
      write('wrong.json', { issuer: { name: 'x' } }),
      '--kind',
      'endorsement',
      '--key',
      file('key.json'),
    ])
    expect([wrong.code, wrong.err.includes('/endorsed')]).toEqual([1, true])
  })
})

describe('issue --resource', () => {
  const art = `${projectDir}examples/art/`
  it('a badge baked into other artwork fails', async () => {
    const url = 'https://acme.example/welder.png'
    write('picture.json', { ...draft, achievement: { ...draft.achievement, image: url } })
    const made = await cli([
      'issue',
      file('picture.json'),
      '--key',
      file('key.json'),
      '--resource',
      `${url}=${art}welder.png`,
      '--out',
      file('with-digest.json'),
    ])
    expect(made.code).toBe(0)
    for (const [picture, code] of [
      ['welder.png', 0],
      ['river-steward.png', 1],
    ] as const) {
      await cli(['bake', art + picture, file('with-digest.json'), '--out', file(`baked-${picture}`)])
      expect((await cli(['verify', file(`baked-${picture}`)])).code).toBe(code)
    }
    expect((await cli(['issue', file('picture.json'), '--key', file('key.json'), '--resource', 'x'])).code).toBe(2)
  })
})

describe('present, derive, and verify of presentations', () => {
  it('a presentation with challenge and domain', async () => {
    const made = await cli([
      'present',
      file('badge.json'),
      '--key',
      file('key.json'),
      '--challenge',
      'c7a1',
      '--domain',
      'lms.example',
      '--out',
      file('vp.json'),
    ])
    expect([made.code, made.err]).toEqual([0, ''])
    expect(
      (
        await cli([
          'verify',
          file('vp.json'),
          '--challenge',
          'c7a1',
          '--domain',
          'lms.example',
          '--holder',
          json('key.json').controller,
        ])
      ).code,
    ).toBe(0)
    expect((await cli(['verify', file('vp.json'), '--challenge', 'other'])).code).toBe(1)
    const report = JSON.parse((await cli(['verify', file('vp.json'), '--format', 'json'])).out)
    expect(
      report.results[0].checks.find(({ id }: { id: string }) => id === 'presentation.credentials').nested,
    ).toHaveLength(1)
    for (const format of ['junit', 'sarif', 'text'])
      expect((await cli(['verify', file('vp.json'), '--format', format])).code).toBe(0)
    expect((await cli(['explain', file('vp.json')])).out).toContain('presentation.credentials')
    expect((await cli(['verify', file('vp.json'), '--require', 'holder.subject'])).code).toBe(1)
  })

  it('a presentation as JWT', async () => {
    const asked = ['--challenge', 'c7a1', '--domain', 'lms.example']
    const present = ['present', file('badge.json'), '--key', file('key.json')]
    const made = await cli([...present, ...asked, '--suite', 'vp+jwt', '--out', file('vp.jwt')])
    expect([made.code, made.err]).toEqual([0, ''])
    const holder = ['--holder', json('key.json').controller]
    const result = await cli(['verify', file('vp.jwt'), ...asked, ...holder, '--format', 'json'])
    expect([result.code, JSON.parse(result.out).results[0].source]).toEqual([0, 'jwt'])
    write('vp-envelope.json', {
      '@context': 'https://www.w3.org/ns/credentials/v2',
      type: 'EnvelopedVerifiablePresentation',
      id: `data:application/vp+jwt,${readFileSync(file('vp.jwt'), 'utf8').trim()}`,
    })
    expect((await cli(['verify', file('vp-envelope.json'), ...asked, ...holder])).code).toBe(0)
    for (const wrong of [
      ['--challenge', 'other'],
      ['--domain', 'other.example'],
      ['--holder', 'did:example:kim'],
    ]) {
      expect((await cli(['verify', file('vp.jwt'), ...wrong])).code).toBe(1)
    }
    expect((await cli(['explain', file('vp.jwt')])).out).toContain('presentation.credentials')
    expect((await cli([...present, '--suite', 'vp+jwt', '--suite', 'eddsa-rdfc-2022'])).code).toBe(2)
  })

  it('a JWT, a baked badge, and what cannot be presented', async () => {
    await cli([
      'issue',
      file('draft.json'),
      '--key',
      file('p256.json'),
      '--suite',
      'vc+jwt',
      '--out',
      file('badge.jwt'),
    ])
    await cli(['bake', `${projectDir}examples/art/welder.png`, file('badge.json'), '--out', file('baked.png')])
    const made = await cli([
      'present',
      file('badge.jwt'),
      file('baked.png'),
      '--key',
      file('key.json'),
      '--out',
      file('two.json'),
    ])
    expect([made.code, made.err]).toEqual([0, ''])
    expect((await cli(['verify', file('two.json')])).code).toBe(0)
    expect((await cli(['present', file('draft.json'), '--key', file('key.json')])).err).toContain('ERR_PROOF_MISSING')
    expect((await cli(['present', `${projectDir}examples/art/welder.png`, '--key', file('key.json')])).err).toContain(
      'ERR_BAKE_NOTHING_BAKED',
    )
    expect((await cli(['present', file('badge.json'), '--key', file('key.json'), '--suite', 'vc-jwt'])).code).toBe(2)
  })

  it('a base proof is not baked; what is derived from it is', async () => {
    write('shown.json', {
      ...draft,
      evidence: ['https://acme.example/seam'],
      credentialSubject: { narrative: 'Secret.' },
    })
    await cli([
      'issue',
      file('shown.json'),
      '--key',
      file('p256.json'),
      '--suite',
      'ecdsa-sd-2023',
      '--out',
      file('base.json'),
    ])
    const picture = `${projectDir}examples/art/welder.png`
    expect((await cli(['bake', picture, file('base.json'), '--out', file('no.png')])).err).toContain(
      'ERR_PROOF_IS_BASE',
    )
    expect(
      (await cli(['derive', file('base.json'), '--select', '/evidence', '--out', file('derived.json')])).code,
    ).toBe(0)
    expect([json('derived.json').evidence.length, json('derived.json').credentialSubject.narrative]).toEqual([
      1,
      undefined,
    ])
    expect((await cli(['verify', file('derived.json')])).code).toBe(0)
  })
})

describe('Open Badges 2.0', () => {
  const at = (path: string): string => `https://acme.example/${path}`
  const issuer = {
    '@context': 'https://w3id.org/openbadges/v2',
    type: 'Profile',
    id: at('issuer.json'),
    name: 'Acme',
    url: at(''),
    email: 'b@acme.example',
  }
  const badge = {
    '@context': 'https://w3id.org/openbadges/v2',
    type: 'BadgeClass',
    id: at('badge.json'),
    name: 'Welder',
    description: 'Welds.',
    image: at('welder.png'),
    criteria: at('criteria'),
    issuer: at('issuer.json'),
  }
  const assertion = {
    '@context': 'https://w3id.org/openbadges/v2',
    type: 'Assertion',
    id: at('kim.json'),
    recipient: { type: 'email', hashed: false, identity: 'kim@acme.example' },
    badge: at('badge.json'),
    issuedOn: '2020-01-01T00:00:00Z',
    verification: { type: 'hosted' },
  }

  it('is verified, and upgraded to a draft that can be issued', async () => {
    const old = write('old.json', assertion)
    const documents = write('old-documents.json', {
      [at('kim.json')]: assertion,
      [at('badge.json')]: badge,
      [at('issuer.json')]: issuer,
    })
    const verified = await cli(['verify', old, '--documents', documents])
    expect([verified.code, verified.out.includes('Acme')]).toEqual([0, true])
    expect((await cli(['verify', old])).code).toBe(3)
    expect((await cli(['upgrade', old, '--documents', documents, '--out', file('upgraded.json')])).code).toBe(0)
    const draft3 = json('upgraded.json')
    write('upgraded-own.json', { ...draft3, issuer: { ...draft3.issuer, id: json('key.json').controller } })
    await cli(['issue', file('upgraded-own.json'), '--key', file('key.json'), '--out', file('new.json')])
    expect((await cli(['verify', file('new.json')])).code).toBe(0)
    expect((await cli(['upgrade', old])).err).toContain('ERR_VERIFICATION_FAILED')
    expect((await cli(['upgrade', file('badge.json')])).err).toContain('ERR_FORMAT_UNKNOWN')
  })
})

describe('explain --fix', () => {
  it('prints a JSON Patch, and on standard error what is left', async () => {
    const wrong = { ...json('badge.json'), validFrom: '2026-01-31', id: 'x' }
    const { code, out, err } = await cli(['explain', '--fix', write('to-mend.json', wrong)])
    expect([code, JSON.parse(out)]).toEqual([0, [{ op: 'replace', path: '/validFrom', value: '2026-01-31T00:00:00Z' }]])
    expect(err).toContain('/id')
    expect((await cli(['explain', '--fix', '--trace', file('to-mend.json')])).code).toBe(2)
    // The days of the issuer; without `--fix` there is nothing to say it for.
    const day = write('day.json', { ...wrong, validFrom: '2026-01-01' })
    const zoned = await cli(['explain', '--fix', '--time-zone', 'Europe/Berlin', day])
    const values = (JSON.parse(zoned.out) as { path: string; value?: unknown }[]).filter(
      ({ path }) => path === '/validFrom',
    )
    expect(values).toEqual([expect.objectContaining({ value: '2026-01-01T00:00:00+01:00' })])
    expect((await cli(['explain', '--time-zone', 'Europe/Berlin', day])).code).toBe(2)
    expect((await cli(['explain', '--fix', '--time-zone', 'Berlin', day])).code).toBe(2)
  })

  it('of a draft', async () => {
    const { out } = await cli([
      'explain',
      '--fix',
      write('misspelt.json', { ...draft, recipent: draft.recipient, recipient: undefined }),
    ])
    expect(JSON.parse(out)).toEqual([{ op: 'move', from: '/recipent', path: '/recipient' }])
  })
})

describe('--trust', () => {
  it.each<[string, () => unknown, number]>([
    ['a JSON list', () => [json('badge.json').issuer.id], 0],
    ['lines with comments', () => `# ours\n${json('badge.json').issuer.id}  # Acme\n\n`, 0],
    ['a registry', () => ({ meta: {}, registry: { [json('badge.json').issuer.id]: { name: 'Acme' } } }), 0],
    ['others', () => ['did:example:other'], 1],
    ['a file of something else', () => ({ members: [] }), 2],
    ['lines of something else', () => 'Acme', 2],
  ])('%s', async (_name, content, code) => {
    expect((await cli(['verify', file('badge.json'), '--trust', write('trust', content())])).code).toBe(code)
  })

  it('a registry by its URL', async () => {
    const url = 'https://registry.example/registry.json'
    const documents = write('registry.json', { [url]: { registry: { [json('badge.json').issuer.id]: {} } } })
    expect((await cli(['verify', file('badge.json'), '--trust', url, '--documents', documents])).code).toBe(0)
  })
})

describe('nothing that a command reads is written over', () => {
  it('keygen --force over its own seed', async () => {
    const seed = write('seed', '07'.repeat(32))
    const { code, err } = await cli(['keygen', '--seed-file', seed, '--out', seed, '--force'])
    expect([code, err.includes('ERR_FILE_EXISTS'), readFileSync(seed, 'utf8')]).toEqual([1, true, '07'.repeat(32)])
  })

  it('batch, whose report would be its own list', async () => {
    const list = write('report.csv', 'email,achievement\nkim@example.org,welder\n')
    write('achievements.json', { welder: draft.achievement })
    write('issuer.json', { id: json('key.json').controller, name: 'Acme' })
    const { code, err } = await cli([
      'batch',
      list,
      '--achievements',
      file('achievements.json'),
      '--issuer',
      file('issuer.json'),
      '--key',
      file('key.json'),
      '--out',
      file(''),
    ])
    expect([code, err.includes('ERR_FILE_EXISTS'), readFileSync(list, 'utf8').startsWith('email')]).toEqual([
      1,
      true,
      true,
    ])
  })

  const hidden = /[\p{Cc}\p{Cf}]/u
  it('usage errors show no control characters of the arguments', async () => {
    const { code, err } = await cli(['verify', 'x', '--format', 'a\u001b[2Jb\u202ec'])
    expect([code, hidden.test(err.replaceAll('\n', ''))]).toEqual([2, false])
    expect((await cli(['\u001b]0;x\u0007'])).err.replaceAll('\n', '')).not.toMatch(hidden)
    expect(existsSync(file('x'))).toBe(false)
  })
})

describe('rows of a batch', () => {
  const faultOf = rowChecker(door, { welder: {} })
  const row = (number: number, cells: Record<string, string>) =>
    faultOf({ number, cells: { achievement: 'welder', ...cells } })?.code ?? 'taken'

  it('the same id twice is refused, and so is the same person', () => {
    expect([
      row(1, { email: 'kim@example.org', id: 'urn:uuid:1' }),
      row(2, { email: 'lou@example.org', id: 'urn:uuid:1' }),
      row(3, { email: 'max@example.org' }),
      row(4, { email: 'Max@example.org' }),
      row(5, { email: 'lou@example.org', id: 'urn:uuid:2' }),
    ]).toEqual(['taken', 'ERR_ROW_DUPLICATE', 'taken', 'ERR_ROW_DUPLICATE', 'taken'])
  })
})
