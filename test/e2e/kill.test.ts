import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { createBadgeService } from '../../src/service/index.js'
import { freshStorage, presentKinds } from '../adapters/storage/storages.js'
import { START } from '../service/clock.js'
import { bundleProgram, startProgram } from '../service/processes/program.js'
import { testKey } from '../support/badge.js'
import { planDeaths, points, type WorkerTask } from './kill-plan.js'

const ROWS = 2400
const DEATHS = 50
const batchId = 'graduation'

let worker = ''
beforeAll(async () => {
  worker = await bundleProgram(new URL('./batch-worker.ts', import.meta.url))
})

describe.each(presentKinds(['sqlite', 'postgres']))('a batch of %s that is killed again and again', (kind) => {
  test(`${DEATHS} deaths in ${ROWS} rows with mail: every row once, every message under one Message-ID, no index twice, nothing lost`, async () => {
    const fresh = await freshStorage(kind)
    const folder = mkdtempSync(join(tmpdir(), 'badgewright-kill-'))
    if (fresh.place === undefined) throw new Error('a storage that processes can share')
    const task: WorkerTask = { place: fresh.place, folder, rows: ROWS, batchId, now: START }
    const died = new Map<string, number>()
    // The schema is there before the first death, which may come at any moment.
    await (await fresh.open()).close()
    for (const [i, death] of planDeaths(DEATHS, kind.length * 7919).entries()) {
      // Messages that were under way are due again: leases last minutes.
      const now = START + (i + 1) * 600_000
      const isNamed = 'point' in death
      const program = startProgram(worker, [JSON.stringify({ ...task, now, ...(isNamed ? { kill: death } : {}) })])
      if (!isNamed) {
        await program.line()
        await new Promise((resolve) => setTimeout(resolve, death.afterMs))
        program.child.kill('SIGKILL')
      }
      const { signal, stderr } = await program.ended
      expect(stderr).toBe('')
      expect(signal, JSON.stringify(death)).toBe('SIGKILL')
      const name = isNamed ? death.point : 'some moment'
      died.set(name, (died.get(name) ?? 0) + 1)
    }
    for (const point of points) expect(died.get(point), point).toBeGreaterThan(0)
    const last = startProgram(worker, [JSON.stringify({ ...task, now: START + (DEATHS + 2) * 600_000 })])
    const { code, stderr } = await last.ended
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    await last.line()
    expect(JSON.parse((await last.line()) ?? '{}')).toEqual({ stage: 'done', rows: ROWS, refused: [] })

    const storage = await fresh.open()
    try {
      const service = createBadgeService({
        signer: await testKey(),
        storage,
        baseUrl: 'https://badges.example',
        clock: () => new Date(START + (DEATHS + 3) * 600_000),
      })
      const badges = []
      let cursor: string | undefined
      do {
        const page = await service.list({ batchId, limit: 500, ...(cursor === undefined ? {} : { cursor }) })
        badges.push(...page.badges)
        cursor = page.cursor
      } while (cursor !== undefined)
      const people = new Set(Array.from({ length: ROWS }, (_, row) => `person${row}@example.org`))
      expect(badges).toHaveLength(ROWS)
      expect(new Set(badges.map(({ recipient }) => recipient.email))).toEqual(people)
      expect(new Set(badges.map(({ status }) => `${status.listId} ${status.index}`)).size).toBe(ROWS)
      expect(new Set(badges.map(({ credentialId }) => credentialId)).size).toBe(ROWS)
      expect(badges.filter(({ stage, mail }) => stage !== 'offered' || mail !== 'sent')).toEqual([])

      const ids = new Map<string, Set<string>>()
      const log = readFileSync(join(folder, 'sent.log'), 'utf8').trim().split('\n')
      for (const line of log) {
        const [id = '', address = ''] = line.split(' ')
        ids.set(address, (ids.get(address) ?? new Set()).add(id))
      }
      expect(new Set(ids.keys())).toEqual(people)
      expect([...ids.values()].filter(({ size }) => size !== 1)).toEqual([])
      expect(new Set([...ids.values()].flatMap((set) => [...set])).size).toBe(ROWS)
      const files = readdirSync(join(folder, 'outbox')).filter((name) => name.endsWith('.eml'))
      expect(files).toHaveLength(ROWS)
      // Links in mails that were sent again are those of the first time, and work.
      for (const file of files.filter((_, i) => i % 50 === 0)) {
        const text = readFileSync(join(folder, 'outbox', file), 'latin1').replaceAll('=\r\n', '')
        const token = /\/claim\/(clm_[\w-]{43})/.exec(text)?.[1] ?? ''
        expect((await service.claims.look(token)).state).toBe('open')
      }
      for (const { id, events } of badges.filter((_, i) => i % 50 === 0)) {
        const history = await service.history(id)
        expect(history.map(({ type }) => type)).toEqual(['issued', 'offered', 'mail-sent'])
        expect(events).toBe(3)
      }
      console.log(
        `${kind}: ${DEATHS} deaths (${[...died].map(([name, n]) => `${name}: ${n}`).join('; ')}); ${log.length - ROWS} messages sent again under their own id`,
      )
    } finally {
      await storage.close()
      await fresh.remove()
      rmSync(folder, { recursive: true, force: true })
    }
  })
})
