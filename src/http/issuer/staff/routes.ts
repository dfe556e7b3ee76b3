import { BadgeError, isBadgeError } from '../../../errors.js'
import { limits } from '../../../internal/limits.js'
import { roleNames } from '../../../service/core/roles/index.js'
import type { Authentication, Grant } from '../../../service/index.js'
import { redirect, respondPage } from '../../site/respond-page.js'
import type { Route } from '../../site/route.js'
import { mayUse, type Visit } from '../../site/visit.js'
import { freshlyByStaff } from '../../staff/routes.js'
import { NotFound } from '../../web/outcome.js'
import { issuerPage } from '../frame/route.js'
import { type StaffView, staffPage } from './page.js'

/** Who may act for the issuer: colleagues, and programs. */
export const staffRoutes: readonly Route[] = [
  issuerPage('GET', '/issuer/staff', 'staff.list', (visit) => list(visit, {}, 200)),
  issuerPage('POST', '/issuer/staff/invite', 'staff.add', freshlyByStaff(add)),
  issuerPage('POST', '/issuer/staff/:staffId/roles', 'staff.setRoles', freshlyByStaff(setRoles)),
  issuerPage('POST', '/issuer/staff/:staffId/remove', 'staff.remove', freshlyByStaff(remove)),
  issuerPage('POST', '/issuer/staff/:staffId/link', 'staff.createSignInLink', freshlyByStaff(makeLink)),
  issuerPage('POST', '/issuer/tokens', 'staff.createToken', freshlyByStaff(createToken)),
  issuerPage('POST', '/issuer/tokens/:tokenId/end', 'staff.endToken', endToken),
]

const notes = ['added', 'changed', 'removed'] as const

async function list(visit: Visit, extra: Partial<StaffView>, status: number): Promise<Response> {
  const { service, visitor } = visit
  const [members, tokens] = await Promise.all([
    service.staff.list(),
    mayUse(visit, 'staff.tokens') ? service.staff.tokens() : undefined,
  ])
  const asked = notes.find((name) => name === visit.url.searchParams.get('note'))
  const view: StaffView = {
    members: members.map(({ id, name, email, grants, subject }) => ({
      id,
      name,
      email,
      grants,
      byHost: subject !== undefined,
      isSelf: id === visitor.staff?.staffId,
    })),
    tokens: tokens?.map(({ id, name, grants, endedAt }) => ({ id, name, grants, isOver: endedAt !== undefined })),
    note: asked === undefined ? undefined : visit.t(`staff.${asked}`),
    problem: undefined,
    typed: {},
    shown: undefined,
    ...extra,
  }
  return respondPage(visit, (ui) => staffPage(ui, view), { status, secret: view.shown !== undefined })
}

const staffId = ({ params }: Visit): string => params.staffId ?? ''
const signedIn = ({ visitor }: Visit): { authenticated?: Authentication } =>
  visitor.staffAuthenticated === null ? {} : { authenticated: visitor.staffAuthenticated }
const nameIn = ({ fields }: Visit): string => fields.get('name').slice(0, limits.personName)

/** The role that was chosen; it counts at every issuer of the service. */
function grantsIn({ fields }: Visit): Grant[] {
  const role = roleNames.find((name) => name === fields.get('role'))
  if (role === undefined) throw new BadgeError('ERR_ARGUMENT_INVALID', `A role is one of ${roleNames.join(', ')}.`)
  return [{ role }]
}

async function add(visit: Visit): Promise<Response> {
  const [name, email] = [nameIn(visit), visit.fields.get('email')]
  const grants = grantsIn(visit)
  try {
    await visit.service.staff.add({ name, email, grants, locale: visit.translator.locale, ...signedIn(visit) })
  } catch (error) {
    const isTaken = isBadgeError(error, 'ERR_STAGE_INVALID')
    if (!isTaken && !isBadgeError(error, 'ERR_ADDRESS_INVALID')) throw error
    const problem = visit.t(isTaken ? 'staff.taken' : 'error.address')
    return list(visit, { typed: { name, email, problem } }, 422)
  }
  return redirect(visit, '/issuer/staff?note=added')
}

async function setRoles(visit: Visit): Promise<Response> {
  const grants = grantsIn(visit)
  return unlessLast(visit, async () => {
    await visit.service.staff.setRoles({ staffId: staffId(visit), grants, ...signedIn(visit) })
    return redirect(visit, '/issuer/staff?note=changed')
  })
}

async function remove(visit: Visit): Promise<Response> {
  return unlessLast(visit, async () => {
    await visit.service.staff.remove({ staffId: staffId(visit), ...signedIn(visit) })
    return redirect(visit, '/issuer/staff?note=removed')
  })
}

/** The last owner cannot go, and the page says so. */
async function unlessLast(visit: Visit, act: () => Promise<Response>): Promise<Response> {
  try {
    return await act()
  } catch (error) {
    if (!isBadgeError(error, 'ERR_STAGE_INVALID')) throw error
    return list(visit, { problem: visit.t('staff.lastOwner') }, 409)
  }
}

async function makeLink(visit: Visit): Promise<Response> {
  const { service } = visit
  const member = await service.staff.get(staffId(visit))
  if (member === null) throw new NotFound()
  const { url } = await service.staff.createSignInLink({ staffId: member.id, ...signedIn(visit) })
  return list(visit, { shown: { text: visit.t('staff.linkShown', { name: member.name }), secret: url } }, 201)
}

async function createToken(visit: Visit): Promise<Response> {
  const { token } = await visit.service.staff.createToken({
    name: nameIn(visit),
    grants: grantsIn(visit),
    ...signedIn(visit),
  })
  return list(visit, { shown: { text: visit.t('tokens.shown'), secret: token } }, 201)
}

async function endToken(visit: Visit): Promise<Response> {
  await visit.service.staff.endToken({ tokenId: visit.params.tokenId ?? '' })
  return redirect(visit, '/issuer/staff')
}
