import { isJsonObject } from '../../internal/json.js'
import { limits } from '../../internal/limits.js'
import { wellKnownAt } from '../../wallet/index.js'
import type { Visit } from '../site/visit.js'
import { formatJson } from '../web/json-text.js'
import { NotFound } from '../web/outcome.js'
import { publicDocument } from '../web/respond.js'

/** The same where a client has put the path of the issuer before the name of the document. */
export const suffixed = (visit: Visit): Promise<Response> => walletDocument(visit, '')

/**
 * What the issuer says of itself to wallets: `openid-credential-issuer` and `oauth-authorization-server`. Every URL in it is of the
 * settings; what a request calls the host says nothing.
 *
 * @param issuerPath - what follows the name of the document in the path that was asked for
 */
export async function walletDocument(visit: Visit, issuerPath: string): Promise<Response> {
  const name = wellKnownAt(issuerPath === '' ? visit.path : visit.url.pathname, issuerPath)
  if (name === undefined) throw new NotFound()
  const { issuerMetadata, serverMetadata } = await import('../../wallet/issuing/index.js')
  const facts = await factsOf(visit)
  const document = name === 'openid-credential-issuer' ? issuerMetadata(facts) : serverMetadata(facts)
  return publicDocument(visit.request, formatJson(document), {
    type: 'application/json',
    maxAge: limits.keyDocumentSeconds,
    surroundings: visit.site.surroundings,
  })
}

async function factsOf({ site, service }: Visit) {
  const { keyTypeOfAlgorithm } = await import('../../proof/index.js')
  const { issuerProfile, siteName } = site.options
  const display = await Promise.all(
    site.locales.map(async (locale) => {
      const { t } = await site.translator(locale)
      const issuer = site.brand?.name ?? issuerProfile?.name ?? siteName ?? t('site.name')
      return { locale, issuer, badge: t('wallet.badge') }
    }),
  )
  const { signer, sign } = service.options
  const [algorithm] = [...keyTypeOfAlgorithm].find(([, type]) => type === signer.type) ?? []
  const suite = Array.isArray(sign?.suite) ? sign.suite[0] : sign?.suite
  return {
    issuer: service.baseUrl,
    display,
    logo: logoOf(issuerProfile?.image),
    algorithm: typeof algorithm === 'string' ? algorithm : undefined,
    proofType: suite === 'Ed25519Signature2020' ? suite : 'DataIntegrityProof',
  }
}

function logoOf(image: unknown): string | undefined {
  const url = isJsonObject(image) ? image.id : image
  return typeof url === 'string' && url.startsWith('https://') ? url : undefined
}
