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
  const found = assets.get(name)
  if (found === undefined) throw new NotFound()
  const policy = name === sealName ? { 'content-security-policy': filePolicy } : programPolicy
  return publicAsset(request, found, { surroundings: site.surroundings, headers: policy })
}

/** Style sheets and scripts are part of a page, whose own policy applies. */
const programPolicy = { 'content-security-policy': "default-src 'none'", vary: 'Accept-Encoding' }
