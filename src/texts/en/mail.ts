import type { MessageText } from './message-text.js'

/** What messages say, by mail and in the inboxes of applications. */
export const mail = {
  common: {
    greeting: 'Hello {name},',
    greetingWithoutName: 'Hello,',
    linkBelow: 'If the button does not work, open this address:',
    whySent: 'You receive this message because {issuer} awarded you a badge.',
    whySentAsked:
      'You receive this message because somebody entered your address here. If that was not you, please ignore it.',
    whySentGuardian: 'You receive this message because {issuer} named you as a parent or guardian.',
    whySentAccount: 'You receive this message because this address belongs to an account at {issuer}.',
    unsubscribe: 'Stop reminders',
    pictureAlt: 'Badge: {badge}',
    imprint: 'Imprint',
    privacy: 'Privacy',
    help: 'Help and frequent questions',
    contact: 'If you have a question, reply to this message.',
    whySentContact: 'You receive this message because replies to {issuer} go to this address.',
  },
  kinds: {
    offer: {
      subject: '{issuer} awards you the badge “{badge}”',
      preheader: 'Have a look and decide whether you want to keep it.',
      body: [
        '{issuer} awards you the digital badge “{badge}”.',
        'Have a look at it. You decide whether to keep it; nobody sees it unless you want that.',
      ],
      button: 'Look at the badge',
      after: ['The link is for you alone. It works until {date}.'],
    },
    reminder: {
      subject: 'Reminder: the badge “{badge}” is waiting for you',
      preheader: 'You have not decided yet.',
      body: ['{issuer} has awarded you the digital badge “{badge}”, and you have not decided yet whether to keep it.'],
      button: 'Look at the badge',
      after: ['The link is for you alone. It works until {date}.'],
    },
    'auto-accepted': {
      subject: 'The badge “{badge}” was added to your collection',
      preheader: 'It was accepted automatically, as you have set for badges of {issuer}.',
      body: [
        '{issuer} has awarded you the digital badge “{badge}”. It was accepted automatically, as you have set for this issuer.',
        'Nobody else can see it. If you do not want it, you can undo this here.',
      ],
      button: 'Undo',
    },
    expiring: {
      subject: 'Your badge “{badge}” expires soon',
      preheader: 'It is valid until {date}.',
      body: [
        'Your badge “{badge}” by {issuer} expires in {days, plural, one {one day} other {# days}}, on {date}.',
        'Please ask {issuer} whether it can be renewed.',
      ],
      button: 'To the badge',
    },
    expired: {
      subject: 'The badge “{badge}” has expired',
      preheader: 'It was not claimed in time.',
      body: [
        '{issuer} awarded you the badge “{badge}”. It was valid until {date} and expired before you claimed it, so its link no longer works.',
        'Please ask {issuer} whether it can be issued again.',
      ],
    },
    revoked: {
      subject: 'The badge “{badge}” was revoked',
      preheader: '{issuer} has revoked it.',
      body: ['{issuer} has revoked the badge “{badge}”. It is no longer valid.', 'The reason given: {reason}'],
    },
    replaced: {
      subject: 'The badge “{badge}” was corrected',
      preheader: 'A new badge replaces it.',
      body: ['{issuer} has replaced your badge “{badge}” with a corrected one. The old one is no longer valid.'],
      button: 'To the new badge',
    },
    links: {
      subject: 'Your badges',
      preheader: 'The link you asked for.',
      body: [
        '{count, plural, one {One badge is} other {# badges are}} kept for this address. This link takes you there.',
      ],
      button: 'To my badges',
      after: ['The link is for you alone. It works once, within one hour.'],
    },
    code: {
      subject: 'Your code for the badge',
      preheader: 'To claim your badge.',
      body: [
        'Enter this code on the page of your badge: {code}',
        'It works for ten minutes. Do not share it with anyone.',
      ],
    },
    'confirm-address': {
      subject: 'Confirm your address',
      preheader: 'One step remains.',
      body: ['Please confirm that this address is yours. Badges sent to it will then be added to your account.'],
      button: 'Confirm the address',
      after: ['The link works for one day.'],
    },
    'confirm-claim': {
      subject: 'Does this address belong to the account?',
      preheader: 'Somebody who is signed in claimed your badge “{badge}”.',
      body: [
        'The badge “{badge}” by {issuer} was sent to this address. Somebody who is signed in to an account with another address has claimed it.',
        'If that was you, confirm that this address belongs to your account, too. If not, do nothing: the address stays yours, and the next badge is offered to you here.',
      ],
      button: 'Look at the account',
      after: ['The link works for one day.'],
    },
    'guardian-request': {
      subject: 'Your decision about badges for {child}',
      preheader: '{issuer} asks for your consent.',
      body: [
        '{issuer} would like to award digital badges to {child}, who is under age. So you decide first.',
        'The page says what it is about. Until you allow it, {child} cannot claim a badge, and nobody sees one.',
      ],
      button: 'Look and decide',
      after: ['The link is for you alone. It works until {date}; from then on, {child} decides.'],
    },
    'guardian-answer': {
      subject: 'Your decision for {child} is saved',
      preheader: 'You can change it at any time.',
      body: [
        'Your decision about the badges of {child} is saved and in effect.',
        'With this link you can look at it, change it or withdraw your consent, at any time.',
      ],
      button: 'To your decision',
      after: ['The link is for you alone. It works until {date}; from then on, {child} decides.'],
    },
    recovery: {
      subject: 'Back to your badges',
      preheader: 'With a new address.',
      body: ['With this link, this address becomes the address of your account, and you can use your badges again.'],
      button: 'Use this address',
      after: ['The link works for one day.'],
    },
    'address-removed': {
      subject: 'Your address was removed from an account',
      preheader: 'If it was not you, bring it back.',
      body: [
        'This address was removed from your account at {issuer}. It is no longer possible to sign in with it there.',
        'If it was you, there is nothing to do. If not, bring the address back with this link: everybody is signed out of the account.',
      ],
      button: 'Look and bring it back',
      after: ['The link is for you alone. It works once, until {date}.'],
    },
    'account-changed': {
      subject: 'Your account was changed',
      preheader: 'How one gets into it is different now.',
      body: [
        'The ways into your account at {issuer} were changed: an address was added, removed or brought back, or recovery codes were created.',
        'If it was not you, sign in with a link by mail and look through your account.',
      ],
      button: 'Open my account',
    },
    'passkey-added': {
      subject: 'A passkey was added to your account',
      preheader: 'You can sign in with it from now on.',
      body: [
        'A passkey was added to your account at {issuer}. Anyone who uses the device with it can sign in to the account.',
        'If it was not you, remove the passkey: sign in with a link by mail and open your account.',
      ],
      button: 'Open my account',
    },
    'passkey-removed': {
      subject: 'A passkey was removed from your account',
      preheader: 'Nobody can sign in with it any more.',
      body: [
        'A passkey was removed from your account at {issuer}. Nobody can sign in with it any more.',
        'If it was not you, look through your account: sign in with a link by mail and open it.',
      ],
      button: 'Open my account',
    },
    'application-received': {
      subject: 'We have your application: {form}',
      preheader: 'It will be reviewed.',
      body: ['We have received your application “{form}”. You will hear from us.'],
      button: 'Look at the application',
    },
    'application-question': {
      subject: 'A question about your application: {form}',
      preheader: 'Please answer.',
      body: ['We have a question about your application “{form}”:', '{remark}'],
      button: 'Answer',
    },
    'application-rejected': {
      subject: 'Your application: {form}',
      preheader: 'There is a decision.',
      body: ['Your application “{form}” was not successful.', '{remark}'],
      button: 'Look at the application',
    },
    'staff-invitation': {
      subject: 'You now have access to the badges of {issuer}',
      preheader: 'This link signs you in.',
      body: [
        'A colleague has given you access to the badges of {issuer}. This link signs you in; no password is needed.',
      ],
      button: 'Sign in',
      after: [
        'The link is for you alone. It works once, within three days. After that you can ask for a new one at any time.',
      ],
    },
    'staff-link': {
      subject: 'Your sign-in link',
      preheader: 'The link you asked for.',
      body: ['This link signs you in to manage the badges of {issuer}.'],
      button: 'Sign in',
      after: ['The link is for you alone. It works once, within one hour.'],
    },
    'problem-reported': {
      subject: 'A problem was reported',
      preheader: 'Somebody wrote to you on the pages of {issuer}.',
      body: ['Somebody has reported a problem on the pages of {issuer}. You can read it after signing in.'],
      button: 'Read the report',
    },
    test: {
      subject: 'Test message from {issuer}',
      preheader: 'This is how mail from here looks.',
      body: [
        'This is how mail of {issuer} looks: its name, logo and colour are those of the pages.',
        'It has arrived, so the sender works. Answer it once to see where answers go.',
      ],
      button: 'Open the pages',
    },
  } satisfies Record<string, MessageText>,
}
