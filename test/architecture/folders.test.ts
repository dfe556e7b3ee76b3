import { describe, expect, test } from 'vitest'
import { type FileImports, folderCycles, levelOf, sidewaysImports, subjectCrossings, upwardImports } from './folders.js'

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

describe('levels', () => {
  const levels = { ground: 0, base: 0, low: 1, beside: 1, high: 2 }
  const rooms = ['ground/a.ts', 'base/a.ts', 'low/index.ts', 'low/a.ts', 'beside/index.ts', 'high/index.ts']
  const found = (line: string, look: typeof upwardImports) => look(planted(line, ...rooms), levels)

  test.each([
    ['a higher room', 'low/x.ts: high/index.ts'],
    ['a room of the same level', 'low/x.ts: beside/index.ts'],
    ['a higher room, from the ground', 'ground/x.ts: low/index.ts'],
  ])('a planted import is found: of %s', (_, line) => {
    expect(found(line, upwardImports)).toEqual([line.replace(': ', ' → ')])
  })

  test.each([
    ['a lower room', 'high/x.ts: low/index.ts'],
    ['the own room', 'low/x.ts: low/a.ts'],
    ['common ground', 'base/x.ts: ground/a.ts'],
  ])('nothing is found in an import of %s', (_, line) => {
    expect([found(line, upwardImports), found(line, sidewaysImports)]).toEqual([[], []])
  })

  test('a planted import that passes by the index.ts of a room is found', () => {
    expect(found('high/x.ts: low/a.ts', sidewaysImports)).toEqual(['high/x.ts → low/a.ts'])
  })

  test('a file that is in no room is refused', () => {
    expect(() => levelOf('attic/x.ts', levels)).toThrow('src/attic/x.ts is in no room')
  })
})
