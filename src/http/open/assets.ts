import { accentSheet } from '../site/brand.js'
import { builtPrograms } from '../site/programs.js'
import { seal, sealName } from '../site/seal.js'
import { style, styleName } from '../site/style.js'
import type { Visit } from '../site/visit.js'
import { NotFound } from '../web/outcome.js'
import { type Asset, etagOf, filePolicy, packable, publicAsset } from '../web/respond.js'

const fixed = (type: string, content: Uint8Array | string): Asset =>
  packable({ type, etag: etagOf(content), body: async () => content }, content.length)

/** Files that pages load, by name. */
const assets: ReadonlyMap<string, Asset> = new Map([
  [styleName, fixed('text/css; charset=utf-8', style)],
  [sealName, fixed('image/svg+xml', seal)],
  ...builtPrograms().map((program) => [program.file, packable(program, Number.POSITIVE_INFINITY)] as const),
])

export async function asset({ params, request, site }: Visit): Promise<Response> {
  const { name = '' } = params
  const found = assets.get(name) ?? accentFile(name) ?? (await logoFile(name, site))
  if (found === undefined) throw new NotFound()
  const policy =
    name === sealName || name.startsWith('logo.') ? { 'content-security-policy': filePolicy } : programPolicy
  return publicAsset(request, found, { surroundings: site.surroundings, headers: policy })
}

/** The style sheet of a colour, which only the name that it was given for has. */
function accentFile(name: string): Asset | undefined {
  const [, colour] = /^accent-([0-9a-f]{6})\.[0-9a-f]{12}\.css$/.exec(name) ?? []
  const sheet = colour === undefined ? undefined : accentSheet(`#${colour}`)
  return sheet?.name === name ? fixed('text/css; charset=utf-8', sheet.css) : undefined
}

/** The issuer's logo. */
async function logoFile(name: string, { service }: Visit['site']): Promise<Asset | undefined> {
  if (!/^logo\.[0-9a-f]{12}\.(?:png|svg|jpg)$/.test(name)) return undefined
  const logo = await service.issuers.logo(name)
  return logo === null ? undefined : { ...fixed(logo.mediaType, logo.bytes) }
}

/** Style sheets and scripts are part of a page, whose own policy applies. */
const programPolicy = { 'content-security-policy': "default-src 'none'", vary: 'Accept-Encoding' }
