import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { LEAST_LOG_N, seal, unseal } from '../../src/cli/backup/seal.js'
import { tarOf, untar } from '../../src/cli/backup/tar.js'
import { codeOf } from '../support/codes.js'
import { cli, temporaryFolder } from './cli.js'
import { serveHere } from './server.js'

const file = temporaryFolder()
const BASE = 'https://badges.example'

writeFileSync(file('passphrase'), 'correct horse battery\n')
writeFileSync(file('other'), 'wrong horse battery\n')
const locked = ['--passphrase-file', file('passphrase')]

let made: Promise<{ data: string; plain: string; sealed: string; ids: string[] }> | undefined
/** A server with badges, a backup of it as it is and one that is encrypted; both of a server that ran. */
function backups() {
  made ??= (async () => {
    const [data, plain, sealed] = [file('data'), file('plain.backup'), file('sealed.backup')]
    const server = await serveHere(data, BASE)
    for (const n of [1, 2, 3]) await server.issue(n)
    await cli(['keys', 'rotate', '--data', data, '--lead', '0'])
    const results = [
      await cli(['backup', '--data', data, '--out', plain]),
      await cli(['backup', '--data', data, '--out', sealed, ...locked]),
    ]
    expect(results.map(({ code, out }) => [code, out])).toEqual([
      [0, `${plain}\n`],
      [0, `${sealed}\n`],
    ])
    // Nobody is told in vain: the one that is encrypted is silent.
    expect(results.map(({ err }) => err.includes('plain text'))).toEqual([true, false])
    const ids = (await server.badges()).map(({ id }) => String(id))
    await server.stop()
    return { data, plain, sealed, ids: ids.sort() }
  })()
  return made
}

