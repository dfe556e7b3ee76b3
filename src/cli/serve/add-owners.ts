import type { BadgeService } from '../../service/index.js'
import type { ServeConfig } from './config.js'

/** Those whom the configuration makes owners, at the first start: one who was removed since does not come back. */
export async function addOwners({ owners }: Pick<ServeConfig, 'owners'>, service: BadgeService): Promise<void> {
  if ((await service.staff.list()).length > 0) return
  for (const { email, name } of owners) await service.staff.add({ email, name, grants: [{ role: 'owner' }] })
}
