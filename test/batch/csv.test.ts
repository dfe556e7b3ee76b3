import { once } from 'node:events'
import { createWriteStream, writeFileSync } from 'node:fs'
import { finished } from 'node:stream/promises'
import { describe, expect, test } from 'vitest'
import type { CsvRow, CsvWarning } from '../../src/batch/csv/index.js'
import { recordFramer } from '../../src/batch/csv/records.js'
import { estimateRows, readRows } from '../../src/cli/batch/rows.js'
import { isBadgeError } from '../../src/errors.js'
import { temporaryFolder } from '../cli/cli.js'

const file = temporaryFolder()

/** The rows that come before the end or the error, and the error's code. */
async function read(content: string | Uint8Array, signal = new AbortController().signal) {
  writeFileSync(file('rows.csv'), content)
  return readFrom(file('rows.csv'), signal)
}

async function readFrom(path: string, signal = new AbortController().signal, warnings: CsvWarning[] = []) {
  const rows: CsvRow[] = []
  try {
    for await (const row of readRows(path, signal, process, (warning) => warnings.push(warning))) rows.push(row)
    return { rows, code: undefined }
  } catch (error) {
    return { rows, code: isBadgeError(error) ? error.code : `not a BadgeError: ${String(error)}` }
  }
}

const kim = { email: 'kim@example.org', name: 'Kim', achievement: 'welder' }
const utf16 = (text: string) => new Uint8Array(Buffer.from(`\ufeff${text}`, 'utf16le'))

const swapped = (bytes: Uint8Array) => new Uint8Array(bytes.map((_, i, all) => all[i ^ 1] ?? 0))

describe('what spreadsheets write is read alike', () => {
  test.each<[string, string | Uint8Array]>([
    ['RFC 4180', 'email,name,achievement\r\nkim@example.org,Kim,welder\r\n'],
    ['line feeds', 'email,name,achievement\nkim@example.org,Kim,welder\n'],
    ['carriage returns', 'email,name,achievement\rkim@example.org,Kim,welder\r'],
    ['no line end at the end', 'email,name,achievement\nkim@example.org,Kim,welder'],
    ['a byte order mark', '\ufeffemail,name,achievement\nkim@example.org,Kim,welder\n'],
    ['semicolons', 'email;name;achievement\nkim@example.org;Kim;welder\n'],
    ['tabs', 'email\tname\tachievement\nkim@example.org\tKim\twelder\n'],
    ['UTF-16 with tabs', utf16('email\tname\tachievement\r\nkim@example.org\tKim\twelder\r\n')],
    ['UTF-16, big-endian', swapped(utf16('email,name,achievement\r\nkim@example.org,Kim,welder\r\n'))],
    ['a line that says what separates', 'sep=;\r\nemail;name;achievement\r\nkim@example.org;Kim;welder\r\n'],
    ['capitals in the heading', 'Email,NAME,Achievement\nkim@example.org,Kim,welder\n'],
    ['everything quoted', '"email","name","achievement"\n"kim@example.org","Kim","welder"\n'],
    ['blanks around', ' email , name , achievement \n kim@example.org , Kim , welder \n'],
    ['empty lines', '\n\nemail,name,achievement\n\nkim@example.org,Kim,welder\n\n\n'],
    ['another order', 'achievement,name,email\nwelder,Kim,kim@example.org\n'],
    ['empty cells at the end', 'email,name,achievement\nkim@example.org,Kim,welder,,,\n'],
  ])('%s', async (_name, content) => {
    expect(await read(content)).toEqual({ rows: [{ number: 1, cells: kim }], code: undefined })
  })

  test('cells hold separators, quotes, line ends and any script', async () => {
    const { rows } = await read('email,name,achievement\na@b.c,"Kim ""K"", 金\nÑ 👩‍🏭",welder\n')
    expect(rows[0]?.cells.name).toBe('Kim "K", 金\nÑ 👩‍🏭')
  })

  test('missing cells are absent', async () => {
    expect((await read('email,achievement,name\nkim@example.org\n')).rows).toEqual([
      { number: 1, cells: { email: 'kim@example.org' } },
    ])
  })

  test('a character that two chunks share stays whole', async () => {
    const filler = `${'x'.repeat(60)}@example.org,${'é'.repeat(200)},welder\n`
    const { rows } = await read(`email,name,achievement\n${filler.repeat(1000)}`)
    expect(rows.length).toBe(1000)
    expect(rows.filter(({ cells, fault }) => cells.name !== 'é'.repeat(200) || fault !== undefined)).toEqual([])
  })
})

