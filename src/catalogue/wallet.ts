import { limits } from '../internal/limits.js'
import { dialects } from '../wallet/index.js'
import { found, type InputOf, type Operation, operation } from './operation.js'
import { flag, id, input, integer, listOf, oneOf, output, text, time } from './schema.js'
import { members } from './schemas.js'

const { badgeId, personId, token } = members
const own = input({}, { personId: { ...personId, description: 'Who is signed in, as the session says.' } })
const choices = {
  bound: flag('Whether the badge names a key of the wallet.', true),
  code: flag('Whether the wallet must be given a code of six digits, which does not travel with the link.', false),
}
const HandOver = output(
  {
    url: text('The address of its page, for a QR code.', limits.interactionUrl),
    offerLink: text('The same for wallets that know OpenID4VCI only.'),
    offerByValue: text('The same with the offer in it.'),
    expiresAt: time('When it is over.'),
  },
  { code: text('The transaction code, shown once.') },
)
const Copy = output(
  {
    id: id('Id of the copy.'),
    badgeId,
    achievementName: text('What the badge is called.'),
    holder: text('The DID that it is about.'),
    createdAt: time('When the wallet took it.'),
  },
  { endedAt: time('When it was ended.') },
)
const stage = oneOf('How far it is.', ['open', 'taken', 'collected', 'accepted', 'failed', 'burnt'])
const accessToken = text('The access token.', limits.tokenText)
const body = { description: 'What the wallet sent, as JSON.' }
const refusal = {
  refused: text('The code of the protocol, where it is refused.'),
  description: text('Why, for the one who builds the wallet.'),
}
const anything = { type: 'object', additionalProperties: true } as const
const offerErrors = [
  'ERR_AUTHENTICATION_NEEDED',
  'ERR_CONSENT_NEEDED',
  'ERR_RECORD_NOT_FOUND',
  'ERR_STAGE_INVALID',
] as const
const signErrors = ['ERR_SIGN_FAILED', 'ERR_SIGNER_MISSING', 'ERR_RECORD_NOT_FOUND'] as const

