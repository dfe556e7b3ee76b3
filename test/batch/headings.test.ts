import { describe, expect, test } from 'vitest'
import { type Column, columnName, columns, readCsv, writeCsv } from '../../src/batch/csv/index.js'
import { languages } from '../../src/texts/index.js'

const door = { needs: [['email']], uses: [...columns] } as const
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)

async function read(text: string) {
  const unused: string[] = []
  const rows = []
  for await (const row of readCsv([bytes(text)], door as never, (warning) => {
    if (warning.kind === 'columns') unused.push(...warning.columns)
  })) {
    rows.push(row)
  }
  return { rows, unused }
}

describe.each(languages)('headings in %s', (language) => {
  test('of a template are read back as what they are, each column as itself', async () => {
    const cells: Record<Column, string> = {
      ...(Object.fromEntries(columns.map((column) => [column, `${column} cell`])) as Record<Column, string>),
      email: 'kim@learner.example',
      guardianUntil: '2030-01-01',
      validFrom: '2026-01-01',
      validUntil: '2027-01-01',
    }
    const file = writeCsv([columns.map((column) => columnName(column, language)), Object.values(cells)], language)
    const { rows, unused } = await read(file)
    expect(unused).toEqual([])
    expect(Object.keys(rows[0]?.cells ?? {}).toSorted()).toEqual([...columns].toSorted())
    expect(rows[0]?.cells).toMatchObject({ email: cells.email, name: 'name cell', result: 'result cell' })
  })
})

describe('headings', () => {
  test.each([
    ['E-Mail-Adresse;Name\n', { email: 'a@b.example', name: 'A' }],
    ['CORREO ELECTRÓNICO,Nombre_completo\n', { email: 'a@b.example', name: 'A' }],
    ['courriel\tNom\n', { email: 'a@b.example', name: 'A' }],
    ['メールアドレス,氏名\n', { email: 'a@b.example', name: 'A' }],
    ['البريد الإلكتروني,الاسم\n', { email: 'a@b.example', name: 'A' }],
    ['Valid Until,EMAIL\n', { validUntil: '2027-01-01', email: 'a@b.example' }],
  ])('%s are understood', async (heading, cells) => {
    const separator = /[;\t]/.exec(heading)?.[0] ?? ','
    const { rows } = await read(`${heading}${Object.values(cells).join(separator)}\n`)
    expect(rows[0]?.cells).toMatchObject({ email: 'a@b.example', ...('name' in cells ? { name: 'A' } : {}) })
    expect(rows[0]?.cells.validUntil !== undefined).toBe('validUntil' in cells)
  })

  test.each(['grade', 'Note', 'nota', 'remark', 'description', '成績'])(
    'what a roster may have besides is not published: %s is another column',
    async (name) => {
      const { rows, unused } = await read(`email,${name}\na@b.example,secret\n`)
      expect(unused).toEqual([name])
      expect(JSON.stringify(rows)).not.toContain('secret')
    },
  )

  test('beside our own word for a column, one that may mean the same is another column', async () => {
    const { rows, unused } = await read('Mail,email,Full name,name\nx@b.example,a@b.example,X,A\n')
    expect(rows[0]?.cells).toEqual({ email: 'a@b.example', name: 'A' })
    expect(unused).toEqual(['Mail', 'Full name'])
  })

  test('two words for one column, neither our own, are refused', async () => {
    await expect(read('Mail,E-Mail-Adresse\na@b.example,b@b.example\n')).rejects.toMatchObject({
      code: 'ERR_ROW_INVALID',
    })
  })
})

describe('a table that is written', () => {
  test.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', '|cmd', '%0A=1'])(
    'holds no formula: %j is text',
    (value) => {
      expect(writeCsv([[value]]).replaceAll(/["\ufeff]/g, '')).toMatch(/^'/)
    },
  )

  test('keeps what is not one, numbers among it', () => {
    expect(writeCsv([['a-b', 'x=y', -5, 'say "hi", now', 'a\nb']])).toBe(
      '\ufeffa-b,x=y,-5,"say ""hi"", now","a\nb"\r\n',
    )
    expect(writeCsv([['a;b', 'c,d']], 'de-AT')).toBe('\ufeff"a;b";c,d\r\n')
  })
})
