import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import type { JsonValue } from '../../src/types/json.js'
import { type VerifyOptions, verifyCredential } from '../../src/verify/index.js'

interface Case {
  readonly name: string
  readonly file: string
  readonly text?: boolean
  readonly options: VerifyOptions
  readonly documents?: string
  readonly mustNotBe?: 'verified'
  readonly mustWarn?: true
}

const folder = fileURLToPath(new URL('../../../shared/cases/attacks/', import.meta.url))
const isThere = existsSync(`${folder}manifest.json`)
if (!isThere) console.warn('skipped: the cases are not beside this checkout (../shared/cases)')
const cases: readonly Case[] = isThere ? JSON.parse(readFileSync(`${folder}manifest.json`, 'utf8')) : []
const kinds = [...new Set(cases.map(({ name }) => name.split(':', 1)[0] ?? ''))]

/** What was decided of the cases that are sound or debatable, by file, and why. */
const controls: Readonly<Record<string, readonly [outcome: string, warns: boolean, why: string]>> = {
  'ld-achievementcredential-beside-49.json': [
    'verified',
    false,
    'both names are one IRI in the context of Open Badges',
  ],
  'status-ttl-of-1-ms-list-made-in-january-251.jwt': [
    'verified',
    true,
    'ttl says when to fetch again, not when the list is void',
  ],
  'png-itxt-openbadgecredential-good-then-expired-255.png': ['verified', true, 'the first of several counts'],
  'png-good-at-the-front-forged-before-iend-257.png': ['verified', true, 'the first of several counts'],
  'png-good-in-itxt-forged-in-text-of-the-same-keyword-258.png': ['verified', true, 'the first of several counts'],
  'png-good-in-itxt-forged-in-ztxt-260.png': ['verified', true, 'the first of several counts'],
  'png-compressed-good-beside-plain-expired-268.png': ['verified', true, 'the first of several counts'],
  'svg-good-within-a-nested-svg-forged-at-the-top-274.svg': [
    'indeterminate',
    true,
    'the top level counts before a picture within it, and is by a key that only says whose it is',
  ],
  'svg-forged-under-another-prefix-of-the-same-namespace-275.svg': ['verified', true, 'the first of several counts'],
  'ob2-no-verification-http-of-the-same-host-353.json': ['verified', false, 'Open Badges 2.0 compares hosts'],
  'nested-an-endorsement-handed-in-as-a-badge-376.json': ['failed', false, 'an endorsement is not a badge'],
  'refresh-newer-about-another-learner-of-the-same-id-380.json': [
    'failed',
    true,
    'the older copy stays, and has expired',
  ],
}

const documentsOf = (file: string | undefined): Readonly<Record<string, JsonValue>> =>
  file === undefined ? {} : JSON.parse(readFileSync(folder + file, 'utf8'))

function resultOf({ file, text, options, documents }: Case) {
  const bytes = new Uint8Array(readFileSync(folder + file))
  const asText = new TextDecoder().decode(bytes)
  const input = text ? asText : file.endsWith('.json') ? JSON.parse(asText) : bytes
  return verifyCredential(input, { ...options, documents: { ...options.documents, ...documentsOf(documents) } })
}

describe.skipIf(!isThere)('handed cases', () => {
  test('are all there, and each sound or debatable one has a decision', () => {
    expect(cases.length).toBeGreaterThanOrEqual(251)
    const open = cases.filter((each) => each.mustNotBe === undefined && each.mustWarn === undefined)
    expect(open.map(({ file }) => file).sort()).toEqual(Object.keys(controls).sort())
  })

  describe.each(kinds)('%s', (kind) => {
    test.each(cases.filter(({ name }) => name.startsWith(`${kind}:`)))('$name ($file)', async (each) => {
      const { outcome, warnings } = await resultOf(each)
      const control = controls[each.file]
      if (control !== undefined) expect([outcome, warnings.length > 0]).toEqual(control.slice(0, 2))
      else if (each.mustNotBe !== undefined) expect(outcome).not.toBe(each.mustNotBe)
      else expect([outcome, warnings.length > 0]).toEqual(['verified', true])
    })
  })
})
