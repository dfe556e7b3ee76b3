import { readFileSync } from 'node:fs'
import { parse } from 'csv-parse/sync'
import { describe, expect, test } from 'vitest'
import { startProgress } from '../../src/cli/batch/progress.js'
import { csvCell, openReportFile } from '../../src/cli/batch/report-file.js'
import { codeOf } from '../support/codes.js'
import { temporaryFolder } from './cli.js'

const file = temporaryFolder()

describe('a spreadsheet runs nothing of the report', () => {
  const begin = ['=', '+', '-', '@', '＝', '＋', '－', '＠', '|', '%']
  const formulas = begin.flatMap((sign) => [
    `${sign}HYPERLINK("x")`,
    ` ${sign}1`,
    `\t${sign}1`,
    `\r\n${sign}1`,
    `\0${sign}1`,
  ])
  test.each(formulas)('%j', (formula) => {
    const [[cell]] = parse(csvCell(formula)) as [[string]]
    expect(cell.startsWith("'")).toBe(true)
  })

  test.each(['plain', 'a "b", c', 'a;b', '金 👩‍🏭', '5', 'a=b', ''])('%j stays as it is', (value) => {
    const [[cell]] = parse(`${csvCell(value)},\n`) as [[string]]
    expect(cell).toBe(value)
  })

  test('what moves a cursor or breaks a line is a blank', () => {
    expect(csvCell('a\u001b[2J\r\nb')).toBe('a [2J b')
  })
})

test('the report has a row for each outcome, and an error with a code where it cannot be written', async () => {
  const report = await openReportFile(file('report.csv'))
  for (let row = 1; row <= 2000; row++) {
    const common = { row, digest: '0123456789abcdef' }
    if (row % 2 === 0) {
      const names = { json: { name: `${row}.json` }, image: { name: `${row}.png` } }
      await report.write({ ...common, status: 'issued', id: `urn:x:${row}`, ...names }, 'welder')
    } else
      await report.write({ ...common, status: 'refused', code: 'ERR_ROW_INVALID', message: 'No.', problems: [] }, '')
  }
  await report.close()
  const rows = parse(readFileSync(file('report.csv')), { columns: true }) as Record<string, string>[]
  expect(rows.map(({ row }) => Number(row))).toEqual(Array.from({ length: 2000 }, (_, i) => i + 1))
  expect(rows[1]).toMatchObject({ status: 'issued', id: 'urn:x:2', json: '2.json', image: '2.png', code: '' })
  expect(rows[2]).toMatchObject({ status: 'refused', id: '', json: '', code: 'ERR_ROW_INVALID', message: 'No.' })
  expect(await codeOf(() => openReportFile(file('none/report.csv')))).toBe('ERR_FILE_UNWRITABLE')
})

describe('progress', () => {
  const watch = (isTTY: boolean, total: number | undefined) => {
    let now = 0
    const written: string[] = []
    const write = (text: string) => written.push(text) > 0
    const progress = startProgress(total, { isTTY, write } as never, () => now)
    const step = (milliseconds: number) => {
      now += milliseconds
      progress.step(false)
    }
    return { progress, step, written }
  }

  test('on a terminal it is a bar with rate and time left, redrawn at most ten times a second', () => {
    const { progress, step, written } = watch(true, 1000)
    for (let i = 0; i < 500; i++) step(2)
    expect(written.length).toBeGreaterThan(5)
    expect(written.length).toBeLessThanOrEqual(11)
    expect(written.at(-1)?.slice(0, 5)).toBe('\r\x1b[2K')
    expect(written.at(-1)?.slice(5)).toMatch(
      /^\[#{11,12}\.{12,13}\] 4\d\d of 1000 rows, 0 refused, 500 a second, 2 s left$/,
    )
    progress.note('a note')
    expect(written.at(-2)).toBe('\r\x1b[2Ka note\n')
    progress.end()
    expect(written.at(-1)).toBe('\n')
  })

  test('elsewhere it is plain lines, one for a thousand rows', () => {
    const { progress, step, written } = watch(false, undefined)
    for (let i = 0; i < 2500; i++) step(1)
    progress.end()
    expect(written.length).toBe(3)
    expect(written.filter((text) => text.includes('\r') || text.includes('\u001b'))).toEqual([])
    expect(written.at(-1)).toBe('2500 rows, 0 refused, 1000 a second\n')
  })

  test.each([
    [0, 5],
    [3, 0],
    [3, 2],
  ])('an estimate that is wrong does no harm: %i expected, %i come', (total, rows) => {
    const { progress, step, written } = watch(true, total)
    for (let i = 0; i < rows; i++) step(200)
    progress.end()
    expect(written.join('')).not.toMatch(/NaN|Infinity|-\d/)
  })
})
