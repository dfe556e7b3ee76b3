import { readFileSync } from 'node:fs'
import { PDFDocument } from '@cantoo/pdf-lib'
import { describe, expect, test } from 'vitest'
import { bakeImage } from '../../src/container/index.js'
import { bakePdf } from '../../src/draw/certificate/index.js'
import { exportBadge } from '../../src/export/index.js'
import { issueBadge } from '../../src/issue-badge.js'
import { generateKeyPair } from '../../src/keys/index.js'
import { createPresentation, deriveCredential } from '../../src/proof/index.js'
import type { SignOptions } from '../../src/types/proof.js'
import { codeOf } from '../support/codes.js'

const png = readFileSync('examples/art/welder.png')
const svg = new TextEncoder().encode('<svg xmlns="http://www.w3.org/2000/svg"/>')
const pdf = await (async () => {
  const document = await PDFDocument.create({ updateMetadata: false })
  document.addPage([300, 200])
  return document.save()
})()

const issuer = await generateKeyPair({ type: 'P-256' })
const issued = (suite: NonNullable<SignOptions['suite']>) =>
  issueBadge(
    {
      issuer: { name: 'Acme' },
      achievement: { name: 'Welder', description: 'Welds.', criteria: 'Passed.' },
      recipient: { did: 'did:example:kim' },
    },
    issuer,
    { suite, now: '2026-02-03T04:05:06Z' },
  )
const base = await issued('ecdsa-sd-2023')
const baseInSet = await issued(['ecdsa-rdfc-2019', 'ecdsa-sd-2023'])
const ordinarySet = await issued(['ecdsa-rdfc-2019', 'ecdsa-jcs-2019'])
const derived = await deriveCredential(baseInSet, { selectivePointers: ['/name'] })
const renamed = { ...base, proof: [base.proof].flat().map((proof) => ({ ...proof, cryptosuite: 'other' })) }

const doors: readonly (readonly [string, (badge: object) => unknown])[] = [
  ['bakeImage into a PNG', (badge) => bakeImage(png, badge)],
  ['bakeImage into an SVG, as text', (badge) => bakeImage(svg, JSON.stringify(badge))],
  ['bakePdf', (badge) => bakePdf(pdf, badge)],
  ['exportBadge to PNG', (badge) => exportBadge(badge, 'png', { image: png })],
  ['exportBadge to SVG', (badge) => exportBadge(badge, 'svg', { image: svg })],
  ['createPresentation', (badge) => createPresentation({ credential: badge })],
]

describe.each(doors)('vc-di-ecdsa §3.4: %s', (_, publish) => {
  test.each([
    ['a base proof', base],
    ['a base proof in a proof set', baseInSet],
    ['a base proof under the name of another suite', renamed],
  ])('refuses %s', async (_name, badge) => {
    expect(await codeOf(async () => publish(badge))).toBe('ERR_PROOF_IS_BASE')
  })

  test.each([
    ['a derived proof', derived],
    ['a set of ordinary proofs', ordinarySet],
  ])('takes %s', async (_name, badge) => {
    expect(await codeOf(async () => publish(badge))).toBe('no error')
  })
})
