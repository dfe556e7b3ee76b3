import { describe, expect, test } from 'vitest'
import { type FileImports, folderCycles, subjectCrossings } from './folders.js'

/** Files and what they import, written as `path: import import`. */
const planted = (...lines: readonly string[]): FileImports[] =>
  lines.map((line) => {
    const [path = '', imports = ''] = line.split(': ')
    return { path, imports: imports.split(' ').map((file) => ({ file })) }
  })

describe('folders have no cycles', () => {
  test.each([
    ['two folders', ['room/a/x.ts: room/b/y.ts', 'room/b/y.ts: room/a/x.ts'], 'room', ['a', 'b', 'a']],
    [
      'two folders, by different files',
      ['room/a/x.ts: room/b/y.ts', 'room/b/z.ts: room/a/w.ts', 'room/b/y.ts', 'room/a/w.ts'],
      'room',
      ['a', 'b', 'a'],
    ],
    [
      'a folder and its child',
      ['room/x.ts: room/a/y.ts', 'room/a/y.ts: room/z.ts', 'room/z.ts'],
      'room',
      ['.', 'a', '.'],
    ],
    ['a deep folder', ['room/a/x.ts: room/a/b/y.ts', 'room/a/b/y.ts: room/a/x.ts'], 'room/a', ['.', 'b', '.']],
    [
      'three folders',
      ['room/a/x.ts: room/b/y.ts', 'room/b/y.ts: room/c/d/z.ts', 'room/c/d/z.ts: room/a/x.ts'],
      'room',
      ['a', 'b', 'c', 'a'],
    ],
  ])('a planted circle is found: %s', (_, lines, folder, circle) => {
    expect(folderCycles(planted(...lines)).map((found) => [found.folder, found.circle])).toEqual([[folder, circle]])
  })

  test.each([
    ['files of one folder', ['room/x.ts: room/y.ts', 'room/y.ts: room/x.ts']],
    ['one direction', ['room/index.ts: room/a/x.ts room/b/y.ts', 'room/a/x.ts: room/b/y.ts', 'room/b/y.ts']],
    ['rooms, which have levels', ['one/x.ts: two/y.ts', 'two/y.ts: one/x.ts']],
  ])('no circle is found in %s', (_, lines) => {
    expect(folderCycles(planted(...lines))).toEqual([])
  })
})

describe('subjects', () => {
  const rooms = { room: ['core'] }

  test.each([
    ['another subject', 'room/a/x.ts: room/b/y.ts', 'room/a → room/b'],
    ['a part of another subject', 'room/a/x.ts: room/b/c/y.ts', 'room/a → room/b'],
    ['a subject, from what all share', 'room/core/x.ts: room/b/y.ts', 'room/core → room/b'],
  ])('a planted import is found: %s', (_, line, pair) => {
    expect([...subjectCrossings(planted(line), rooms).keys()]).toEqual([pair])
  })

  test.each([
    ['what all share', 'room/a/x.ts: room/core/y.ts'],
    ['itself', 'room/a/x.ts: room/a/y.ts'],
    ['what composes the subjects', 'room/create.ts: room/a/x.ts room/b/y.ts'],
    ['a room without subjects', 'other/a/x.ts: other/b/y.ts'],
  ])('nothing is found in %s', (_, line) => {
    expect(subjectCrossings(planted(line), rooms).size).toBe(0)
  })
})
