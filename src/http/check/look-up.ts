import { readCappedBody } from '../../internal/capped-body.js'
import { limits } from '../../internal/limits.js'
import { canParseUrl } from '../../internal/url.js'
import { isUrlWithin } from '../../internal/url-scope.js'
import type { TextKey } from '../../texts/index.js'
import type { JsonObject } from '../../types/json.js'
import type { FetchLike } from '../../types/loader.js'
import { seenByAddress, seenByLink } from '../site/badge/seen.js'
import { type Site, type Visit, visitorKey } from '../site/visit.js'
import { NotFound } from '../web/outcome.js'

/** What lies at an address, or why there is nothing to check. */
export type Found = { readonly data: Uint8Array | JsonObject; readonly url: string } | { readonly problem: TextKey }

/** What addresses of others are fetched with: the host's own, which guards. Without it nothing is fetched. */
export const guardedFetchOf = ({ options }: Site): FetchLike | undefined => options.vcApi?.fetch

export const asksOthers = (site: Site): boolean => guardedFetchOf(site) !== undefined

/**
 * The badge at an address that a visitor gives: of this site without a request, of another by a guarded one. What is
 * answered does not say why nothing came, so that nobody learns by it what is there in the server's own network.
 */
export async function lookUp(visit: Visit, given: string): Promise<Found> {
  const url = addressOf(given)
  if (url === undefined) return { problem: 'verify.addressWrong' }
  await visit.limit('lookUpVisitor', visitorKey(visit))
  await visit.limit('lookUpAll', 'all')
  const { baseUrl } = visit.service
  if (isUrlWithin(url, baseUrl)) return ownBadge(visit, url)
  const fetch = guardedFetchOf(visit.site)
  if (fetch === undefined) return { problem: 'verify.addressOff' }
  // A plain address of this site is its own affair; every other one is asked in secret only.
  if (!url.startsWith('https:')) return { problem: 'verify.addressWrong' }
  try {
    return await badgeAt(fetch, url)
  } catch {
    return { problem: 'verify.addressFailed' }
  }
}

/** As it was typed, `https://` added where somebody left it out. */
function addressOf(given: string): string | undefined {
  const text = /^[a-z][a-z0-9+.-]*:/i.test(given) && !/^[^/]+:\d+(?:\/|$)/.test(given) ? given : `https://${given}`
  if (text.length > limits.fetchUrl || !canParseUrl(text)) return undefined
  const url = new URL(text)
  const isPlain = ['https:', 'http:'].includes(url.protocol) && url.username === '' && url.password === ''
  url.hash = ''
  return isPlain ? url.href : undefined
}

/** A badge of this site, as this visitor may see it at that address. */
async function ownBadge(visit: Visit, url: string): Promise<Found> {
  const path = new URL(url).pathname.slice(new URL(visit.service.baseUrl).pathname.replace(/\/+$/, '').length)
  const [, place, id = ''] = /^\/(b|s)\/([^/]+)/.exec(path) ?? []
  if (place === undefined) return { problem: 'verify.addressNothing' }
  try {
    const name = decodeURIComponent(id)
    const at = { ...visit, params: { badgeId: name, token: name } }
    const { badge } = await (place === 'b' ? seenByAddress(at) : seenByLink(at))
    return badge.signed ? { data: badge.credential, url } : { problem: 'verify.addressNothing' }
  } catch (error) {
    if (error instanceof NotFound || error instanceof URIError) return { problem: 'verify.addressNothing' }
    throw error
  }
}

const TYPES =
  'application/vc, application/vc+ld+json, application/ld+json, application/json;q=0.9, application/jwt;q=0.8, image/png;q=0.8, image/svg+xml;q=0.8, application/pdf;q=0.8, text/html;q=0.5'

async function badgeAt(fetch: FetchLike, url: string): Promise<Found> {
  const first = await load(fetch, url)
  if (first === undefined) return { problem: 'verify.addressNothing' }
  if (!first.isPage) return { data: first.bytes, url }
  const link = credentialIn(first.bytes, first.url)
  const second = link === undefined ? undefined : await load(fetch, link)
  return second === undefined || second.isPage ? { problem: 'verify.addressNothing' } : { data: second.bytes, url }
}

async function load(fetch: FetchLike, url: string) {
  const answer = await fetch(url, { headers: { accept: TYPES }, redirect: 'follow' })
  if ([401, 403, 404, 410].includes(answer.status)) return undefined
  if (!answer.ok) throw new Error(`The answer is ${answer.status}.`)
  const bytes = await readCappedBody(answer, limits.fetchBytes)
  if (bytes === null) throw new Error('The answer is too large.')
  const isPage = /^(?:text\/html|application\/xhtml\+xml)\b/i.test(answer.headers.get('content-type') ?? '')
  return { bytes, isPage, url: answer.url === '' ? url : answer.url }
}

const CREDENTIAL = /^application\/(?:vc|(?:vc\+)?ld\+json|json|(?:vc\+)?jwt)$/i

/** The credential that a page names in its head: `<link rel="alternate" type="application/vc+ld+json">` and the like. */
export function credentialIn(page: Uint8Array, base: string): string | undefined {
  const text = new TextDecoder().decode(page.subarray(0, limits.linkText))
  for (const [, tag = ''] of text.matchAll(/<link\b([^<>]{1,2000})>/gi)) {
    const row = Object.fromEntries(
      [...tag.matchAll(/\b(rel|type|href)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))/gi)].map(
        ([, name = '', double, single, bare]) => [name.toLowerCase(), double ?? single ?? bare ?? ''],
      ),
    )
    const href = row.href?.replaceAll('&amp;', '&')
    if (!/\balternate\b/i.test(row.rel ?? '') || !CREDENTIAL.test(row.type ?? '') || href === undefined) continue
    if (canParseUrl(href, base)) return new URL(href, base).href
  }
  return undefined
}
