import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'csv-parse/sync'
import { PNG } from 'pngjs'
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { extractCredential } from '../../src/container/index.js'
import { verifyCredential } from '../../src/verify/index.js'
import { smallPng } from '../container/images.js'
import { builtCli, cli, main, projectDir, startCli, temporaryFolder } from './cli.js'

const file = temporaryFolder()
const achievement = { name: 'Welder I', description: 'Welds steel.', criteria: 'Passed the exam.' }
const line = (i: number) => `person.${i}@example.org,Person ${i},welder`
const course = (length: number) =>
  `email,name,achievement\n${Array.from({ length }, (_, i) => `${line(i + 1)}\n`).join('')}`

beforeAll(async () => {
  expect((await cli(['keygen', '--out', file('key.json')])).code).toBe(0)
  writeFileSync(file('issuer.json'), '{ "name": "Acme" }')
  writeFileSync(
    file('achievements.json'),
    JSON.stringify({ welder: achievement, diver: { ...achievement, name: 'D' } }),
  )
  writeFileSync(file('welder.png'), smallPng)
  writeFileSync(file('diver.svg'), '<svg xmlns="http://www.w3.org/2000/svg"/>')
})

/** A folder to write into, and the command's arguments for rows that are written into a file. */
function job(name: string, content: string | Uint8Array, ...more: string[]) {
  const [csv, out] = [file(`${name}.csv`), file(name)]
  writeFileSync(csv, content)
  const files = [
    '--achievements',
    file('achievements.json'),
    '--issuer',
    file('issuer.json'),
    '--key',
    file('key.json'),
  ]
  return { csv, out, args: ['batch', csv, ...files, '--out', out, ...more] }
}

/** Runs the command; with workers that is the built one, since they are a file of their own. */
const run = (args: readonly string[]) => (/,--workers,[^0]/.test(args.join()) ? builtCli : cli)(args)

const report = (out: string) =>
  parse(readFileSync(join(out, 'report.csv')), { columns: true }) as Record<string, string>[]
const column = (out: string, name: string) => report(out).map((row) => row[name])
const names = (out: string) => readdirSync(out).toSorted()

/** Asserts that every row has exactly one badge, whole and verified, and a line in the report; nothing else is there. */
async function assertWhole(out: string, rows: number): Promise<void> {
  const lines = report(out)
  expect(lines.map(({ row }) => row)).toEqual(Array.from({ length: rows }, (_, i) => String(i + 1)))
  expect(names(out)).toEqual(['report.csv', ...lines.flatMap(({ json, image }) => [json, image])].toSorted())
  const ids = new Set<string>()
  for (const { json = '', image = '', id = '' } of lines) {
    const badge = JSON.parse(readFileSync(join(out, json), 'utf8'))
    expect(badge.id).toBe(id)
    ids.add(id)
    expect(JSON.parse((await extractCredential(new Uint8Array(readFileSync(join(out, image))))) ?? '')).toEqual(badge)
  }
  expect(ids.size).toBe(rows)
  const last = new Uint8Array(readFileSync(join(out, lines.at(-1)?.image ?? '')))
  expect((await verifyCredential(last)).outcome).toBe('verified')
}

describe('a course becomes badges, and a report in the order of the rows', () => {
  test.each(['0', '1', '2'])('with --workers %s', async (workers) => {
    const { out, args } = job(`course-${workers}`, course(70), '--workers', workers)
    const { code, err } = await run(args)
    expect([code, err.includes('70 issued, 0 refused')]).toEqual([0, true])
    await assertWhole(out, 70)
  })

  test('each achievement has its own picture; all columns arrive', async () => {
    const heading = 'email,name,did,achievement,id,validFrom,validUntil,evidence,narrative,result'
    const cells = 'a@b.c,Kim,did:example:kim,diver,urn:x:1,2026-01-01,2030-01-01,https://e.example/1,Dived well.,42'
    const { out, args } = job('columns', `${heading}\n${cells}\n`)
    expect((await cli(args)).code).toBe(0)
    const [{ json = '', image = '' } = {}] = report(out)
    expect(image.endsWith('.svg')).toBe(true)
    const { id, validFrom, validUntil, evidence, credentialSubject } = JSON.parse(readFileSync(join(out, json), 'utf8'))
    expect([id, validFrom, validUntil, evidence[0].id]).toEqual([
      'urn:x:1',
      '2026-01-01T00:00:00Z',
      '2030-01-01T23:59:59Z',
      'https://e.example/1',
    ])
    expect(credentialSubject).toMatchObject({
      id: 'did:example:kim',
      narrative: 'Dived well.',
      result: [{ value: '42' }],
    })
  })
})