/** Badges on their way into wallets. What wallets send is answered in the words of their protocols. */
export const walletOperations: readonly Operation[] = [
  operation({
    name: 'wallet.createOffer',
    summary: 'Holds a badge that was claimed out to a wallet, as its issuer does.',
    access: 'issuer',
    actions: ['award'],
    input: input({ badgeId }, choices),
    output: HandOver,
    errors: offerErrors,
    run: ({ service }, given: InputOf<'wallet', 'createOffer'>) => service.wallet.createOffer(given),
  }),
  operation({
    name: 'wallet.createOwnOffer',
    summary: 'Holds a badge out to a wallet, as its owner does. A second wallet takes one who has just signed in.',
    access: 'owner',
    input: input({ badgeId, viewer: own }, choices),
    output: HandOver,
    errors: offerErrors,
    run: ({ service }, given: InputOf<'wallet', 'createOwnOffer'>) => service.wallet.createOwnOffer(given),
  }),
  operation({
    name: 'wallet.look',
    summary: 'What the address of a hand-over shows. Only reads, however often it is called.',
    access: 'link',
    input: input({ token }, { viewer: own }),
    output: output(
      {
        badgeId,
        achievementName: text('What the badge is called.'),
        issuerName: text('Who awarded it.'),
        stage,
        isOver: flag('Whether it can be taken no longer.'),
        bound: choices.bound,
        asksCode: flag('Whether the wallet must know a code.'),
        expiresAt: time('When it is over.'),
      },
      {
        holder: text('The DID that the copy is about.'),
        links: output(
          { offer: text('Link of OpenID4VCI.') },
          { exchange: text('URL of the exchange.'), learnerWallet: text('Link of Learner Credential Wallet.') },
        ),
        code: text('The transaction code, for its owner.'),
      },
    ),
    errors: ['ERR_RECORD_NOT_FOUND'],
    run: async ({ service }, given: InputOf<'wallet', 'look'>) => found(await service.wallet.look(given), 'hand-over'),
  }),
  operation({
    name: 'wallet.offer',
    summary: 'The credential offer behind an address (OpenID4VCI). Only reads.',
    access: 'link',
    input: input({ token }),
    output: anything,
    errors: ['ERR_RECORD_NOT_FOUND'],
    run: async ({ service }, given: { token: string }) => found(await service.wallet.offer(given.token), 'offer'),
  }),
  operation({
    name: 'wallet.token',
    summary: 'Answers a token request (OpenID4VCI), which uses the code of an offer up.',
    access: 'link',
    input: input({ form: text('The form that the wallet posted.', limits.walletRequestBytes) }),
    output: output(
      {},
      {
        ...refusal,
        accessToken,
        expiresIn: integer('Seconds.'),
        details: listOf(text('Id of a credential configuration.')),
      },
    ),
    errors: [],
    run: ({ service }, given: InputOf<'wallet', 'token'>) => service.wallet.token(given),
  }),
  operation({
    name: 'wallet.nonce',
    summary: 'A fresh nonce for a wallet to sign.',
    access: 'anyone',
    input: input(),
    output: output({ nonce: text('The nonce.') }),
    errors: [],
    run: async ({ service }) => ({ nonce: await service.wallet.nonce() }),
  }),
  operation({
    name: 'wallet.credential',
    summary: 'Answers a credential request (OpenID4VCI): the badge, bound to the key of the wallet.',
    access: 'link',
    input: input(
      { accessToken, body },
      { dialects: listOf(oneOf('What is spoken beside OpenID4VCI 1.0.', dialects), undefined, dialects.length) },
    ),
    output: output(
      {},
      {
        ...refusal,
        nonce: text('A fresh nonce, where a dialect wants one.'),
        credential: { description: 'The badge: an object, or a JWT.' },
        notificationId: text('What the wallet names when it says what it did.'),
        format: text('The form.'),
        isOld: flag('Whether it was asked as a draft has it.'),
      },
    ),
    errors: signErrors,
    run: ({ service }, given: InputOf<'wallet', 'credential'>) => service.wallet.credential(given),
  }),
  operation({
    name: 'wallet.notify',
    summary: 'Takes what a wallet says that it did with the badge.',
    access: 'link',
    input: input({ accessToken, body }),
    output: output({}, refusal),
    errors: ['ERR_RECORD_NOT_FOUND'],
    run: async ({ service }, given: InputOf<'wallet', 'notify'>) => (await service.wallet.notify(given)) ?? {},
  }),
  operation({
    name: 'wallet.exchange',
    summary: 'Answers a message of an exchange (VCALM): first who the wallet is, then the badge.',
    access: 'link',
    input: input({ token, body }),
    output: anything,
    errors: signErrors,
    run: async ({ service }, given: InputOf<'wallet', 'exchange'>) =>
      found(await service.wallet.exchange(given), 'exchange'),
  }),
  operation({
    name: 'wallet.copies',
    summary: 'Copies of the badges of a person in wallets.',
    access: 'learner',
    input: input({ personId }),
    output: output({ copies: listOf(Copy) }),
    errors: [],
    run: async ({ service }, given: InputOf<'wallet', 'copies'>) => ({ copies: await service.wallet.copies(given) }),
  }),
  operation({
    name: 'wallet.endCopy',
    summary: 'Ends the copy of a badge in a wallet. The badge and other copies stay.',
    access: 'learner',
    input: input({ personId, copyId: id('Id of the copy.') }),
    output: Copy,
    errors: ['ERR_RECORD_NOT_FOUND', 'ERR_STAGE_INVALID'],
    run: ({ service }, given: InputOf<'wallet', 'endCopy'>) => service.wallet.endCopy(given),
  }),
]
