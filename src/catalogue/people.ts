import { limits } from '../internal/limits.js'
import type { BadgeService } from '../service/index.js'
import type { JsonObject } from '../types/json.js'
import { found, type InputOf, type Operation, operation } from './operation.js'
import { flag, id, input, listOf, oneOf, output, text, time } from './schema.js'
import { members, schemas } from './schemas.js'
import { badgeJson, consentJson, passkeyJson, personJson } from './to-json.js'

const { badgeId, email, issuerId, locale, name, personId, purpose, textVersion, token } = members
const { Account, Badge, Consent, Passkey, Rule } = schemas
const { mailOff } = members
const masked = output({ maskedEmail: text('`a•••@ex•••`.') })

type People = BadgeService['people']

/** A step whose answer is the account. */
const onAccount =
  <
    Name extends
      | 'fromSession'
      | 'signIn'
      | 'setProfile'
      | 'confirmEmail'
      | 'removeEmail'
      | 'restoreEmail'
      | 'confirmRecovery'
      | 'addRule'
      | 'removeRule',
  >(
    step: Name,
  ) =>
  async ({ service }: { readonly service: BadgeService }, given: Extract<InputOf<'people', Name>, object>) =>
    personJson(await (service.people[step] as (given: unknown) => ReturnType<People[Name]>)(given))

const browser = text('The value of a cookie of this browser, which ties the challenge to it.', limits.tokenText)
const passkeyId = id('Id of the passkey.')
const passkeyName = text('As its owner calls it.', limits.passkeyName)
const answer: JsonObject = { type: 'object', description: 'What the browser gave: `PublicKeyCredential.toJSON()`.' }
const PasskeyStart = output({
  options: { type: 'object', description: '`publicKey` of `navigator.credentials`, as JSON.' },
  expiresAt: time('ISO 8601.'),
})

const linkErrors = ['ERR_TOKEN_EXPIRED', 'ERR_TOKEN_INVALID', 'ERR_TOKEN_USED'] as const

