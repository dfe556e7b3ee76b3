import type { PermissionPrompt, TemplateStatus, TextCount } from './types.js'

/** Where a parameter of a link takes its value from. */
export type ParameterValue =
  | 'url'
  | 'name'
  | 'text'
  /** Text and link in one, for networks that have no parameter for links. */
  | 'text url'
  | 'text newline url'
  | 'subject'
  | 'hashtags'
  | 'issuer'
  | 'organizationId'
  | 'issueYear'
  | 'issueMonth'
  | 'expirationYear'
  | 'expirationMonth'
  | 'credentialId'

/** A network whose share form is opened by a link. */
export interface ShareLinkRow {
  readonly id: string
  readonly label: string
  /** Address of the form, without parameters. `{instance}` is the server that the person names. */
  readonly base: string
  /** Parameters that never change. */
  readonly fixed?: Readonly<Record<string, string>>
  /** Only what the network really honours. An empty value is left out. */
  readonly parameters: Readonly<Record<string, ParameterValue>>
  /** Length of one parameter. `linkWeight`: what a link in it, or beside it, counts. */
  readonly limit?: {
    readonly count: TextCount
    readonly max: number
    readonly parameter: string
    readonly linkWeight?: number
  }
  readonly permission: PermissionPrompt
  readonly warnings?: readonly string[]
  readonly status: TemplateStatus
  readonly source: readonly string[]
  readonly checkedOn: string
}

const opensForm = (network: string): PermissionPrompt => ({
  by: 'network',
  expect: `${network} opens with the post written; it asks you to sign in first if you are not.`,
  needsActivation: false,
  iframeAllow: [],
  refused: 'Nothing is posted. Copy the link and the text below instead.',
})

const opensApp = (app: string): PermissionPrompt => ({
  by: 'system',
  expect: `Your device may ask whether to open ${app}; then you choose who gets it.`,
  needsActivation: false,
  iframeAllow: [],
  refused: 'Nothing is sent. Copy the text below and paste it where you like.',
})

/** The day on which the sources below were last read. */
const CHECKED = '2026-11-23'

/**
 * Networks and their links. Networks drop parameters without notice: before changing a row read its source again and
 * renew the date; the conformance cases of `badgewright/testing` hold for every row.
 */
