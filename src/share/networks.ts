import type { ShareAction, ShareAdapter, ShareLabels, TextCount } from './types.js'

/** A network whose share form is opened by a link. */
export interface ShareLinkRow {
  readonly id: string
  readonly label: string
  /** Address of the form, without parameters. `{instance}` is the server that the person names. */
  readonly base: string
  /** Parameters that never change. */
  readonly fixed?: Readonly<Record<string, string>>
  /** Where each parameter takes its value from: only what the network really honours. An empty value is left out. */
  readonly parameters: Readonly<
    Record<
      string,
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
    >
  >
  /** Length of one parameter. `linkWeight`: what a link in it, or beside it, counts. */
  readonly limit?: {
    readonly count: TextCount
    readonly max: number
    readonly parameter: string
    readonly linkWeight?: number
  }
  readonly permission: ShareAction['permission']
  readonly warnings?: readonly string[]
  readonly status: ShareAdapter['status']
  readonly source: readonly string[]
  readonly checkedOn: string
}

export type ParameterValue = ShareLinkRow['parameters'][string]

/** A row whose words are those of the language asked for. */
export interface SpokenRow extends Omit<ShareLinkRow, 'label' | 'permission' | 'warnings'> {
  /** What the network is called, in every language. */
  readonly name?: string
  /** Where it has no name, or the label says more. */
  readonly label?: keyof ShareLabels
  /** The form of the network for profiles or posts, or an app of the device. */
  readonly prompt: 'profile' | 'form' | 'app'
  readonly notes?: readonly (keyof ShareLabels)[]
}

/** The day on which the sources below were last read. */
const CHECKED = '2026-11-23'

/**
 * Networks and their links. Networks drop parameters without notice: before changing a row read its source again and
 * renew the date; the conformance cases of `badgewright/testing` hold for every row.
 */
export const shareLinkRows: readonly SpokenRow[] = [
  {
    id: 'linkedin-profile',
    name: 'LinkedIn',
    label: 'linkedin',
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
    prompt: 'profile',
    notes: ['note.profile'],
    status: 'observed',
    source: ['https://addtoprofile.linkedin.com/', 'https://www.linkedin.com/help/linkedin/answer/a528030'],
    checkedOn: CHECKED,
  },
  {
    id: 'linkedin-feed',
    name: 'LinkedIn',
    label: 'linkedinPost',
    base: 'https://www.linkedin.com/sharing/share-offsite/',
    parameters: { url: 'url' },
    prompt: 'form',
    notes: ['note.linkOnly'],
    status: 'observed',
    source: ['https://www.linkedin.com/post-inspector/'],
    checkedOn: CHECKED,
  },
  {
    id: 'facebook',
    name: 'Facebook',
    base: 'https://www.facebook.com/sharer/sharer.php',
    parameters: { u: 'url' },
    prompt: 'form',
    notes: ['note.linkOnly'],
    status: 'observed',
    source: ['https://developers.facebook.com/docs/sharing/webmasters'],
    checkedOn: CHECKED,
  },
  {
    id: 'x',
    name: 'X',
    base: 'https://x.com/intent/tweet',
    parameters: { text: 'text', url: 'url', hashtags: 'hashtags' },
    // A link counts 23 whatever its length, and a blank comes before it.
    limit: { count: 'x-weighted', max: 280, parameter: 'text', linkWeight: 24 },
    prompt: 'form',
    status: 'documented',
    source: ['https://docs.x.com/x-for-websites/post-button/guides/web-intent'],
    checkedOn: CHECKED,
  },
  {
    id: 'threads',
    name: 'Threads',
    base: 'https://www.threads.net/intent/post',
    parameters: { text: 'text', url: 'url' },
    limit: { count: 'characters', max: 500, parameter: 'text' },
    prompt: 'form',
    status: 'documented',
    source: ['https://developers.facebook.com/docs/threads/threads-web-intents'],
    checkedOn: CHECKED,
  },
  {
    id: 'bluesky',
    name: 'Bluesky',
    base: 'https://bsky.app/intent/compose',
    parameters: { text: 'text url' },
    limit: { count: 'graphemes', max: 300, parameter: 'text' },
    prompt: 'form',
    status: 'documented',
    source: ['https://docs.bsky.app/docs/advanced-guides/intent-links'],
    checkedOn: CHECKED,
  },
  {
    id: 'mastodon',
    name: 'Mastodon',
    base: 'https://{instance}/share',
    // One parameter: with `url` beside it, a link that began with a line end broke some servers.
    parameters: { text: 'text url' },
    limit: { count: 'characters', max: 500, parameter: 'text' },
    prompt: 'form',
    status: 'observed',
    source: ['https://github.com/mastodon/mastodon/blob/main/app/controllers/shares_controller.rb'],
    checkedOn: CHECKED,
  },
  {
    id: 'whatsapp',
    name: 'WhatsApp',
    base: 'https://wa.me/',
    parameters: { text: 'text url' },
    prompt: 'app',
    status: 'observed',
    source: ['https://faq.whatsapp.com/5913398998672934'],
    checkedOn: CHECKED,
  },
  {
    id: 'telegram',
    name: 'Telegram',
    base: 'https://t.me/share/url',
    parameters: { url: 'url', text: 'text' },
    prompt: 'app',
    status: 'documented',
    source: ['https://core.telegram.org/widgets/share'],
    checkedOn: CHECKED,
  },
  {
    id: 'reddit',
    name: 'Reddit',
    base: 'https://www.reddit.com/submit',
    parameters: { url: 'url', title: 'text' },
    limit: { count: 'characters', max: 300, parameter: 'title' },
    prompt: 'form',
    status: 'unverified',
    source: ['https://www.reddit.com/submit'],
    checkedOn: CHECKED,
  },
  {
    id: 'xing',
    name: 'XING',
    base: 'https://www.xing.com/spi/shares/new',
    parameters: { url: 'url' },
    prompt: 'form',
    notes: ['note.linkOnly', 'note.unsure'],
    status: 'unverified',
    source: ['https://dev.xing.com/plugins/share_button'],
    checkedOn: CHECKED,
  },
  {
    id: 'email',
    label: 'email',
    base: 'mailto:',
    parameters: { subject: 'subject', body: 'text newline url' },
    limit: { count: 'characters', max: 1200, parameter: 'body' },
    prompt: 'app',
    notes: ['note.mail'],
    status: 'documented',
    source: ['https://www.rfc-editor.org/rfc/rfc6068'],
    checkedOn: CHECKED,
  },
  {
    id: 'sms',
    label: 'sms',
    // `?&` is read by Android and iOS alike.
    base: 'sms:?&',
    parameters: { body: 'text url' },
    limit: { count: 'characters', max: 459, parameter: 'body' },
    prompt: 'app',
    status: 'unverified',
    source: ['https://www.rfc-editor.org/rfc/rfc5724'],
    checkedOn: CHECKED,
  },
]
