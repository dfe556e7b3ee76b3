import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, openSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { beforeAll, describe, expect, it } from 'vitest'
import { cli, main, projectDir, temporaryFolder } from './cli.js'

const file = temporaryFolder()
const fixture = (name: string) => `${projectDir}fixtures/badges/${name}`
const json = (path: string) => JSON.parse(readFileSync(path, 'utf8'))
const codeOf = ({ code, err }: { code: number; err: string }) => [code, err.split(' ')[0]]

const draft = {
  issuer: { name: 'Acme' },
  achievement: { name: 'Welder I', description: 'Welds steel.', criteria: 'Passed the exam.' },
  recipient: { email: 'kim@example.org' },
}

beforeAll(async () => {
  writeFileSync(file('draft.json'), JSON.stringify(draft))
  writeFileSync(file('picture.svg'), '<svg xmlns="http://www.w3.org/2000/svg"/>')
  await cli(['keygen', '--out', file('key.json')])
  await cli(['issue', file('draft.json'), '--key', file('key.json'), '--out', file('badge.json')])
})

describe('files that are in the way or cannot be read', () => {
  it('explain of a file that is not there is exit 1, with the code on standard error', async () => {
    const { out, ...rest } = await cli(['explain', file('nope.json')])
    expect([codeOf(rest), out]).toEqual([[1, 'ERR_FILE_UNREADABLE'], ''])
  })

  it.each(['--trust', '--documents'])(
    'verify %s with a file that is not there, or is none, is wrong usage',
    async (option) => {
      writeFileSync(file('broken.json'), '{')
      for (const path of [file('nope.json'), file('broken.json')]) {
        expect(codeOf(await cli(['verify', file('badge.json'), option, path]))).toEqual([2, 'ERR_USAGE'])
      }
    },
  )

  it('init says so where a file or a link to nothing is in the way', async () => {
    writeFileSync(file('a-file'), '')
    symlinkSync(file('nowhere'), file('a-link'))
    mkdirSync(file('a-folder'))
    writeFileSync(file('a-folder/.well-known'), '')
    for (const out of ['a-file', 'a-file/below', 'a-link', 'a-folder']) {
      const result = await cli(['init', '--domain', 'a.example', '--out', file(out)])
      expect([out, ...codeOf(result)]).toEqual([out, 1, 'ERR_FILE_UNWRITABLE'])
    }
  })

  it('init and batch end where a file system takes no folders', async () => {
    if (!existsSync('/proc/self')) return console.log('no /proc here')
    expect(codeOf(await cli(['init', '--domain', 'a.example', '--out', '/proc/x/y']))).toEqual([
      1,
      'ERR_FILE_UNWRITABLE',
    ])
    writeFileSync(file('issuer.json'), '{"name":"Acme"}')
    writeFileSync(file('achievements.json'), JSON.stringify({ welder: draft.achievement }))
    writeFileSync(file('rows.csv'), 'email,achievement\na@b.c,welder\n')
    const batch = [
      'batch',
      file('rows.csv'),
      '--achievements',
      file('achievements.json'),
      '--issuer',
      file('issuer.json'),
    ]
    const { code, err } = await cli([...batch, '--key', file('key.json'), '--out', '/proc/x'])
    expect([code, err.includes('ERR_FILE_UNWRITABLE')]).toEqual([1, true])
  })

  it('a full disk behind standard output is told', async () => {
    if (!existsSync('/dev/full')) return console.log('no /dev/full here')
    const child = spawn(process.execPath, [main(), 'verify', file('badge.json')], {
      stdio: ['ignore', openSync('/dev/full', 'w'), 'pipe'],
    })
    let err = ''
    child.stderr?.on('data', (chunk) => {
      err += chunk
    })
    const code = await new Promise((resolve) => child.on('close', resolve))
    expect([code, err.split(' ')[0]]).toEqual([1, 'ERR_FILE_UNWRITABLE'])
  })

  it('a file without end is read no further than the limit', async () => {
    if (!existsSync('/dev/zero')) return console.log('no /dev/zero here')
    const { code, out } = await cli(['verify', '/dev/zero', file('badge.json'), '--format', 'json'])
    expect([code, JSON.parse(out).summary]).toEqual([1, { verified: 1, failed: 1, indeterminate: 0 }])
    expect(JSON.parse(out).results[0].problems[0].code).toBe('ERR_LIMIT_EXCEEDED')
  })

  it('the source of a file that could not be read is unknown', async () => {
    const { out } = await cli(['verify', file('nope.json'), '--format', 'json'])
    expect(JSON.parse(out).results[0].source).toBe('unknown')
  })
})