describe('rows that are refused', () => {
  const rows = [
    line(1),
    ',Nobody,welder',
    line(1).toUpperCase().replace('WELDER', 'welder'),
    'no address,Kim,welder',
    'kim@example.org,Kim,=cmd()',
    'kim@example.org,Kim,welder,more',
    line(2),
  ]
  const codes = [
    '',
    'ERR_ROW_INVALID',
    'ERR_ROW_DUPLICATE',
    'ERR_DRAFT_INVALID',
    'ERR_ROW_INVALID',
    'ERR_ROW_INVALID',
    '',
  ]

  test.each(['0', '2'])('are in the report, the others are issued: exit code 1 (--workers %s)', async (workers) => {
    const { out, args } = job(
      `refused-${workers}`,
      `email,name,achievement\n${rows.join('\n')}\n`,
      '--workers',
      workers,
    )
    const { code, err } = await run(args)
    expect([code, column(out, 'code')]).toEqual([1, codes])
    expect(names(out).length).toBe(5)
    expect(err).not.toContain('example.org')
    expect(readFileSync(join(out, 'report.csv'), 'utf8')).not.toMatch(/example\.org|Kim|,=/)
  })

  test('a dry run says the same and writes nothing', async () => {
    const { out, args } = job('dry', `email,name,achievement\n${rows.join('\n')}\n`, '--dry-run')
    const { code, err } = await cli(args)
    expect([code, existsSync(out)]).toEqual([1, false])
    expect([...err.matchAll(/^row (\d+) refused: (\w+)/gm)].map(([, row, code]) => [Number(row), code])).toEqual(
      codes.map((code, i) => [i + 1, code]).filter(([, code]) => code !== ''),
    )
  })

  test('a dry run checks the pictures too', async () => {
    writeFileSync(file('torn.json'), JSON.stringify({ welder: { ...achievement, image: 'torn.png' } }))
    writeFileSync(file('torn.png'), smallPng.subarray(0, 40))
    const { args } = job('dry-art', course(2), '--dry-run', '--achievements', file('torn.json'))
    const { code, err } = await cli(args)
    expect([code, err.match(/ERR_IMAGE_CORRUPT/g)?.length]).toEqual([1, 2])
  })

  test('a file that breaks off: the rows before it are issued, and the last is reported', async () => {
    const { out, args } = job('broken', `${course(30)}"never closed`)
    const { code, err } = await cli(args)
    expect([code, err.includes('ERR_ROW_INVALID')]).toEqual([1, true])
    expect(column(out, 'status')).toEqual([...Array(30).fill('issued'), 'refused'])
  })

  test('many refusals do not flood the terminal', async () => {
    const { err, code } = await cli(job('flood', `email,name,achievement\n${'x,y,z\n'.repeat(500)}`).args)
    expect([code, err.split('\n').length < 70]).toEqual([1, true])
  })
})

describe('what a file was read as is said', () => {
  const heading = 'email,name,achievement,locale'
  test.each<[string, number, string, Uint8Array]>([
    ['Windows-1252', 0, 'warning: The file is not UTF-8', Buffer.from(`${heading}\na@b.c,Zoë,welder,de\n`, 'latin1')],
    ['columns that are not used', 0, '"colour"', Buffer.from(`${heading},colour\na@b.c,Kim,welder,de,red\n`)],
    ['a workbook', 1, '.xlsx', Buffer.from('PK\u0003\u0004')],
    ['an achievement that there is not', 1, '"welder", "diver"', Buffer.from(`${heading}\na@b.c,Kim,welter,de\n`)],
    ['a locale that is none', 1, 'language tag', Buffer.from(`${heading}\na@b.c,Kim,welder,x y\n`)],
  ])('%s: exit code %i', async (name, exit, text, content) => {
    const { code, err } = await cli(job(`said-${name.replaceAll(' ', '-')}`, content).args)
    expect([code, err.includes(text)]).toEqual([exit, true])
  })
})