describe('a faulty row is one row only', () => {
  test.each<[string, string | Uint8Array]>([
    ['too many cells', 'a@b.c,Kim,welder,more'],
    ['10,000 cells', `a@b.c,Kim,welder${',x'.repeat(10_000)}`],
    ['a NUL', 'a@b.c,Ki\0m,welder'],
    ['an escape', 'a@b.c,Ki\u001b[2Jm,welder'],
    ['a control character of the second block', 'a@b.c,Ki\u0085m,welder'],
    ['a cell larger than Excel allows', `a@b.c,${'x'.repeat(32_768)},welder`],
  ])('%s', async (_name, bad) => {
    const good = 'kim@example.org,Kim,welder'
    const { rows, code } = await read(
      Buffer.concat([`email,name,achievement\n${good}\n`, bad, `\n${good}\n`].map((part) => Buffer.from(part))),
    )
    expect(code).toBeUndefined()
    expect(rows.map(({ fault }) => fault !== undefined)).toEqual([false, true, false])
  })
})

describe('a file that cannot be read as such is ERR_ROW_INVALID', () => {
  test.each<[string, string | Uint8Array]>([
    ['empty', ''],
    ['blanks only', '\n \n'],
    ['no heading', 'kim@example.org,Kim,welder\n'],
    ['a column twice', 'email,achievement,email\n'],
    ['no achievement', 'email,name\n'],
    ['nobody to give to', 'achievement,name\n'],
    ['10,000 columns', `${Array.from({ length: 10_000 }, (_, i) => `c${i}`).join(',')}\n`],
    ['a heading with a stray quote', 'email,"achievement"x\nkim@example.org,welder\n'],
    ['a heading that never closes a quote', 'email,"achievement\nkim@example.org,welder\n'],
    ['a heading without end', `email,achievement${',x'.repeat(100_000)}`],
    ['a PNG', new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])],
    ['an XLSX', new Uint8Array([0x50, 0x4b, 0x03, 0x04, 0x14, 0x00, 0x06, 0x00])],
    ['JSON', '{"email": "kim@example.org"}'],
  ])('%s', async (_name, content) => {
    expect(await read(content)).toEqual({ rows: [], code: 'ERR_ROW_INVALID' })
  })
})

