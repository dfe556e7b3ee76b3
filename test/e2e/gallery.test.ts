import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { hasChromium } from './host.js'

const npm = 'npm'

test.skipIf(!hasChromium)(
  'the gallery has a picture of each page that is asked for, in each language and theme',
  () => {
    const out = mkdtempSync(join(tmpdir(), 'badgewright-gallery-'))
    const asked = ['--languages', 'de,ar', '--only', 'offer,my badges,library']
    const cwd = fileURLToPath(new URL('../../', import.meta.url))
    execFileSync(npm, ['run', 'gallery', '--', '--out', out, ...asked], { cwd, encoding: 'utf8' })
    const pictures = readdirSync(out).filter((name) => name.endsWith('.png'))
    expect(pictures).toHaveLength(3 * 2 * 2)
    const index = readFileSync(join(out, 'index.html'), 'utf8')
    for (const picture of pictures) expect(index).toContain(`src="${picture}"`)
  },
)