describe('what stops before the first row', () => {
  test.each<[string, number, string[]]>([
    ['ERR_FILE_UNREADABLE', 1, ['--achievements', 'none.json']],
    ['ERR_FILE_UNREADABLE', 1, ['--key', 'none.json']],
    ['ERR_USAGE', 2, ['--resume']],
    ['', 2, ['--workers', 'many']],
    ['', 2, ['--workers', '65']],
    ['', 2, ['--now', 'today']],
  ])('%s: exit code %i for %j', async (error, exit, options) => {
    const { args, out } = job('stops', course(1))
    const { code, err } = await cli([args[0] ?? '', '-', ...args.slice(2), ...options])
    expect([code, err.includes(error), existsSync(out)]).toEqual([exit, true, false])
  })

  test('a folder that holds badges, whose report stays as it is', async () => {
    const { out, args } = job('twice', course(2))
    await cli(args)
    const before = readFileSync(join(out, 'report.csv'), 'utf8')
    const { code, err } = await cli(args)
    expect([code, err.split(' ')[0]]).toEqual([1, '0'])
    expect(err).toContain('ERR_FILE_EXISTS')
    expect(readFileSync(join(out, 'report.csv'), 'utf8')).toBe(before)
  })

  test('a file where the folder should be', async () => {
    const { out, args } = job('occupied', course(1))
    writeFileSync(out, '')
    expect((await cli(args)).err).toContain('ERR_FILE_UNWRITABLE')
  })
})

test('reads standard input', async () => {
  const { out, args } = job('stdin', '')
  expect((await cli(['batch', '-', ...args.slice(2)], course(3))).code).toBe(0)
  await assertWhole(out, 3)
})

test('the key is not on the command line, nor in what is printed or written', async () => {
  const { out, args } = job('secret', course(40), '--workers', '2')
  const { secretKeyMultibase } = JSON.parse(readFileSync(file('key.json'), 'utf8'))
  const result = await run(args)
  const written = names(out).map((name) => readFileSync(join(out, name), 'latin1'))
  expect([result.out, result.err, ...args, ...written].filter((text) => text.includes(secretKeyMultibase))).toEqual([])
})

/** Calls once so many badges are there, unless told to stop before. */
function whenThere(out: string, badges: number, act: () => unknown) {
  const poll = setInterval(() => {
    const there = existsSync(out) ? readdirSync(out).filter((name) => name.endsWith('.json')).length : 0
    if (there >= badges && act()) clearInterval(poll)
  }, 1)
  return () => clearInterval(poll)
}

/** Runs the built command and sends it a signal once so many badges are there; gives its exit code and output. */
function interrupt(args: readonly string[], out: string, badges: number, signal: NodeJS.Signals) {
  return new Promise<{ code: number | null; err: string }>((resolve, reject) => {
    const child = spawn(process.execPath, [main(), ...args], { stdio: ['ignore', 'ignore', 'pipe'] })
    let err = ''
    child.stderr.on('data', (chunk) => {
      err += chunk
    })
    const stop = whenThere(out, badges, () => child.kill(signal))
    child.on('error', reject)
    child.on('close', (code) => {
      stop()
      resolve({ code, err })
    })
  })
}

// A kill that comes too late, because the machine was busy elsewhere, is no finding: it is tried again in a new folder.
describe('killed in the middle, then resumed: every row exactly once, nothing torn', { retry: 3 }, () => {
  const rows = 120
  let attempts = 0
  // Seeded: a linear congruential generator gives the numbers of badges after which the process is killed.
  const points: [number, string][] = []
  for (let i = 0, seed = 20260501; i < 5; i++) {
    seed = (seed * 1103515245 + 12345) % 2 ** 31
    points.push([1 + (seed % (rows - 60)), String(i % 3)])
  }
  test.each(points)(
    'after %i badges, --workers %s',
    async (badges, workers) => {
      const { out, args } = job(`killed-${badges}-${attempts++}`, course(rows), '--workers', workers)
      expect((await interrupt(args, out, badges, 'SIGKILL')).code).toBe(null)
      const before = names(out).filter((name) => name.endsWith('.json'))
      const contents = before.map((name) => readFileSync(join(out, name), 'utf8'))
      expect(before.length).toBeLessThan(rows)

      // Which workers went before makes no difference; that they can go on too is seen below.
      const { code } = await cli([...args, '--resume', '--workers', '0'])
      expect(code).toBe(0)
      await assertWhole(out, rows)
      expect(column(out, 'status').filter((status) => status === 'already').length).toBe(before.length)
      expect(before.map((name) => readFileSync(join(out, name), 'utf8'))).toEqual(contents)
    },
    60_000,
  )

  test('twice', async () => {
    const { out, args } = job(`killed-twice-${attempts++}`, course(rows), '--workers', '2')
    await interrupt(args, out, 20, 'SIGKILL')
    await interrupt([...args, '--resume'], out, 60, 'SIGKILL')
    expect((await run([...args, '--resume'])).code).toBe(0)
    await assertWhole(out, rows)
  }, 60_000)

  test('resuming what is complete issues nothing', async () => {
    const { out, args } = job('complete', course(20))
    await cli(args)
    const before = names(out).map((name) => (name === 'report.csv' ? '' : readFileSync(join(out, name), 'latin1')))
    expect((await cli([...args, '--resume'])).code).toBe(0)
    expect(names(out).map((name) => (name === 'report.csv' ? '' : readFileSync(join(out, name), 'latin1')))).toEqual(
      before,
    )
    expect(new Set(column(out, 'status'))).toEqual(new Set(['already']))
  })
})