describe('badgewright backup and restore', { timeout: 120_000 }, () => {
  test.each(['plain', 'sealed'] as const)(
    'a server that is restored of a %s backup is the one that was, and every badge verifies',
    async (kind) => {
      const { [kind]: archive, ids, data } = await backups()
      expect(statSync(archive).mode & 0o777).toBe(0o600)
      const target = file(`restored-${kind}`)
      const restored = await cli(['restore', archive, '--data', target, ...(kind === 'sealed' ? locked : [])])
      expect(restored.code, restored.err).toBe(0)
      for (const secret of ['key.json', 'secrets.json', `keys/${readdirSync(join(data, 'keys'))[0]}`]) {
        expect(readFileSync(join(target, secret), 'utf8')).toBe(readFileSync(join(data, secret), 'utf8'))
        expect(statSync(join(target, secret)).mode & 0o777, secret).toBe(0o600)
      }
      expect(statSync(target).mode & 0o777).toBe(0o700)
      expect((await cli(['keys', 'check', '--data', target])).out).toBe('3 badges and 1 status lists verify.\n')
      const server = await serveHere(target, BASE)
      expect((await server.badges()).map(({ id }) => id).sort()).toEqual(ids)
      await server.issue(4)
      expect(await server.stop()).toBe(0)
      expect((await cli(['keys', 'check', '--data', target])).out).toBe('4 badges and 2 status lists verify.\n')
    },
  )

  test('an encrypted backup says nothing to anyone without its passphrase', async () => {
    const { sealed, plain } = await backups()
    const bytes = readFileSync(sealed)
    expect(bytes.includes(Buffer.from('learner1'))).toBe(false)
    expect(gunzipSync(readFileSync(plain)).includes(Buffer.from('learner1@example.org'))).toBe(true)
    const target = file('locked')
    const attempts = [[sealed], [sealed, '--passphrase-file', file('other')], [plain, ...locked]]
    for (const args of attempts) {
      const { code, err } = await cli(['restore', ...args, '--data', target])
      expect([code, err.split(' ')[0]]).toEqual([1, 'ERR_BACKUP_INVALID'])
      expect(existsSync(target)).toBe(false)
    }
  })

  test('a folder that is not empty is left alone, or moved aside', async () => {
    const { plain } = await backups()
    const target = file('taken')
    mkdirSync(target)
    writeFileSync(join(target, 'mine.txt'), 'mine')
    const refused = await cli(['restore', plain, '--data', target])
    expect([refused.code, refused.err.split(' ')[0]]).toEqual([1, 'ERR_FILE_EXISTS'])
    expect(readdirSync(target)).toEqual(['mine.txt'])
    const replaced = await cli(['restore', plain, '--data', target, '--replace'])
    expect(replaced.code, replaced.err).toBe(0)
    expect(readdirSync(target)).toContain('badges.db')
    const aside = readdirSync(file('.')).find((name) => name.startsWith('taken.before-')) ?? ''
    expect(readFileSync(join(file(aside), 'mine.txt'), 'utf8')).toBe('mine')
    mkdirSync(file('empty'))
    expect((await cli(['restore', plain, '--data', file('empty')])).code).toBe(0)
  })

  test('a backup that is there is not written over unless asked, and a link among the keys is not followed', async () => {
    const { data, plain } = await backups()
    const refused = await cli(['backup', '--data', data, '--out', plain])
    expect([refused.code, refused.err.split(' ')[0]]).toEqual([1, 'ERR_FILE_EXISTS'])
    writeFileSync(file('elsewhere.json'), '{"secret":"of somebody else"}')
    symlinkSync(file('elsewhere.json'), join(data, 'linked.json'))
    const again = file('again.backup')
    writeFileSync(again, 'old')
    expect((await cli(['backup', '--data', data, '--out', again, '--force'])).code).toBe(0)
    expect(gunzipSync(readFileSync(again)).includes(Buffer.from('of somebody else'))).toBe(false)
    expect(readdirSync(file('.')).filter((name) => /part$|restoring$/.test(name))).toEqual([])
  })

  test.each([
    [['backup', '--out', 'x'], 'ERR_FILE_UNREADABLE'],
    [['restore', 'nothing', '--data', 'nowhere'], 'ERR_FILE_UNREADABLE'],
  ])('%j: %s', async (args, code) => {
    const folder = file('none')
    const given = args.map((each) =>
      each === 'x' || each === 'nowhere' || each === 'nothing' ? join(folder, each) : each,
    )
    const result = await cli(args[0] === 'backup' ? [...given, '--data', folder] : given)
    expect([result.code, result.err.split(' ')[0]]).toEqual([1, code])
    expect(existsSync(folder)).toBe(false)
  })

  test.each(['short', '', 'two\nlines of it'])('the passphrase %j is refused', async (text) => {
    writeFileSync(file('bad'), text)
    const { code, err } = await cli([
      'backup',
      '--data',
      file('data'),
      '--out',
      file('y'),
      '--passphrase-file',
      file('bad'),
    ])
    expect([code, err.split(' ')[0]]).toEqual([2, 'ERR_USAGE'])
  })
})

