import { readdirSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { checkDataModel } from '../../src/credential/index.js'
import { hasVectors, noVectorsReason, readVectorJson, vectorsDir } from '../support/vectors.js'

const folder = 'openbadges-specification/examples/vc'

/**
 * The specification's own examples that do not follow it, and where. Most leave out what the page is not about; CLRs
 * are no badges and have the contexts of CLR 2.0.
 */
const refused: Readonly<Record<string, readonly string[]>> = {
  'examples-5.json': ['/issuer/type', '/credentialSubject/type', '/credentialSubject/achievement'],
  'examples-7.json': ['/issuer/type', '/credentialSubject/type', '/credentialSubject/achievement'],
  'impl-getting-started-8.signed.json': [
    '/credentialSubject/identifier/identityType',
    '/credentialSubject/achievement/type',
  ],
  'impl-migrating-4.json': ['/issuer/otherIdentifier/0/type'],
  'readme-0.json': ['/credentialSubject/type', '/credentialSubject/achievement'],
}

interface Example {
  readonly type?: string | readonly string[]
}

describe.skipIf(!hasVectors)(`OB 3.0: the examples of the specification ${hasVectors ? '' : noVectorsReason}`, () => {
  const files = hasVectors ? readdirSync(`${vectorsDir}${folder}`) : []
  const isBadge = (file: string) =>
    [readVectorJson<Example>(`${folder}/${file}`).type]
      .flat()
      .some((type) => /Badge|Achievement|Endorsement/.test(type ?? ''))

  test.each(files.filter(isBadge))('%s', (file) => {
    const { problems } = checkDataModel(readVectorJson(`${folder}/${file}`))
    expect(problems.map(({ pointer }) => pointer)).toEqual(refused[file] ?? [])
  })

  test('the table names only examples that are there', () => {
    expect(files).toEqual(expect.arrayContaining(Object.keys(refused)))
    expect(files.filter(isBadge).length).toBeGreaterThan(20)
  })
})
