import type { BadgeService } from '../../service/index.js'
import type { ServeConfig } from './config.js'
import { issuerFolder } from './issuer-folder.js'
import { keyFiles } from './key-files.js'

/** What is probably not meant, for the operator to read at start. */
export async function startWarnings(
  config: Pick<ServeConfig, 'trustedProxies' | 'from' | 'tls' | 'data'>,
  baseUrl: string,
  service: BadgeService,
  retired: readonly { readonly name: string }[],
): Promise<string[]> {
  const warnings: string[] = []
  for (const { name } of retired) {
    const folder = issuerFolder(config.data, name)
    warnings.push(
      `The issuer ${name} is in the database and not in "issuers": it issues nothing more, and what it issued is still published. ` +
        ((await keyFiles(folder)).length === 0
          ? `Its status lists end within a week, since ${folder} has no key of it: bring the folder back from a backup. `
          : '') +
        `Say "${name}": { "retired": true } if that is meant; \`badgewright issuers remove ${name}\` removes it for good.`,
    )
  }
  if (baseUrl.startsWith('https:') && config.trustedProxies === undefined && config.tls === undefined) {
    warnings.push(
      '"baseUrl" is https, so a proxy is in front; without "trustedProxies" all its visitors share one rate limit. ' +
        'Give the number of proxies, such as 1.',
    )
  }
  // On one's own machine nobody has to answer.
  if (/@localhost$/i.test(config.from.address) && new URL(baseUrl).hostname !== 'localhost') {
    warnings.push(
      `Mail is sent from ${config.from.address}, which nobody can answer. Give "mail": { "from": { "address" } }.`,
    )
  }
  const elsewhere = await otherBaseUrl(baseUrl, service)
  if (elsewhere !== undefined) {
    warnings.push(
      `Badges in this database name ${elsewhere}, not ${baseUrl}: verifiers ask there for their status lists. ` +
        `Let ${elsewhere} lead here (a redirect will not do), or keep "baseUrl" as it was.`,
    )
  }
  return warnings
}

/** Where the status list of a stored badge is, if that is not here. One look: all badges of a database are of one place. */
async function otherBaseUrl(baseUrl: string, service: BadgeService): Promise<string | undefined> {
  const [badge] = (await service.list({ limit: 1 })).badges
  const status = badge?.credential.credentialStatus
  const [entry] = Array.isArray(status) ? status : [status]
  const list = (entry as { readonly statusListCredential?: unknown } | undefined)?.statusListCredential
  if (typeof list !== 'string' || list.startsWith(`${baseUrl}/`)) return undefined
  return list.replace(/\/status\/[^/]*$/, '')
}