describe('an archive that is hostile or damaged leaves nothing behind', { timeout: 120_000 }, () => {
  type Entry = { name: string; bytes: Buffer }
  const collect = async (stream: AsyncIterable<Uint8Array>) => {
    const parts: Uint8Array[] = []
    for await (const part of stream) parts.push(part)
    return Buffer.concat(parts)
  }
  async function* each<T>(items: readonly T[]): AsyncGenerator<T> {
    yield* items
  }
  const entries = async (archive: string) => {
    const found: Entry[] = []
    for await (const { name, bytes } of untar(each([gunzipSync(readFileSync(archive))])))
      found.push({ name, bytes: Buffer.from(bytes) })
    return found
  }
  const without = (all: Entry[], name: string) => all.filter((entry) => entry.name !== name)
  const renamed = (tar: Buffer, from: string, change: (header: Buffer) => void): Buffer => {
    const at = tar.indexOf(Buffer.from(`${from}\0`))
    const header = tar.subarray(at, at + 512)
    change(header)
    header.write('        ', 148)
    header.write(
      `${header
        .reduce((sum, byte) => sum + byte, 0)
        .toString(8)
        .padStart(6, '0')}\0 `,
      148,
    )
    return tar
  }
  const packed = async (all: Entry[]) => collect(tarOf(each(all)))

  const cases: readonly [string, (archive: string) => Promise<Buffer>][] = [
    [
      'a name that leads out of the folder',
      async (archive) =>
        gzipSync(
          renamed(await packed(await entries(archive)), 'files/key.json', (header) =>
            header.write('files/../../../evil.json\0', 0),
          ),
        ),
    ],
    [
      'an absolute name',
      async (archive) =>
        gzipSync(
          renamed(await packed(await entries(archive)), 'files/key.json', (header) =>
            header.write('/tmp/evil.json\0\0\0\0\0', 0),
          ),
        ),
    ],
    [
      'a folder in front that leads elsewhere',
      async (archive) =>
        gzipSync(
          renamed(await packed(await entries(archive)), 'files/key.json', (header) => header.write('files/../..', 345)),
        ),
    ],
    [
      'a symbolic link',
      async (archive) =>
        gzipSync(renamed(await packed(await entries(archive)), 'files/key.json', (header) => header.write('2', 156))),
    ],
    [
      'a hard link',
      async (archive) =>
        gzipSync(renamed(await packed(await entries(archive)), 'files/key.json', (header) => header.write('1', 156))),
    ],
    [
      'a device',
      async (archive) =>
        gzipSync(renamed(await packed(await entries(archive)), 'files/key.json', (header) => header.write('3', 156))),
    ],
    [
      'a size that is not true',
      async (archive) =>
        gzipSync(
          renamed(await packed(await entries(archive)), 'files/key.json', (header) =>
            header.write('00000000001\0', 124),
          ),
        ),
    ],
    [
      'a size beyond all',
      async (archive) =>
        gzipSync(
          renamed(await packed(await entries(archive)), 'files/key.json', (header) =>
            header.write('77777777777\0', 124),
          ),
        ),
    ],
    [
      'a negative size',
      async (archive) =>
        gzipSync(
          renamed(await packed(await entries(archive)), 'files/key.json', (header) =>
            header.write('-0000000001\0', 124),
          ),
        ),
    ],
    [
      'a checksum that is wrong',
      async (archive) => {
        const tar = await packed(await entries(archive))
        tar[148] = 0x37
        return gzipSync(tar)
      },
    ],
    [
      'a file that no backup has',
      async (archive) =>
        gzipSync(await packed([{ name: 'files/badges.db', bytes: Buffer.from('x') }, ...(await entries(archive))])),
    ],
    [
      'a key that was exchanged',
      async (archive) =>
        gzipSync(
          await packed(
            (await entries(archive)).map((entry) =>
              entry.name === 'files/secrets.json' ? { ...entry, bytes: Buffer.from('{}') } : entry,
            ),
          ),
        ),
    ],
    [
      'a key twice',
      async (archive) => {
        const all = await entries(archive)
        return gzipSync(await packed([...all.slice(0, 1), ...all]))
      },
    ],
    [
      'no keys',
      async (archive) =>
        gzipSync(await packed((await entries(archive)).filter(({ name }) => !name.startsWith('files/')))),
    ],
    ['no list', async (archive) => gzipSync(await packed(without(await entries(archive), 'archive.json')))],
    [
      'no manifest',
      async (archive) => gzipSync(await packed(without(await entries(archive), 'database/manifest.json'))),
    ],
    [
      'something behind its end',
      async (archive) => gzipSync(Buffer.concat([await packed(await entries(archive)), Buffer.from('more')])),
    ],
    ['an end that is missing', async (archive) => readFileSync(archive).subarray(0, -100)],
    ['half of itself', async (archive) => readFileSync(archive).subarray(0, readFileSync(archive).length / 2)],
    ['a bomb in place of it', async () => gzipSync(Buffer.alloc(48 * 1024 * 1024))],
    [
      'a thousand empty keys',
      async () =>
        gzipSync(
          await packed(Array.from({ length: 1000 }, (_, n) => ({ name: `files/a${n}.json`, bytes: Buffer.alloc(0) }))),
        ),
    ],
    ['nothing', async () => Buffer.alloc(0)],
    ['an archive of something else', async () => gzipSync(Buffer.from('hello'))],
    ['text', async () => Buffer.from('hello, this is not an archive at all')],
  ]

  test.each(cases)('%s', async (name, make) => {
    const { plain } = await backups()
    const archive = file('hostile.backup')
    writeFileSync(archive, await make(plain))
    const target = file(`hostile-${cases.findIndex(([each]) => each === name)}`)
    const { code, err } = await cli(['restore', archive, '--data', target])
    expect([code, err.split(' ')[0]], err).toEqual([1, 'ERR_BACKUP_INVALID'])
    expect(existsSync(target)).toBe(false)
    expect(readdirSync(file('.')).filter((each) => each.endsWith('restoring') || each.includes('evil'))).toEqual([])
  })

  test('the same archive, packed again without a change, is restored', async () => {
    const { plain } = await backups()
    writeFileSync(file('sound.backup'), gzipSync(await packed(await entries(plain))))
    expect((await cli(['restore', file('sound.backup'), '--data', file('sound')])).code).toBe(0)
  })

  describe('a stream that is encrypted', () => {
    const CHUNK = 65_536 + 16
    const plain = Buffer.alloc(200_000, 'abc')
    const open = (bytes: Buffer, passphrase = 'correct horse') => collect(unseal(each([bytes]), passphrase))
    // The head says what a key cost: what is altered is noticed at the least cost too, in an eighth of the time.
    const sealOf = (pieces: readonly Uint8Array[], logN = LEAST_LOG_N) =>
      collect(seal(each(pieces), 'correct horse', logN))
    let sealing: Promise<Buffer> | undefined
    const sealed = async () => {
      sealing ??= sealOf([plain])
      return Buffer.from(await sealing)
    }

    test.each([0, 1, 65_535, 65_536, 65_537, 131_072])(
      'of %j bytes comes back, in pieces of whatever size',
      async (length) => {
        const text = plain.subarray(0, length)
        const bytes = await sealOf([text.subarray(0, 7), text.subarray(7)])
        const pieces = Array.from({ length: Math.ceil(bytes.length / 997) }, (_, i) =>
          bytes.subarray(i * 997, (i + 1) * 997),
        )
        expect((await collect(unseal(each(pieces), 'correct horse'))).equals(text)).toBe(true)
      },
    )

    test('is another each time', async () => {
      expect((await sealOf([plain])).equals(await sealed())).toBe(false)
    })

    test('costs 2^17 unless told otherwise, and the head says what it cost', async () => {
      const usual = await collect(seal(each([plain]), 'correct horse'))
      expect([usual[9], (await sealed())[9]]).toEqual([17, LEAST_LOG_N])
      expect((await open(usual)).equals(plain)).toBe(true)
    })

    test.each<[string, (bytes: Buffer) => Buffer]>([
      ['a bit of the version', (bytes) => flip(bytes, 8)],
      ['a bit of the cost', (bytes) => flip(bytes, 9)],
      ['a cost that no machine can pay', (bytes) => set(bytes, 9, 31)],
      ['a cost that is none', (bytes) => set(bytes, 9, 1)],
      ['a bit of the salt', (bytes) => flip(bytes, 12)],
      ['a bit of the nonce', (bytes) => flip(bytes, 30)],
      ['a bit of a chunk', (bytes) => flip(bytes, 35 + 1000)],
      ['a bit of a tag', (bytes) => flip(bytes, 35 + CHUNK - 1)],
      ['a bit of the last byte', (bytes) => flip(bytes, bytes.length - 1)],
      ['no last chunk', (bytes) => bytes.subarray(0, 35 + 3 * CHUNK)],
      ['no first chunk', (bytes) => Buffer.concat([bytes.subarray(0, 35), bytes.subarray(35 + CHUNK)])],
      [
        'two chunks exchanged',
        (bytes) =>
          Buffer.concat([
            bytes.subarray(0, 35),
            bytes.subarray(35 + CHUNK, 35 + 2 * CHUNK),
            bytes.subarray(35, 35 + CHUNK),
            bytes.subarray(35 + 2 * CHUNK),
          ]),
      ],
      ['a byte less', (bytes) => bytes.subarray(0, -1)],
      ['a byte more', (bytes) => Buffer.concat([bytes, Buffer.from([0])])],
      ['the head alone', (bytes) => bytes.subarray(0, 35)],
      ['half a head', (bytes) => bytes.subarray(0, 20)],
      ['nothing', () => Buffer.alloc(0)],
    ])('with %s is refused', async (_, change) => {
      expect(await codeOf(async () => open(change(await sealed())))).toBe('ERR_BACKUP_INVALID')
    })

    test('is refused under another passphrase, and opens under its own', async () => {
      expect(await codeOf(async () => open(await sealed(), 'wrong horse'))).toBe('ERR_BACKUP_INVALID')
      expect((await open(await sealed())).equals(plain)).toBe(true)
    })

    const flip = (bytes: Buffer, at: number): Buffer => set(bytes, at, (bytes[at] ?? 0) ^ 1)
    const set = (bytes: Buffer, at: number, value: number): Buffer => {
      bytes[at] = value
      return bytes
    }
  })
})