describe('a row that is no CSV is one row only, and is told', () => {
  const good = 'kim@example.org,Kim,welder'
  test.each<[string, string, number]>([
    ['a quote that is never closed', 'a@b.c,"Kim,welder', 1],
    ['a quote that is never closed, and a cell in quotes later', `a@b.c,"Kim,welder\n${good}\na@b.c,"Kim",welder`, 1],
    ['text behind a closing quote', 'a@b.c,"Kim"K,welder', 1],
    ['two of them', 'a@b.c,"Kim"K,welder\na@b.c,"Kim"K,welder', 2],
    ['a row longer than the limit', `a@b.c,${'x'.repeat(1_000_000)},welder`, 1],
    ['such a row in quotes', `a@b.c,"${'x'.repeat(1_000_000)}",welder`, 1],
  ])('%s', async (_name, bad, faults) => {
    for (const [before, after] of [
      [100, 100],
      [0, 20_000],
      [3, 0],
    ] as const) {
      const content = `email,name,achievement\n${`${good}\n`.repeat(before)}${bad}\n${`${good}\n`.repeat(after)}`
      const { rows, code } = await read(content)
      expect(code).toBeUndefined()
      expect(rows.filter(({ fault }) => fault !== undefined).length).toBe(faults)
      expect(rows.length).toBe(before + after + bad.split('\n').length)
      expect(rows.map(({ number }) => number)).toEqual(rows.map((_, i) => i + 1))
    }
  })

  test('a quote inside a cell that is not quoted stands for itself', async () => {
    const { rows } = await read('email,name,achievement\na@b.c,Kim "K" Lee,welder\na@b.c,5" pipe,welder\n')
    expect(rows.map(({ cells }) => cells.name)).toEqual(['Kim "K" Lee', '5" pipe'])
  })

  test('blanks and tabs around quoted cells', async () => {
    const { rows } = await read('email\tname\tachievement\na@b.c\t "Kim, Lee" \t"welder"\n')
    expect(rows[0]).toEqual({ number: 1, cells: { email: 'a@b.c', name: 'Kim, Lee', achievement: 'welder' } })
  })

  test('records are the same, wherever the chunks of the file end', () => {
    const text = 'a,"b\r\nc",d\r\n"x""y",2\r\n\r\n1,"open\n2,3\n"z"z\r4,5'
    const whole = recordFramer(',')
    const expected = [...whole.push(text), ...whole.end()]
    expect(expected.map(({ fault }) => fault === undefined)).toEqual([true, true, false, true, false, true])
    for (let size = 1; size < text.length; size++) {
      const framer = recordFramer(',')
      const found = []
      for (let at = 0; at < text.length; at += size) found.push(...framer.push(text.slice(at, at + size)))
      expect([...found, ...framer.end()]).toEqual(expected)
    }
  })

  test('a line of 300 MB is passed over, and the row behind it read', async () => {
    const stream = createWriteStream(file('long.csv'))
    stream.write('email,name,achievement\n')
    const block = 'x'.repeat(1 << 20)
    for (let i = 0; i < 300; i++) if (!stream.write(block)) await once(stream, 'drain')
    stream.end(`\n${good}\n`)
    await finished(stream)
    const { rows, code } = await readFrom(file('long.csv'))
    expect([code, rows.map(({ fault }) => fault !== undefined)]).toEqual([undefined, [true, false]])
  }, 60_000)
})

test('an address in the place of the heading is not repeated', async () => {
  writeFileSync(file('bare.csv'), 'kim@example.org,Kim,welder\n')
  const reading = async () => {
    for await (const _ of readRows(file('bare.csv'), new AbortController().signal, process));
  }
  await expect(reading()).rejects.toSatisfy(
    (error) => isBadgeError(error, 'ERR_ROW_INVALID') && !error.message.includes('kim'),
  )
})

test.each([['no-such-file.csv'], ['.']])('%s is ERR_FILE_UNREADABLE', async (name) => {
  expect((await readFrom(file(name))).code).toBe('ERR_FILE_UNREADABLE')
})

test('when the signal is aborted, the file ends there', async () => {
  const controller = new AbortController()
  writeFileSync(file('many.csv'), `email,achievement\n${'a@b.c,welder\n'.repeat(50_000)}`)
  let count = 0
  for await (const { number } of readRows(file('many.csv'), controller.signal, process)) {
    count = number
    if (number === 10) controller.abort()
  }
  expect(count).toBe(10)
})

test.each([
  ['', 0],
  ['email,achievement\n', 0],
  ['email,achievement\na@b.c,welder\n', 1],
  ['email,achievement\na@b.c,welder\na@b.c,welder', 2],
])('rows are estimated by line ends: %j', async (content, rows) => {
  writeFileSync(file('estimate.csv'), content)
  expect(await estimateRows(file('estimate.csv'))).toBe(rows)
})
