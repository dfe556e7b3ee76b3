import { limits } from '../internal/limits.js'
import { roleNames } from '../service/core/roles/index.js'
import { found, type InputOf, type Operation, operation } from './operation.js'
import { flag, id, input, integer, listOf, oneOf, orNull, output, text, time } from './schema.js'
import { members, schemas } from './schemas.js'
import { staffJson } from './to-json.js'

const { email, issuerId, locale, name, token } = members
const { ApiToken, StaffMember } = schemas
const staffId = id('Id of the member of staff.')
const grants = {
  ...listOf(
    input(
      { role: oneOf('The role.', roleNames) },
      { issuerId: { ...issuerId, description: 'Where. Default: everywhere.' } },
    ),
    'Roles: at least one.',
    limits.grants,
  ),
  minItems: 1,
}
const member = input({ staffId })
const errors = ['ERR_ACCESS_DENIED', 'ERR_RECORD_NOT_FOUND', 'ERR_STAGE_INVALID'] as const

/** Who acts for the issuer: members of staff, and tokens of the API. */
export const staffOperations: readonly Operation[] = [
  operation({
    name: 'staff.add',
    summary: 'Adds a member of staff with roles, and invites them by mail.',
    access: 'issuer',
    actions: ['staff'],
    input: input({ email, name, grants }, { locale, invite: flag('Invites them by mail.', true) }),
    output: StaffMember,
    errors: ['ERR_ACCESS_DENIED', 'ERR_ADDRESS_INVALID', 'ERR_STAGE_INVALID'],
    run: async ({ service }, given: InputOf<'staff', 'add'>) => staffJson(await service.staff.add(given)),
  }),
  operation({
    name: 'staff.setRoles',
    summary: 'Gives a member of staff other roles, and ends their sessions. The last owner stays one.',
    access: 'issuer',
    actions: ['staff'],
    input: input({ staffId, grants }),
    output: StaffMember,
    errors,
    run: async ({ service }, given: InputOf<'staff', 'setRoles'>) => staffJson(await service.staff.setRoles(given)),
  }),
  operation({
    name: 'staff.remove',
    summary: 'Removes a member of staff, and ends their sessions. The last owner stays.',
    access: 'issuer',
    actions: ['staff'],
    input: member,
    output: StaffMember,
    errors,
    run: async ({ service }, given: { staffId: string }) => staffJson(await service.staff.remove(given)),
  }),
  operation({
    name: 'staff.list',
    summary: 'Lists the members of staff.',
    access: 'issuer',
    actions: ['staff'],
    input: input(),
    output: output({ staff: listOf(StaffMember) }),
    errors: [],
    run: async ({ service }) => ({ staff: (await service.staff.list()).map(staffJson) }),
  }),
  operation({
    name: 'staff.get',
    summary: 'One member of staff, also one who was removed.',
    access: 'issuer',
    actions: ['staff'],
    input: member,
    output: StaffMember,
    errors: ['ERR_RECORD_NOT_FOUND'],
    run: async ({ service }, given: { staffId: string }) =>
      staffJson(found(await service.staff.get(given.staffId), 'member of staff')),
  }),
  operation({
    name: 'staff.createSignInLink',
    summary: 'Makes a link that signs a member of staff in, to hand over by other means than mail.',
    access: 'issuer',
    actions: ['staff'],
    input: member,
    output: output({ url: text('The link.'), token: text('Its token.'), expiresAt: time('ISO 8601.') }),
    errors,
    run: ({ service }, given: { staffId: string }) => service.staff.createSignInLink(given),
  }),
  operation({
    name: 'staff.fromSession',
    summary: 'The member of staff whom the host has signed in, with the roles that it gives them.',
    access: 'host',
    input: input({ subject: text('Unchanging name of the account.', limits.hostSubject), name, grants }),
    output: orNull(StaffMember),
    errors: [],
    run: async ({ service }, given: InputOf<'staff', 'fromSession'>) => {
      const staff = await service.staff.fromSession(given)
      return staff === null ? null : staffJson(staff)
    },
  }),
  operation({
    name: 'staff.operator',
    summary: 'The first owner: the operator of the server. Created where there was none.',
    access: 'host',
    input: input(),
    output: orNull(StaffMember),
    errors: [],
    run: async ({ service }) => {
      const staff = await service.staff.operator()
      return staff === null ? null : staffJson(staff)
    },
  }),
  operation({
    name: 'staff.sendLink',
    summary: 'Mails a member of staff a sign-in link. The answer is the same whether the address is known or not.',
    access: 'anyone',
    input: input({ email }, { locale }),
    errors: ['ERR_ADDRESS_INVALID'],
    run: ({ service }, given: InputOf<'staff', 'sendLink'>) => service.staff.sendLink(given),
  }),
  operation({
    name: 'staff.lookSignIn',
    summary: 'Whom such a link would sign in. Only reads.',
    access: 'link',
    input: input({ token }),
    output: output({ name }),
    errors: ['ERR_RECORD_NOT_FOUND'],
    run: async ({ service }, given: { token: string }) => found(await service.staff.lookSignIn(given.token), 'link'),
  }),
  operation({
    name: 'staff.signIn',
    summary: 'Signs a member of staff in by a link. The link is then used.',
    access: 'link',
    input: input({ token }),
    output: output({ staff: StaffMember, token: text('For a cookie.'), expiresAt: time('ISO 8601.') }),
    errors: ['ERR_TOKEN_EXPIRED', 'ERR_TOKEN_INVALID', 'ERR_TOKEN_USED'],
    run: async ({ service }, given: { token: string }) => {
      const { staff, ...session } = await service.staff.signIn(given)
      return { staff: staffJson(staff), ...session }
    },
  }),
  operation({
    name: 'staff.session',
    summary: 'Whose session a token is, and which roles they have now.',
    access: 'host',
    input: input({ token }),
    output: output({ staffId, name, grants: listOf({ type: 'object' }), expiresAt: time('ISO 8601.') }),
    errors: ['ERR_RECORD_NOT_FOUND'],
    run: async ({ service }, given: { token: string }) => found(await service.staff.session(given.token), 'session'),
  }),
  operation({
    name: 'staff.endSession',
    summary: 'Ends a session of a member of staff.',
    access: 'link',
    input: input({ token }),
    errors: [],
    run: ({ service }, given: { token: string }) => service.staff.endSession(given.token),
  }),
  operation({
    name: 'staff.createToken',
    summary: 'Makes a token of the API with roles. It is shown once.',
    access: 'issuer',
    actions: ['tokens'],
    input: input({ name, grants }),
    output: output({ apiToken: ApiToken, token: text('Its text.') }),
    errors: ['ERR_ACCESS_DENIED'],
    run: ({ service }, given: InputOf<'staff', 'createToken'>) => service.staff.createToken(given),
  }),
  operation({
    name: 'staff.tokens',
    summary: 'Lists the tokens of the API, without their texts.',
    access: 'issuer',
    actions: ['tokens'],
    input: input(),
    output: output({ tokens: listOf(ApiToken) }),
    errors: [],
    run: async ({ service }) => ({ tokens: await service.staff.tokens() }),
  }),
  operation({
    name: 'staff.endToken',
    summary: 'Ends a token of the API at once.',
    access: 'issuer',
    actions: ['tokens'],
    input: input({ tokenId: id('Id of the token.') }),
    output: ApiToken,
    errors: ['ERR_ACCESS_DENIED', 'ERR_RECORD_NOT_FOUND'],
    run: ({ service }, given: { tokenId: string }) => service.staff.endToken(given),
  }),
  operation({
    name: 'staff.lookToken',
    summary: 'The token of the API with this text, if it works.',
    access: 'host',
    input: input({ token }),
    output: ApiToken,
    errors: ['ERR_RECORD_NOT_FOUND'],
    run: async ({ service }, given: { token: string }) => found(await service.staff.lookToken(given.token), 'token'),
  }),
  operation({
    name: 'staff.changeSecret',
    summary: 'After the secret of the service was changed: ends every session, and moves what is still to be mailed.',
    access: 'host',
    input: input({ from: text('The former secret.') }),
    output: output({
      sessions: integer('Sessions that ended.'),
      links: integer('Links that ended.'),
      messages: integer('Messages whose links follow from the new secret.'),
    }),
    errors: [],
    run: ({ service }, given: { from: string }) => service.staff.changeSecret(given),
  }),
]