export const shareLinkRows: readonly ShareLinkRow[] = [
  {
    id: 'linkedin-profile',
    label: 'Add to LinkedIn profile',
    base: 'https://www.linkedin.com/profile/add',
    fixed: { startTask: 'CERTIFICATION_NAME' },
    parameters: {
      name: 'name',
      organizationId: 'organizationId',
      organizationName: 'issuer',
      issueYear: 'issueYear',
      issueMonth: 'issueMonth',
      expirationYear: 'expirationYear',
      expirationMonth: 'expirationMonth',
      certUrl: 'url',
      certId: 'credentialId',
    },
    permission: {
      ...opensForm('LinkedIn'),
      expect: 'LinkedIn opens its form for certifications; you sign in, check the fields and save.',
      refused:
        'Nothing is added. Open your LinkedIn profile, choose to add a certification, and copy the fields below.',
    },
    warnings: ['LinkedIn does not always fill in the fields; copy those that stay empty.'],
    status: 'observed',
    source: ['https://addtoprofile.linkedin.com/', 'https://www.linkedin.com/help/linkedin/answer/a528030'],
    checkedOn: CHECKED,
  },
  {
    id: 'linkedin-feed',
    label: 'Post on LinkedIn',
    base: 'https://www.linkedin.com/sharing/share-offsite/',
    parameters: { url: 'url' },
    permission: opensForm('LinkedIn'),
    warnings: ['LinkedIn takes only the link; paste the text yourself.'],
    status: 'observed',
    source: ['https://www.linkedin.com/post-inspector/'],
    checkedOn: CHECKED,
  },
  {
    id: 'facebook',
    label: 'Facebook',
    base: 'https://www.facebook.com/sharer/sharer.php',
    parameters: { u: 'url' },
    permission: opensForm('Facebook'),
    warnings: ['Facebook takes only the link; paste the text yourself.'],
    status: 'observed',
    source: ['https://developers.facebook.com/docs/sharing/webmasters'],
    checkedOn: CHECKED,
  },
  {
    id: 'x',
    label: 'X',
    base: 'https://x.com/intent/tweet',
    parameters: { text: 'text', url: 'url', hashtags: 'hashtags' },
    // A link counts 23 whatever its length, and a blank stands before it.
    limit: { count: 'x-weighted', max: 280, parameter: 'text', linkWeight: 24 },
    permission: opensForm('X'),
    status: 'documented',
    source: ['https://docs.x.com/x-for-websites/post-button/guides/web-intent'],
    checkedOn: CHECKED,
  },
  {
    id: 'threads',
    label: 'Threads',
    base: 'https://www.threads.net/intent/post',
    parameters: { text: 'text', url: 'url' },
    limit: { count: 'characters', max: 500, parameter: 'text' },
    permission: opensForm('Threads'),
    status: 'documented',
    source: ['https://developers.facebook.com/docs/threads/threads-web-intents'],
    checkedOn: CHECKED,
  },
  {
    id: 'bluesky',
    label: 'Bluesky',
    base: 'https://bsky.app/intent/compose',
    parameters: { text: 'text url' },
    limit: { count: 'graphemes', max: 300, parameter: 'text' },
    permission: opensForm('Bluesky'),
    status: 'documented',
    source: ['https://docs.bsky.app/docs/advanced-guides/intent-links'],
    checkedOn: CHECKED,
  },
  {
    id: 'mastodon',
    label: 'Mastodon',
    base: 'https://{instance}/share',
    // One parameter: with `url` beside it, a link that began with a line end broke some servers.
    parameters: { text: 'text url' },
    limit: { count: 'characters', max: 500, parameter: 'text' },
    permission: opensForm('Your Mastodon server'),
    status: 'observed',
    source: ['https://github.com/mastodon/mastodon/blob/main/app/controllers/shares_controller.rb'],
    checkedOn: CHECKED,
  },
  {
    id: 'whatsapp',
    label: 'WhatsApp',
    base: 'https://wa.me/',
    parameters: { text: 'text url' },
    permission: opensApp('WhatsApp'),
    status: 'observed',
    source: ['https://faq.whatsapp.com/5913398998672934'],
    checkedOn: CHECKED,
  },
  {
    id: 'telegram',
    label: 'Telegram',
    base: 'https://t.me/share/url',
    parameters: { url: 'url', text: 'text' },
    permission: opensApp('Telegram'),
    status: 'documented',
    source: ['https://core.telegram.org/widgets/share'],
    checkedOn: CHECKED,
  },
  {
    id: 'reddit',
    label: 'Reddit',
    base: 'https://www.reddit.com/submit',
    parameters: { url: 'url', title: 'text' },
    limit: { count: 'characters', max: 300, parameter: 'title' },
    permission: opensForm('Reddit'),
    status: 'unverified',
    source: ['https://www.reddit.com/submit'],
    checkedOn: CHECKED,
  },
  {
    id: 'xing',
    label: 'XING',
    base: 'https://www.xing.com/spi/shares/new',
    parameters: { url: 'url' },
    permission: opensForm('XING'),
    warnings: ['Whether XING still offers this form could not be confirmed; copy the link if it does not open.'],
    status: 'unverified',
    source: ['https://dev.xing.com/plugins/share_button'],
    checkedOn: CHECKED,
  },
  {
    id: 'email',
    label: 'E-mail',
    base: 'mailto:',
    parameters: { subject: 'subject', body: 'text newline url' },
    limit: { count: 'characters', max: 1200, parameter: 'body' },
    permission: opensApp('your mail program'),
    warnings: ['Nothing happens where no mail program is set up; copy the text instead.'],
    status: 'documented',
    source: ['https://www.rfc-editor.org/rfc/rfc6068'],
    checkedOn: CHECKED,
  },
  {
    id: 'sms',
    label: 'Text message',
    // `?&` is read by Android and iOS alike.
    base: 'sms:?&',
    parameters: { body: 'text url' },
    limit: { count: 'characters', max: 459, parameter: 'body' },
    permission: opensApp('your messages'),
    status: 'unverified',
    source: ['https://www.rfc-editor.org/rfc/rfc5724'],
    checkedOn: CHECKED,
  },
]