describe('SIGINT finishes the rows under way and says how to go on', () => {
  /** The same in this process, where the signal is one of the surroundings that the command was given. */
  async function told(args: readonly string[], out: string) {
    const command = startCli(args)
    const stop = whenThere(out, 30, () => command.signal('SIGINT'))
    return command.ended.finally(stop)
  }

  test.each(['0', '2'])(
    '--workers %s',
    async (workers) => {
      const rows = 3000
      const { out, args } = job(`interrupted-${workers}`, course(rows), '--workers', workers)
      const { code, err } = workers === '0' ? await told(args, out) : await interrupt(args, out, 30, 'SIGINT')
      expect([code, err.includes('--resume')]).toEqual([130, true])
      const done = report(out).length
      expect(done).toBeLessThan(rows)
      await assertWhole(out, done)
      // What was being read when the signal came is complete: the rest is a course of its own.
      writeFileSync(file(`interrupted-${workers}.csv`), course(done + 20))
      expect((await run([...args, '--resume'])).code).toBe(0)
      await assertWhole(out, done + 20)
    },
    60_000,
  )

  test('while it waits for standard input', async () => {
    const { out, args } = job('waiting', '')
    const child = spawn(process.execPath, [main(), 'batch', '-', ...args.slice(2)], {
      stdio: ['pipe', 'ignore', 'ignore'],
    })
    child.stdin.write(course(5))
    onTestFinished(() => void child.kill('SIGKILL'))
    const closed = new Promise((resolve) => child.on('close', resolve))
    whenThere(out, 5, () => child.kill('SIGINT'))
    expect(await closed).toBe(130)
    expect(report(out).length).toBe(5)
  })
})

test('memory does not grow with the rows', async () => {
  const limit = 300 * 1024 * 1024
  const noise = new PNG({ width: 500, height: 500 })
  noise.data = randomBytes(noise.data.length)
  const picture = PNG.sync.write(noise, { deflateLevel: 0 })
  // The badges together are more than the process may have.
  const rows = Math.ceil((1.2 * limit) / picture.length)
  mkdirSync(file('heavy'))
  writeFileSync(file('heavy/achievements.json'), JSON.stringify({ welder: achievement }))
  writeFileSync(file('heavy/welder.png'), picture)
  const { args, out } = job('memory', course(rows), '--workers', '2', '--achievements', file('heavy/achievements.json'))
  const { err } = await new Promise<{ err: string }>((resolve) => {
    const child = spawn(process.execPath, ['--import', join(projectDir, 'test/support/peak.mjs'), main(), ...args], {
      stdio: ['ignore', 'ignore', 'pipe'],
    })
    let text = ''
    child.stderr.on('data', (chunk) => {
      text += chunk
    })
    child.on('close', () => resolve({ err: text }))
  })
  expect(report(out).length).toBe(rows)
  const kilobytes = [...err.matchAll(/peak (\d+)/g)].map(([, size]) => Number(size))
  expect(kilobytes.length).toBeGreaterThan(0)
  expect(Math.max(...kilobytes) * 1024).toBeLessThan(limit)
  rmSync(out, { recursive: true })
}, 60_000)

test('an achievement named like a path finds no picture outside the folder', async () => {
  mkdirSync(file('inner'))
  writeFileSync(file('inner/achievements.json'), JSON.stringify({ '../welder': achievement, '\0': achievement }))
  const rows = 'email,achievement\na@b.c,../welder\n'
  const { out, args } = job('outside', rows, '--achievements', file('inner/achievements.json'))
  expect((await cli(args)).code).toBe(0)
  expect(column(out, 'image')).toEqual([''])
})