/** Learners, their addresses, sessions and rules. */
export const peopleOperations: readonly Operation[] = [
  operation({
    name: 'people.get',
    summary: 'The account of a person.',
    access: 'learner',
    input: input({ personId }),
    output: Account,
    errors: ['ERR_RECORD_NOT_FOUND'],
    run: async ({ service }, given: { personId: string }) =>
      personJson(found(await service.people.get(given.personId), 'person')),
  }),
  operation({
    name: 'people.badges',
    summary: 'The badges of a person: claimed ones, and offers to their addresses. The newest first.',
    access: 'learner',
    input: input({ personId }),
    output: output({ badges: listOf(Badge) }),
    errors: ['ERR_CONSENT_NEEDED', 'ERR_RECORD_NOT_FOUND'],
    run: async ({ service }, given: { personId: string }) => {
      const badges = await service.people.badges(given.personId)
      return { badges: await Promise.all(badges.map((badge) => badgeJson(service, badge))) }
    },
  }),
  operation({
    name: 'people.fromSession',
    summary: 'The account of somebody whom the host has signed in; creates it where there is none.',
    access: 'host',
    input: input(
      {
        subject: text('Name of the account at the host.', limits.hostSubject),
        emails: listOf(email, 'Verified addresses of the account.', limits.hostEmails),
      },
      { name, locale },
    ),
    output: Account,
    errors: ['ERR_ADDRESS_INVALID', 'ERR_CONSENT_NEEDED'],
    run: onAccount('fromSession'),
  }),
  operation({
    name: 'people.sendLinks',
    summary: 'Mails the links of an address to it. The answer is the same whether the address is known or not.',
    access: 'anyone',
    input: input({ email }, { locale }),
    errors: ['ERR_ADDRESS_INVALID'],
    run: ({ service }, given: InputOf<'people', 'sendLinks'>) => service.people.sendLinks(given),
  }),
  operation({
    name: 'people.signIn',
    summary: 'Signs in the owner of an address, by the link of a mail. The token is then used.',
    access: 'link',
    input: input({ token }),
    output: Account,
    errors: [...linkErrors, 'ERR_CONSENT_NEEDED'],
    run: onAccount('signIn'),
  }),
  operation({
    name: 'people.lookSignIn',
    summary: 'Whom a sign-in link would sign in. Only reads.',
    access: 'link',
    input: input({ token }),
    output: masked,
    errors: ['ERR_RECORD_NOT_FOUND'],
    run: async ({ service }, given: { token: string }) => found(await service.people.lookSignIn(given.token), 'link'),
  }),
  operation({
    name: 'people.startSession',
    summary: 'A session token for a cookie.',
    access: 'host',
    input: input({ personId }),
    output: output({ token: text('For the cookie.'), expiresAt: time('ISO 8601.') }),
    errors: ['ERR_CONSENT_NEEDED', 'ERR_RECORD_NOT_FOUND'],
    run: ({ service }, given: { personId: string }) => service.people.startSession(given.personId),
  }),
  operation({
    name: 'people.session',
    summary: 'The account that a session token belongs to.',
    access: 'host',
    input: input({ token }),
    output: Account,
    errors: ['ERR_RECORD_NOT_FOUND'],
    run: async ({ service }, given: { token: string }) =>
      personJson(found(await service.people.session(given.token), 'session')),
  }),
  operation({
    name: 'people.badgeSession',
    summary: 'The one badge that a token of `claims.claim` opens, and for whom.',
    access: 'host',
    input: input({ token }),
    output: output({ badgeId, personId, expiresAt: time('ISO 8601.') }),
    errors: ['ERR_RECORD_NOT_FOUND'],
    run: async ({ service }, given: { token: string }) =>
      found(await service.people.badgeSession(given.token), 'session'),
  }),
  operation({
    name: 'people.endSession',
    summary: 'Ends a session of an account, or of a badge.',
    access: 'link',
    input: input({ token }),
    errors: [],
    run: ({ service }, given: { token: string }) => service.people.endSession(given.token),
  }),
  operation({
    name: 'people.startPasskeySignIn',
    summary: 'What a browser needs to sign in with a passkey: a challenge for one answer.',
    access: 'host',
    input: input({ browser }),
    output: PasskeyStart,
    errors: [],
    run: ({ service }, given: InputOf<'people', 'startPasskeySignIn'>) => service.people.startPasskeySignIn(given),
  }),
  operation({
    name: 'people.signInByPasskey',
    summary: 'Signs in with a passkey, and gives a session token for a cookie.',
    access: 'host',
    input: input({ browser, answer }),
    output: output({ person: Account, token: text('For the cookie.'), expiresAt: time('ISO 8601.') }),
    errors: ['ERR_ACCESS_DENIED', 'ERR_CONSENT_NEEDED', 'ERR_TOKEN_EXPIRED', 'ERR_TOKEN_INVALID'],
    run: async ({ service }, given: InputOf<'people', 'signInByPasskey'>) => {
      const { person, ...session } = await service.people.signInByPasskey(given)
      return { person: personJson(person), ...session }
    },
  }),
  operation({
    name: 'people.startPasskey',
    summary: 'What a browser needs to make a passkey for an account: a challenge for one answer.',
    access: 'learner',
    input: input({ personId, browser }),
    output: PasskeyStart,
    errors: ['ERR_CONSENT_NEEDED', 'ERR_RECORD_NOT_FOUND'],
    run: ({ service }, given: InputOf<'people', 'startPasskey'>) => service.people.startPasskey(given),
  }),
  operation({
    name: 'people.addPasskey',
    summary: 'Adds the passkey that a browser has made to an account.',
    access: 'learner',
    input: input({ personId, browser, answer, name: passkeyName }),
    output: Passkey,
    errors: [
      'ERR_ACCESS_DENIED',
      'ERR_CONSENT_NEEDED',
      'ERR_RECORD_NOT_FOUND',
      'ERR_TOKEN_EXPIRED',
      'ERR_TOKEN_INVALID',
    ],
    run: async ({ service }, given: InputOf<'people', 'addPasskey'>) =>
      passkeyJson(await service.people.addPasskey(given)),
  }),
  operation({
    name: 'people.passkeys',
    summary: 'The passkeys of a person, the oldest first.',
    access: 'learner',
    input: input({ personId }),
    output: output({ passkeys: listOf(Passkey) }),
    errors: [],
    run: async ({ service }, given: { personId: string }) => ({
      passkeys: (await service.people.passkeys(given.personId)).map(passkeyJson),
    }),
  }),
  operation({
    name: 'people.renamePasskey',
    summary: 'Gives a passkey another name.',
    access: 'learner',
    input: input({ personId, passkeyId, name: passkeyName }),
    output: Passkey,
    errors: ['ERR_RECORD_NOT_FOUND'],
    run: async ({ service }, given: InputOf<'people', 'renamePasskey'>) =>
      passkeyJson(await service.people.renamePasskey(given)),
  }),
  operation({
    name: 'people.removePasskey',
    summary: 'Removes a passkey from an account, and ends the sessions that it began.',
    access: 'learner',
    input: input({ personId, passkeyId }),
    errors: ['ERR_RECORD_NOT_FOUND'],
    run: ({ service }, given: InputOf<'people', 'removePasskey'>) => service.people.removePasskey(given),
  }),
  operation({
    name: 'people.setProfile',
    summary: 'Sets name and language of an account, and which mails are turned off.',
    access: 'learner',
    input: input({ personId }, { name, locale, mailOff }),
    output: Account,
    errors: ['ERR_RECORD_NOT_FOUND'],
    run: onAccount('setProfile'),
  }),
  operation({
    name: 'people.addEmail',
    summary: 'Mails a link that proves an address. The answer is the same whether somebody else has it or not.',
    access: 'learner',
    input: input({ personId, email }),
    errors: ['ERR_ADDRESS_INVALID', 'ERR_RECORD_NOT_FOUND'],
    run: ({ service }, given: InputOf<'people', 'addEmail'>) => service.people.addEmail(given),
  }),
  operation({
    name: 'people.confirmEmail',
    summary: 'Adds the address that such a link proves.',
    access: 'link',
    input: input({ token }),
    output: Account,
    errors: [...linkErrors, 'ERR_STAGE_INVALID'],
    run: onAccount('confirmEmail'),
  }),
  operation({
    name: 'people.lookEmail',
    summary: 'Which address such a link would add to which account. Only reads.',
    access: 'link',
    input: input({ token, purpose: oneOf('What kind of link it is.', ['email', 'recovery', 'restore']) }),
    output: output({ maskedEmail: text('`a•••@ex•••`.'), account: text('Whose account.') }),
    errors: ['ERR_RECORD_NOT_FOUND'],
    run: async ({ service }, given: InputOf<'people', 'lookEmail'>) =>
      found(await service.people.lookEmail(given), 'link'),
  }),
  operation({
    name: 'people.removeEmail',
    summary: 'Removes an address, which for 30 days can come back by a link; the last one cannot be removed.',
    access: 'learner',
    input: input({ personId, email }),
    output: Account,
    errors: ['ERR_ACCESS_DENIED', 'ERR_ADDRESS_INVALID', 'ERR_RECORD_NOT_FOUND', 'ERR_STAGE_INVALID'],
    run: onAccount('removeEmail'),
  }),
  operation({
    name: 'people.restoreEmail',
    summary: 'Brings an address back that was removed from an account, by the link that was mailed to it.',
    access: 'link',
    input: input({ token }),
    output: Account,
    errors: [...linkErrors, 'ERR_ACCESS_DENIED', 'ERR_AUTHENTICATION_NEEDED', 'ERR_STAGE_INVALID'],
    run: onAccount('restoreEmail'),
  }),
  operation({
    name: 'people.createRecoveryCodes',
    summary: 'Ten codes for the day the mailbox is lost; earlier ones are void. They are shown once.',
    access: 'learner',
    input: input({ personId }),
    output: output({ codes: listOf(text('Code.')) }),
    errors: ['ERR_RECORD_NOT_FOUND'],
    run: async ({ service }, given: { personId: string }) => ({
      codes: await service.people.createRecoveryCodes(given.personId),
    }),
  }),
  operation({
    name: 'people.recover',
    summary: 'With a recovery code, mails a new address a link that adds it to the account. Same answer for all.',
    access: 'anyone',
    input: input({ email, code: text('Recovery code.', limits.recoveryCode), newEmail: email }),
    errors: ['ERR_ADDRESS_INVALID'],
    run: ({ service }, given: InputOf<'people', 'recover'>) => service.people.recover(given),
  }),
  operation({
    name: 'people.confirmRecovery',
    summary: 'Adds the address that the link of a recovery proves.',
    access: 'link',
    input: input({ token }),
    output: Account,
    errors: linkErrors,
    run: onAccount('confirmRecovery'),
  }),
  operation({
    name: 'people.addRule',
    summary: 'Accepts badges of an issuer automatically from now on.',
    access: 'learner',
    input: input(
      { personId, issuerId },
      {
        achievementTypes: listOf(text('Type.', limits.achievementType), 'Only these.', limits.ruleTypes),
        until: time('ISO 8601.'),
      },
    ),
    output: Account,
    errors: ['ERR_CONSENT_NEEDED', 'ERR_RECORD_NOT_FOUND'],
    run: onAccount('addRule'),
  }),
  operation({
    name: 'people.removeRule',
    summary: 'Ends automatic acceptance for an issuer.',
    access: 'learner',
    input: input({ personId, issuerId }),
    output: Account,
    errors: ['ERR_RECORD_NOT_FOUND'],
    run: onAccount('removeRule'),
  }),
  operation({
    name: 'people.rules',
    summary: 'The rules of a person.',
    access: 'learner',
    input: input({ personId }),
    output: output({ rules: listOf(Rule) }),
    errors: [],
    run: async ({ service }, given: { personId: string }) => ({ rules: await service.people.rules(given.personId) }),
  }),
  operation({
    name: 'people.recordConsent',
    summary: 'Keeps a consent, or that it was withdrawn.',
    access: 'learner',
    input: input(
      {
        personId,
        purpose,
        textVersion,
        given: flag('Given, or withdrawn.'),
      },
      { badgeId: { ...badgeId, description: 'Only for this badge.' } },
    ),
    errors: [],
    run: ({ service }, given: InputOf<'people', 'recordConsent'>) => service.people.recordConsent(given),
  }),
  operation({
    name: 'people.consents',
    summary: 'The consents of a person, in order.',
    access: 'learner',
    input: input({ personId }),
    output: output({ consents: listOf(Consent) }),
    errors: [],
    run: async ({ service }, given: { personId: string }) => ({
      consents: (await service.people.consents(given.personId)).map(consentJson),
    }),
  }),
]
