/**
 * The media type of a credential: VCDM 2.0 §6.1 names `application/vc`; Open Badges 3.0 and older readers ask for the one
 * before.
 */
export const credentialType = (request: Request): string =>
  /application\/vc(?![+\w])/i.test(request.headers.get('accept') ?? '') ? 'application/vc' : 'application/vc+ld+json'

/** Whether the client asks for the credential rather than for a page about it. */
export function wantsCredential(request: Request): boolean {
  const accept = request.headers.get('accept') ?? ''
  if (/text\/html/i.test(accept)) return false
  return /application\/(vc\+ld\+json|vc|ld\+json|json)\b/i.test(accept)
}
