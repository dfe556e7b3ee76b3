import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { safeFileName } from '../../src/export/index.js'
import { anyCharacter } from '../support/characters.js'

describe('safeFileName', () => {
  it.each([
    ['Welder I', 'Welder-I.png'],
    ['Número 1 — Ñandú', 'Número-1-—-Ñandú.png'],
    ['金 修了証', '金-修了証.png'],
    ['../../etc/passwd', 'etc-passwd.png'],
    ['..\\..\\boot.ini', 'boot.ini.png'],
    ['a/b\0c\nd', 'a-b-c-d.png'],
    ['.hidden', 'hidden.png'],
    ['ends with dots...', 'ends-with-dots.png'],
    ['CON', 'badge-CON.png'],
    ['nul.txt', 'badge-nul.txt.png'],
    ['', 'badge.png'],
    ['\u202egnp.exe', 'gnp.exe.png'],
    ['quote " and semicolon ; and percent %', 'quote-and-semicolon-and-percent.png'],
  ])('%j becomes %j', (name, file) => {
    expect(safeFileName(name, 'png')).toBe(file)
  })

  it('is one path segment of at most 255 bytes without control characters, whatever the name', () => {
    fc.assert(
      fc.property(fc.string({ unit: anyCharacter, maxLength: 300 }), (name) => {
        const file = safeFileName(name, 'json')
        expect(file).not.toMatch(/[/\\\p{Cc}\p{Cf}:*?"<>|]/u)
        expect(file).not.toMatch(/^[.-]/)
        expect(new TextEncoder().encode(file).length).toBeLessThan(255)
        expect(file.length).toBeGreaterThan('.json'.length)
      }),
      { seed: 30 },
    )
  })
})
