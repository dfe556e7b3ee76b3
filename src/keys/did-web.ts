import { canParseUrl } from '../internal/url.js'
import { argumentInvalid } from './fail.js'

/** Where a did:web lives. */
export interface DidWebPlace {
  readonly did: string
  /** Scheme, host and port, without a slash at the end. */
  readonly origin: string
  /** Path of the DID document below the web root. */
  readonly documentPath: string
}

/**
 * The `did:web` that stands for a domain: `did:web:example.org`, or with a path `did:web:example.org:badges`.
 *
 * @param domain - host name, with a port where it is not 443 (`localhost:8443`); other scripts become punycode
 * @param path - segments below the host, separated by slashes; the DID document then lies in that folder
 * @throws BadgeError `ERR_ARGUMENT_INVALID` for URLs, addresses (did:web has host names only) and paths with dots
 * @see https://w3c-ccg.github.io/did-method-web/
 *
 * @example
 * import { didWebFor } from 'badgewright/keys'
 *
 * console.log(didWebFor('example.org')) // did:web:example.org
 * console.log(didWebFor('example.org:8443', 'badges/2026')) // did:web:example.org%3A8443:badges:2026
 */
export const didWebFor = (domain: string, path = ''): string => didWebPlace(domain, path).did

export function didWebPlace(domain: string, path = ''): DidWebPlace {
  const { host } = hostOf(domain)
  const segments = segmentsOf(path)
  return {
    did: ['did:web', host.replace(':', '%3A'), ...segments].join(':'),
    origin: `https://${host}`,
    documentPath: [...(segments.length === 0 ? ['.well-known'] : segments), 'did.json'].join('/'),
  }
}

function hostOf(domain: unknown): URL {
  const plain = typeof domain === 'string' && domain.length <= 255 && !/[\s/?#@\\%]/.test(domain) ? domain : ''
  const url = canParseUrl(`https://${plain}`) ? new URL(`https://${plain}`) : undefined
  if (url === undefined || /^[\d.]+$/.test(url.hostname) || !url.hostname.split('.').every(isLabel)) {
    throw argumentInvalid('The domain is a host name such as example.org, with a port where needed, and nothing else.')
  }
  return url
}

/** A part of a host name: RFC 1123 §2.1. Names of other scripts are in punycode here. */
const isLabel = (label: string): boolean => /^(?!-)[a-z0-9-]{1,63}(?<!-)$/.test(label)

function segmentsOf(path: unknown): string[] {
  if (path === '') return []
  const segments = typeof path === 'string' ? path.replace(/^\/|\/$/g, '').split('/') : ['']
  if (segments.length > 16 || !segments.every((segment) => /^(?!\.{1,2}$)[A-Za-z0-9._-]{1,100}$/.test(segment))) {
    throw argumentInvalid('The path is made of letters, digits, dots, hyphens and underscores between slashes.')
  }
  return segments
}