describe('names in an archive', () => {
  async function* one(name: string) {
    yield { name, bytes: new Uint8Array([1, 2, 3]) }
  }
  async function archiveOf(name: string): Promise<Uint8Array> {
    const parts: Uint8Array[] = []
    for await (const part of tarOf(one(name))) parts.push(part)
    return Buffer.concat(parts)
  }
  async function* chunk(bytes: Uint8Array) {
    yield bytes
  }
  async function namesIn(bytes: Uint8Array): Promise<string[]> {
    const names: string[] = []
    for await (const { name } of untar(chunk(bytes))) names.push(name)
    return names
  }

  /** An archive whose header has a text at this place, and the checksum that goes with it. */
  async function rewritten(at: number, text: string): Promise<Uint8Array> {
    const bytes = Buffer.from(await archiveOf('name'))
    bytes.write(text, at, 'latin1')
    bytes.write(' '.repeat(8), 148, 'latin1')
    const sum = bytes.subarray(0, 512).reduce((all, byte) => all + byte, 0)
    bytes.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1')
    return bytes
  }

  test.each([101, 155, 256, 1000])('of %d characters are refused before a byte is written', async (length) => {
    expect(await codeOf(() => archiveOf('n'.repeat(length)))).toBe('ERR_BACKUP_INVALID')
  })

  test.each([1, 99, 100])('of %d characters come back whole', async (length) => {
    const name = 'n'.repeat(length)
    expect(await namesIn(await archiveOf(name))).toEqual([name])
  })

  test('that another program has written with a prefix (ustar) come back whole', async () => {
    expect(await namesIn(await rewritten(345, 'folder'))).toEqual(['folder/name'])
  })

  test.each([
    ['the type of a long name (GNU)', 156, 'L'],
    ['the type of a long name (pax)', 156, 'x'],
  ])('that another program has written with %s are refused', async (_, at, text) => {
    expect(await codeOf(async () => namesIn(await rewritten(at, text)))).toBe('ERR_BACKUP_INVALID')
  })
})
