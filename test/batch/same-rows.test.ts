import { writeFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { type CsvRow, type CsvWarning, readCsv, rowChecker } from '../../src/batch/csv/index.js'
import { door, readRows } from '../../src/cli/batch/rows.js'
import { isBadgeError } from '../../src/errors.js'
import { limits } from '../../src/internal/limits.js'
import { temporaryFolder } from '../cli/cli.js'
import { elements } from '../http/client.js'
import { testSite } from '../http/site.js'

/** What becomes of a file: for each row address and name, or that it is refused; or that the file is. */
type Read = { readonly rows: readonly Row[]; readonly warnings: readonly string[] } | 'refused'
type Row = readonly [email: string, name: string] | 'refused'

const file = temporaryFolder()
const utf8 = (text: string) => Buffer.from(text, 'utf8')
const bom = (text: string) => utf8(`\ufeff${text}`)
const utf16le = (text: string) => Buffer.from(`\ufeff${text}`, 'utf16le')
const utf16be = (text: string) => utf16le(text).swap16()
/** Latin 1 and the letters that Windows has in the place of control characters. */
const windows1252 = (text: string) =>
  Buffer.from([...text].map((letter) => ({ '€': 0x80, Š: 0x8a, '’': 0x92 })[letter] ?? letter.charCodeAt(0)))
const zip = (first: string, more = '') =>
  Buffer.concat([Buffer.from('PK\x03\x04'), Buffer.alloc(26), utf8(first + more)])

const heading = 'email,name,achievement'
const lines = (...rows: readonly string[]) => `${rows.join('\r\n')}\r\n`
const kim: Row = ['kim@example.org', 'Kim Larsen']
const zoe: Row = ['zoe@example.org', 'Zoë Lindqvist']
const plain = lines(heading, 'kim@example.org,Kim Larsen,welder', 'zoe@example.org,Zoë Lindqvist,welder')
const both = { rows: [kim, zoe], warnings: [] }
const one = { rows: [kim], warnings: [] }
const as1252 = ['Windows-1252']
const columns = (...names: readonly string[]) => [names.join(' · ')]

/** Each kind of file, and what it holds. */
const files: readonly (readonly [kind: string, bytes: Uint8Array, read: Read])[] = [
  ['Google Sheets: UTF-8, commas, no line end at the end', utf8(plain.trimEnd()), both],
  ['Excel "CSV UTF-8": a byte order mark', bom(plain), both],
  ['Excel "CSV UTF-8" with semicolons', bom(plain.replaceAll(',', ';')), both],
  [
    'Excel "CSV" of a German Windows: semicolons, Windows-1252',
    windows1252(plain.replaceAll(',', ';')),
    { ...both, warnings: as1252 },
  ],
  ['Excel "Unicode text": UTF-16 with tabs', utf16le(plain.replaceAll(',', '\t')), both],
  ['UTF-16, big-endian', utf16be(plain), both],
  [
    'LibreOffice: line feeds, every text quoted',
    utf8('"email","name","achievement"\n"kim@example.org","Kim Larsen","welder"\n'),
    one,
  ],
  ['LibreOffice with tabs', utf8(plain.replaceAll(',', '\t').replaceAll('\r\n', '\n')), both],
  ['Numbers: semicolons, line feeds', utf8(plain.replaceAll(',', ';').replaceAll('\r\n', '\n')), both],
  ['an old Mac: carriage returns', utf8(plain.replaceAll('\r\n', '\r')), both],
  [
    'line ends of three kinds',
    utf8(`${heading}\rkim@example.org,Kim Larsen,welder\nzoe@example.org,Zoë Lindqvist,welder\r\n`),
    both,
  ],
  ['a line that says what separates', utf8(`sep=;\r\n${plain.replaceAll(',', ';')}`), both],
  ['the same behind a byte order mark', bom(`sep=;\r\n${plain.replaceAll(',', ';')}`), both],
  ['the same in UTF-16', utf16le(`sep=\t\r\n${plain.replaceAll(',', '\t')}`), both],
  [
    'Moodle: columns of its own beside ours',
    utf8(
      lines(
        '"ID number",email,name,achievement,"Last access"',
        '17,kim@example.org,"Kim Larsen",welder,"Friday, 3 May"',
      ),
    ),
    { ...one, warnings: columns('ID number', 'Last access') },
  ],
  [
    'Moodle, as it is: its word for an address is understood',
    utf8(lines('First name,Surname,Email address,achievement', 'Kim,Larsen,kim@example.org,welder')),
    { rows: [['kim@example.org', '']], warnings: columns('First name', 'Surname') },
  ],
  [
    'a list of participants without addresses: no column of ours',
    utf8(lines('First name,Surname,Username', 'Kim,Larsen,klarsen')),
    'refused',
  ],
  [
    'a semicolon in the name of a comma file',
    utf8(lines(heading, 'a@x.example,First; Dr. Last,welder')),
    { rows: [['a@x.example', 'First; Dr. Last']], warnings: [] },
  ],
  [
    'a comma in the name of a semicolon file',
    utf8(lines('email;name;achievement', 'a@x.example;Last, First;welder')),
    { rows: [['a@x.example', 'Last, First']], warnings: [] },
  ],
  [
    'a tab in the quoted name of a tab file',
    utf8('email\tname\tachievement\na@x.example\t"Kim\tLee"\twelder\n'),
    { rows: [['a@x.example', 'Kim\tLee']], warnings: [] },
  ],
  [
    'a comma in the quoted name of a comma file',
    utf8(lines(heading, 'a@x.example,"Last, First",welder')),
    { rows: [['a@x.example', 'Last, First']], warnings: [] },
  ],
  [
    'a semicolon in a column of a stranger',
    utf8(lines('"a;b;c",email,name,achievement', 'x,kim@example.org,Kim Larsen,welder')),
    { ...one, warnings: columns('a;b;c') },
  ],
  [
    'quotes within quotes',
    utf8(lines(heading, 'a@x.example,"Kim ""K"" Lee",welder')),
    { rows: [['a@x.example', 'Kim "K" Lee']], warnings: [] },
  ],
  [
    'a quote inside a cell that is not quoted',
    utf8(lines(heading, 'a@x.example,Kim "K" Lee,welder')),
    { rows: [['a@x.example', 'Kim "K" Lee']], warnings: [] },
  ],
  [
    'text behind a closing quote',
    utf8(lines(heading, 'a@x.example,"Kim"K,welder', 'kim@example.org,Kim Larsen,welder')),
    { rows: ['refused', kim], warnings: [] },
  ],
  [
    'a quote that is never closed',
    utf8(lines(heading, 'a@x.example,"Kim,welder', 'kim@example.org,Kim Larsen,welder')),
    { rows: ['refused', kim], warnings: [] },
  ],
  [
    'a name of two lines',
    utf8(`${heading}\n"a@x.example","Kim\nLarsen","welder"\n`),
    { rows: [['a@x.example', 'Kim\nLarsen']], warnings: [] },
  ],
  [
    'blanks around cells and in quotes',
    utf8(` email , name , achievement \n kim@example.org ,"  Kim Larsen ", welder\n`),
    one,
  ],
  ['capitals in the heading', utf8(plain.replace(heading, 'EMAIL,Name,AchieveMent')), both],
  ['another order', utf8(lines('achievement,name,email', 'welder,Kim Larsen,kim@example.org')), one],
  [
    'a language for each',
    utf8(
      lines(
        `${heading},locale`,
        'kim@example.org,Kim Larsen,welder,pt-BR',
        'lou@example.org,Lou,welder,not a language',
      ),
    ),
    { rows: [kim, 'refused'], warnings: [] },
  ],
  [
    'separators at the end of all lines',
    utf8(lines(`${heading},,`, 'kim@example.org,Kim Larsen,welder,,', 'zoe@example.org,Zoë Lindqvist,welder,,')),
    both,
  ],
  [
    'separators at the end of some lines',
    utf8(lines(heading, 'kim@example.org,Kim Larsen,welder,,,', 'zoe@example.org,Zoë Lindqvist,welder')),
    both,
  ],
  [
    'content beyond the heading',
    utf8(lines(heading, 'kim@example.org,Kim Larsen,welder', 'a@x.example,Last, First,welder')),
    { rows: [kim, 'refused'], warnings: [] },
  ],
  [
    'content below a column without a name',
    utf8(lines('email,,name,achievement', 'kim@example.org,,Kim Larsen,welder', 'a@x.example,Dr.,Lee,welder')),
    { rows: [kim, 'refused'], warnings: [] },
  ],
  [
    'cells that are missing',
    utf8(lines('email,achievement,name', 'a@x.example,welder', 'kim@example.org,welder,Kim Larsen')),
    { rows: [['a@x.example', ''], kim], warnings: [] },
  ],
  ['empty lines', utf8(`\n\n${heading}\n\nkim@example.org,Kim Larsen,welder\n\n \t\n`), one],
  [
    'rows of separators only',
    utf8(lines(heading, ',,', 'kim@example.org,Kim Larsen,welder', ',,', '" ",,', ',,,,,')),
    one,
  ],
  [
    'a row without an address',
    utf8(lines(heading, ',Nobody,welder', 'kim@example.org,Kim Larsen,welder')),
    { rows: ['refused', kim], warnings: [] },
  ],
  [
    'the same person twice',
    utf8(lines(heading, 'kim@example.org,Kim Larsen,welder', 'KIM@example.org,Kim Larsen,welder')),
    { rows: [kim, 'refused'], warnings: [] },
  ],
  [
    'a NUL in a row',
    utf8(lines(heading, 'a@x.example,Ki\0m,welder', 'kim@example.org,Kim Larsen,welder')),
    { rows: ['refused', kim], warnings: [] },
  ],
  [
    'an escape in a row',
    utf8(lines(heading, 'a@x.example,\u001b[2J,welder', 'kim@example.org,Kim Larsen,welder')),
    { rows: ['refused', kim], warnings: [] },
  ],
  [
    'a very large cell',
    utf8(lines(heading, `a@x.example,${'x'.repeat(40_000)},welder`, 'kim@example.org,Kim Larsen,welder')),
    { rows: ['refused', kim], warnings: [] },
  ],
  [
    'a very large row',
    utf8(lines(heading, `a@x.example,"${'x'.repeat(400_000)}",welder`, 'kim@example.org,Kim Larsen,welder')),
    { rows: ['refused', kim], warnings: [] },
  ],
  [
    'a name too long for a badge',
    utf8(lines(heading, `a@x.example,${'x'.repeat(201)},welder`, 'kim@example.org,Kim Larsen,welder')),
    { rows: ['refused', kim], warnings: [] },
  ],
  [
    'letters that only Windows-1252 has',
    windows1252(lines(heading, 'a@x.example,Miloš O’Shea,welder').replace('š', 'Š')),
    { rows: [['a@x.example', 'MiloŠ O’Shea']], warnings: as1252 },
  ],
  [
    'bytes that Windows-1252 does not have',
    Buffer.concat([
      utf8(`${heading}\n`),
      Buffer.from('a@x.example,Zo\x81,welder\n', 'latin1'),
      utf8('kim@example.org,Kim Larsen,welder\n'),
    ]),
    { rows: ['refused', kim], warnings: as1252 },
  ],
  [
    'UTF-8 with a row that is not',
    Buffer.concat([utf8(plain), Buffer.from('a@x.example,Zoë,welder\n', 'latin1')]),
    { rows: [kim, zoe, 'refused'], warnings: [] },
  ],
  [
    'a row that is not UTF-8 before those that are',
    Buffer.concat([
      utf8(`${heading}\n`),
      Buffer.from('a@x.example,Zoë,welder\n', 'latin1'),
      utf8('zoe@example.org,Zoë Lindqvist,welder\n'),
    ]),
    { rows: ['refused', zoe], warnings: [] },
  ],
  [
    'a byte order mark before what is not UTF-8',
    Buffer.concat([
      bom(`${heading}\n`),
      Buffer.from('a@x.example,Zoë,welder\nkim@example.org,Kim Larsen,welder\n', 'latin1'),
    ]),
    { rows: ['refused', kim], warnings: [] },
  ],
  [
    'a heading that is not UTF-8',
    windows1252(lines(`${heading},Prénom`, 'kim@example.org,Kim Larsen,welder,x')),
    { ...one, warnings: [...as1252, ...columns('Prénom')] },
  ],
  [
    'half a character at the very end',
    Buffer.concat([
      utf8('achievement,email,name\nwelder,kim@example.org,Kim Larsen\nwelder,a@x.example,Zo'),
      utf8('ë').subarray(0, 1),
    ]),
    { rows: [kim, ['a@x.example', 'ZoÃ']], warnings: as1252 },
  ],
  ['a column twice', utf8(lines('email,email,name,achievement', 'a@x.example,b@x.example,Kim,welder')), 'refused'],
  [
    'a column called __proto__',
    utf8(lines(`${heading},__proto__`, 'kim@example.org,Kim Larsen,welder,x')),
    { ...one, warnings: columns('__proto__') },
  ],
  ['300 columns', utf8(`${heading},${'x,'.repeat(300)}\n`), 'refused'],
  ['no heading', utf8('kim@example.org,Kim Larsen,welder\n'), 'refused'],
  ['a heading with a stray quote', utf8('email,"name"x,achievement\nkim@example.org,Kim,welder\n'), 'refused'],
  ['blanks only', utf8('\n \n'), 'refused'],
  ['JSON', utf8('[{"email":"kim@example.org"}]'), 'refused'],
  ['an Excel workbook', zip('[Content_Types].xml', '<?xml version="1.0"?>'), 'refused'],
  ['an OpenDocument spreadsheet', zip('mimetypeapplication/vnd.oasis.opendocument.spreadsheet'), 'refused'],
  ['an old Excel workbook', Buffer.from('d0cf11e0a1b11ae1'.padEnd(200, '0'), 'hex'), 'refused'],
  ['HTML under the name of a spreadsheet', utf8('<html><table><tr><td>email</td></tr></table></html>'), 'refused'],
  ['a PDF', utf8('%PDF-1.7\n'), 'refused'],
  ['a PNG', Buffer.from('\x89PNG\r\n\x1a\n\0\0\0\rIHDR', 'latin1'), 'refused'],
  ['UTF-16 without a byte order mark', utf16le(plain).subarray(2), 'refused'],
]

const said = (warning: CsvWarning) => (warning.kind === 'encoding' ? warning.encoding : warning.columns.join(' · '))

async function gather(read: (onWarning: (warning: CsvWarning) => void) => AsyncIterable<CsvRow>): Promise<Read> {
  const warnings: string[] = []
  const rows: Row[] = []
  const faultOf = rowChecker(door, { welder: {} })
  try {
    for await (const row of read((warning) => warnings.push(said(warning)))) {
      const { email = '', name = '' } = row.cells
      rows.push(faultOf(row) === undefined ? [email, name] : 'refused')
    }
  } catch (error) {
    if (isBadgeError(error, 'ERR_ROW_INVALID')) return 'refused'
    throw error
  }
  return { rows, warnings }
}

/** What the command line makes of a file. */
function throughCommand(bytes: Uint8Array): Promise<Read> {
  writeFileSync(file('recipients.csv'), bytes)
  const { signal } = new AbortController()
  return gather((onWarning) => readRows(file('recipients.csv'), signal, process, onWarning))
}

type Element = ReturnType<typeof elements>[number]
const textOf = (node: Element['childNodes'][number]): string =>
  'value' in node ? node.value : 'childNodes' in node ? node.childNodes.map(textOf).join('') : ''
const classOf = (element: Element) => element.attrs.find(({ name }) => name === 'class')?.value ?? ''

const { visitor, defects } = await testSite()
const issuer = visitor('issuer')
const form = await issuer.get('/issuer/upload')
const badge = { name: 'Welder', description: 'Welds steel.', criteria: 'The exam.' }
const upload = (bytes: Uint8Array) =>
  issuer.submit(form, '/issuer/upload', { ...badge, csv: new File([bytes as BlobPart], 'recipients.csv') })

/** What the preview of an upload shows. */
async function throughUpload(bytes: Uint8Array): Promise<Read> {
  const page = await upload(bytes)
  if (page.status === 422) return 'refused'
  expect(page.status).toBe(200)
  const all = elements(page.text)
  const numbered = all
    .filter(({ tagName }) => tagName === 'tr')
    .map(({ childNodes }) =>
      childNodes.filter((node) => 'tagName' in node).map((cell) => [textOf(cell), cell] as const),
    )
    .filter(([first]) => first?.[1].tagName === 'th' && first[1].attrs.some(({ value }) => value === 'row'))
    .map(([number, name, email, state]) => {
      const isRefused = elements(`<p>${state?.[0]}</p>`).length > 0 && state?.[0] !== 'ready'
      return {
        number: Number(number?.[0]),
        row: isRefused ? ('refused' as const) : ([email?.[0] ?? '', name?.[0] ?? ''] as const),
      }
    })
    .sort((a, b) => a.number - b.number)
  expect(numbered.map(({ number }) => number)).toEqual(numbered.map((_, i) => i + 1))
  const notices = all.filter((element) => /\bnotice\b/.test(classOf(element))).map(textOf)
  const warnings = notices.flatMap(
    (text) => /read as ([\w-]+)\.|not used: (.*)\./.exec(text)?.slice(1).filter(Boolean) ?? [],
  )
  // The achievement is that of the form, so that its column goes unused.
  const named = warnings.map((text) =>
    text
      .split(' · ')
      .filter((name) => !/^achievement$/i.test(name))
      .join(' · '),
  )
  return { rows: numbered.map(({ row }) => row), warnings: named.filter((text) => text !== '') }
}

describe('the same bytes give the same rows through the command line and the upload', () => {
  test.each(files)('%s', async (_kind, bytes, read) => {
    expect(await throughCommand(bytes)).toEqual(read)
    expect(await throughUpload(bytes)).toEqual(read)
    expect(defects).toEqual([])
  })

  test.each(files.filter(([, bytes]) => bytes.length < 1000))(
    '%s, in pieces of any size',
    async (_kind, bytes, read) => {
      for (const size of [1, 2, 3, 7, 64]) {
        const pieces = function* () {
          for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
        }
        expect(await gather((onWarning) => readCsv(pieces(), door, onWarning))).toEqual(read)
      }
    },
  )

  test('what the preview shows is what is issued, whatever its line ends and blanks', async () => {
    const site = await testSite()
    const clerk = site.visitor('issuer')
    const csv = new File(['email,name\ra@x.example,First; Dr. Last\rb@x.example,"Kim\rLarsen"\r'], 'r.csv')
    const preview = await clerk.submit(await clerk.get('/issuer/upload'), '/issuer/upload', { ...badge, csv })
    expect((await clerk.submit(preview, '/issuer/upload/confirm')).status).toBe(303)
    const { badges } = await site.service.list()
    const names = badges.map(({ recipient }) => [recipient.email, recipient.name])
    expect(names.toSorted()).toEqual([
      ['a@x.example', 'First; Dr. Last'],
      ['b@x.example', 'Kim Larsen'],
    ])
    expect(site.defects).toEqual([])
  })
})

describe('a file that is not CSV is named', () => {
  const workbook = zip('[Content_Types].xml')
  test.each<[string, string, Uint8Array]>([
    ['.xlsx', 'XLSX', workbook],
    ['.xlsx', 'XLSX', workbook.subarray(0, 4)],
    ['.xls)', 'XLS', Buffer.from('d0cf11e0a1b11ae1', 'hex')],
    ['.ods', 'ODS', zip('mimetypeapplication/vnd.oasis.opendocument.spreadsheet')],
    ['PDF', 'PDF', utf8('%PDF-1.7\n')],
    ['HTML', 'HTML', utf8('\n<table><tr><td>email</td></tr></table>')],
    ['binary', 'not a text file', Buffer.from('\x89PNG\r\n\x1a\n', 'latin1')],
  ])('%s', async (name, shown, bytes) => {
    const reading = async () => {
      for await (const _ of readCsv([bytes], door, () => {}));
    }
    await expect(reading()).rejects.toMatchObject({ code: 'ERR_ROW_INVALID', message: expect.stringContaining(name) })
    const page = await upload(bytes)
    expect([page.status, page.text.includes(shown), page.text.includes('CSV UTF-8')]).toEqual([422, true, true])
  })
})

test('a file that is not UTF-8 is held up to a limit only', async () => {
  const line = Buffer.from('kim@example.org,Zoë,welder\n', 'latin1')
  const block = Buffer.concat(Array.from({ length: 40_000 }, () => line))
  let blocks = 0
  async function* endless() {
    yield utf8(`${heading}\n`)
    for (; ; blocks++) yield block
  }
  const reading = async () => {
    for await (const _ of readCsv(endless(), door, () => {}))
      throw new Error('a row came before its encoding was known')
  }
  await expect(reading()).rejects.toMatchObject({ code: 'ERR_LIMIT_EXCEEDED' })
  expect(blocks).toBeLessThan(100)
})

test('an upload has so many bytes and rows, and no more', async () => {
  const row = 'a@x.example\n'
  expect((await upload(utf8(`email\n${row.repeat(limits.batchJobRows + 1)}`))).status).toBe(413)
  expect((await upload(utf8(`email\n${' '.repeat(limits.csvBytes)}`))).status).toBe(413)
  expect(defects).toEqual([])
})

test('an unknown achievement lists those that there are, and repeats no cell', () => {
  const faultOf = rowChecker(door, { welder: {}, diver: {} })
  const fault = faultOf({ number: 1, cells: { achievement: 'Kim Larsen', email: 'kim@example.org' } })
  expect([fault?.code, fault?.message]).toEqual([
    'ERR_ROW_INVALID',
    'There is no such achievement; there are "welder", "diver".',
  ])
})
