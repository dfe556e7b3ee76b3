import { badges } from '../../../lib/badges.js'

export const dynamic = 'force-dynamic'
export const GET = async (request) => {
  const { pathname } = new URL(request.url)
  return (await badges).handler.wellKnown(
    new Request(new URL(pathname.replace('/well-known/', '/.well-known/'), request.url), request),
  )
}
