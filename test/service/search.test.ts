import { describe, expect, test } from 'vitest'
import { nameWords } from '../../src/service/core/name-words.js'
import type { BadgeQuery, BadgeService } from '../../src/service/index.js'
import { draft, testService } from './service.js'

const other = { ...draft, achievement: { ...draft.achievement, id: 'https://badges.example/achievements/cook' } }
const people = [
  { email: 'zoe@example.org', name: 'Zoë Müller-Lee' },
  { email: 'kim@example.org', name: 'Kim Lee' },
  { email: 'taro@example.org', name: '山田太郎' },
  { email: 'nobody@example.org' },
]

async function library(): Promise<BadgeService> {
  const { service } = await testService()
  await service.batches.issue({ id: 'course', draft, rows: people })
  await service.issue({ draft: other, recipient: { email: 'kim@example.org', name: 'Kim Lee' } })
  return service
}

const found = async (service: BadgeService, query: BadgeQuery): Promise<string[]> =>
  (await service.list(query)).badges.map(({ recipient }) => recipient.email.split('@')[0] ?? '').sort()

describe('badges are found', () => {
  test.each<[string, BadgeQuery, string[]]>([
    ['by a word of a name', { name: 'lee' }, ['kim', 'kim', 'zoe']],
    ['without regard to case and accents', { name: 'ZOE MULLER' }, ['zoe']],
    ['by all words, in any order', { name: 'Lee, Kim' }, ['kim', 'kim']],
    ['by a name that has no spaces', { name: '山田太郎' }, ['taro']],
    ['not by a part of a word', { name: 'mull' }, []],
    ['not by a word that another has', { name: 'Kim Müller' }, []],
    ['not by a name without a letter', { name: ' - ' }, []],
    ['by the achievement', { achievementId: other.achievement.id }, ['kim']],
    ['by achievement and name', { achievementId: other.achievement.id, name: 'zoe' }, []],
    ['by batch and address', { batchId: 'course', email: 'kim@example.org' }, ['kim']],
    ['by batch and name', { batchId: 'course', name: 'lee' }, ['kim', 'zoe']],
    ['by address and state', { email: 'kim@example.org', stage: 'claimed' }, []],
  ])('%s', async (_, query, expected) => {
    expect(await found(await library(), query)).toEqual(expected)
  })

  test('by the name as it was corrected, and no longer by the one of before', async () => {
    const service = await library()
    const [badge] = (await service.list({ email: 'taro@example.org' })).badges
    const { badge: next } = await service.correctName({ badgeId: badge?.id ?? '', name: '山田花子' })
    const open = async (name: string) => (await service.list({ name })).badges.map(({ id }) => id)
    expect(await open('山田花子')).toEqual([next.id])
    expect(await open('山田太郎')).toEqual([badge?.id])
  })

  test('page by page, each once', async () => {
    const service = await library()
    const seen: string[] = []
    let cursor: string | undefined
    do {
      const page = await service.list({ name: 'lee', limit: 1, ...(cursor !== undefined && { cursor }) })
      seen.push(...page.badges.map(({ id }) => id))
      cursor = page.cursor
    } while (cursor !== undefined)
    expect(new Set(seen).size).toBe(3)
    expect(seen).toHaveLength(3)
  })

  test('nobody who was erased', async () => {
    const service = await library()
    await service.privacy.eraseEmail({ email: 'zoe@example.org' })
    expect(await found(service, { name: 'zoe' })).toEqual([])
    expect(await found(service, { achievementId: draft.achievement.name })).toEqual([])
  })
})

test('a name is found by six words at most, however long it is', () => {
  expect(nameWords('a b c d e f g h')).toEqual(['a', 'b', 'c', 'd', 'e', 'f'])
  expect(nameWords('Ἀθηνᾶ ﬁn İzmir O’Neil')).toEqual(['αθηνα', 'fin', 'izmir', 'o', 'neil'])
})