describe('a reader that goes away', () => {
  it.each([
    ['changed.json', 1],
    ['baked.png', 0],
  ])('does not change the verdict of %s', async (name, expected) => {
    const many = Array.from({ length: 40 }, () => fixture(name))
    const child = spawn(process.execPath, [main(), 'verify', ...many, '--format', 'json'], {
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let err = ''
    child.stderr.on('data', (chunk) => {
      err += chunk
    })
    child.stdout.destroy()
    const code = await new Promise((resolve) => child.on('close', resolve))
    expect([code, err]).toEqual([expected, ''])
  })
})

describe('what is asked for is what is done', () => {
  it('keygen writes no key into a file called -', async () => {
    expect(codeOf(await cli(['keygen', '--out', '-']))).toEqual([2, 'ERR_USAGE'])
    expect(existsSync('-')).toBe(false)
  })

  it.each(['-x', '*.example.org', 'a..example', 'x-.example', 'https://a.example'])(
    'init takes no domain %s',
    async (domain) => {
      expect(codeOf(await cli(['init', `--domain=${domain}`, '--out', file('no-domain')]))).toEqual([2, 'ERR_USAGE'])
      expect(existsSync(file('no-domain'))).toBe(false)
    },
  )

  it('bake keeps the text of the file, blanks and line ends included', async () => {
    const text = `\n  ${readFileSync(file('badge.json'), 'utf8')}\r\n`
    writeFileSync(file('spaced.json'), text)
    expect((await cli(['bake', file('picture.svg'), file('spaced.json'), '--out', file('spaced.svg')])).code).toBe(0)
    expect((await cli(['extract', file('spaced.svg')])).out).toBe(text)
  })

  it.each(['bake', 'export'])('%s takes nothing that is not signed', async (command) => {
    writeFileSync(file('empty.json'), '{}')
    for (const name of ['draft.json', 'empty.json']) {
      const args =
        command === 'bake' ? ['bake', file('picture.svg'), file(name)] : ['export', file(name), '--format', 'json']
      expect(codeOf(await cli([...args, '--out', file('unsigned')]))).toEqual([1, 'ERR_PROOF_MISSING'])
      expect(existsSync(file('unsigned'))).toBe(false)
    }
  })

  it('a key of a domain is no key alone, so there is nothing to warn of', async () => {
    await cli(['init', '--domain', 'a.example', '--out', file('issuer')])
    const { code, err } = await cli(['issue', file('draft.json'), '--key', file('issuer/key.json')])
    expect([code, err]).toEqual([0, ''])
  })

  it('the key of another issuer ends a batch once, not once a row', async () => {
    writeFileSync(file('other.json'), JSON.stringify({ id: 'did:web:other.example', name: 'Other' }))
    writeFileSync(file('achievements.json'), JSON.stringify({ welder: draft.achievement }))
    writeFileSync(
      file('many.csv'),
      `email,achievement\n${Array.from({ length: 30 }, (_, i) => `k${i}@b.c,welder\n`).join('')}`,
    )
    const args = [
      'batch',
      file('many.csv'),
      '--achievements',
      file('achievements.json'),
      '--issuer',
      file('other.json'),
    ]
    const { code, err } = await cli([...args, '--key', file('key.json'), '--out', file('wrong-key')])
    expect([code, err.match(/ERR_SIGN_ISSUER_MISMATCH/g)?.length]).toEqual([1, 1])
  })

  it('rows behind a broken one are issued, and the broken one stands in the report', async () => {
    writeFileSync(file('achievements.json'), JSON.stringify({ welder: draft.achievement }))
    writeFileSync(file('own.json'), '{"name":"Acme"}')
    writeFileSync(
      file('broken.csv'),
      'email,name,achievement\na@b.c,"A"x,welder\nkim@example.org,"K,welder\nc@b.c,C,welder\nd@b.c,welder,kim@example.org\n',
    )
    const args = [
      'batch',
      file('broken.csv'),
      '--achievements',
      file('achievements.json'),
      '--issuer',
      file('own.json'),
    ]
    const { code, err } = await cli([...args, '--key', file('key.json'), '--out', file('broken')])
    const report = readFileSync(file('broken/report.csv'), 'utf8')
    expect(code).toBe(1)
    expect(report.split('\r\n').map((line) => line.split(',')[2])).toEqual([
      'status',
      'refused',
      'refused',
      'issued',
      'refused',
      undefined,
    ])
    expect(err + report).not.toContain('kim@')
  })

  it('an RSA key that is asked for an embedded proof is pointed to JWTs, in words of the command line', async () => {
    await cli(['keygen', '--type', 'rsa', '--out', file('rsa.json')])
    const { code, err } = await cli(['issue', file('draft.json'), '--key', file('rsa.json')])
    expect([code, err.includes('--suite vc-jwt')]).toEqual([1, true])
  })

  it('an argument that is wrong is not repeated where it is an address', async () => {
    const { code, err } = await cli(['verify', file('badge.json'), '--format', 'kim@example.org'])
    expect([code, err.includes('kim@')]).toEqual([2, false])
  })
})

describe('the text report', () => {
  it('names each code once, and options of the command line', async () => {
    const badge = json(file('badge.json'))
    for (const name of ['one', 'two', 'three', 'four', 'five']) badge[name] = 1
    writeFileSync(file('terms.json'), JSON.stringify(badge))
    const { out } = await cli(['verify', file('terms.json')])
    expect(out.match(/ERR_TERM_UNDEFINED/g)?.length).toBe(1)
    expect(out).toContain('(5 times at /five, /four, /one, …)')

    writeFileSync(
      file('context.json'),
      JSON.stringify({ ...badge, '@context': [...badge['@context'], 'https://x.example/c'] }),
    )
    const unclear = await cli(['verify', file('context.json')])
    expect(unclear.out).toContain('--documents')
    expect(unclear.out).not.toContain('`')
  })
})
