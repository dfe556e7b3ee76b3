import { badges } from '../../../../lib/badges.js'

const respond = async (request) => (await badges).handler(request)

export const dynamic = 'force-dynamic'
export { respond as GET, respond as HEAD, respond as OPTIONS, respond as POST }
