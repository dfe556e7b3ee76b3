import type { MessageText } from '../types.js'

/** What messages say, by mail and in the inboxes of applications. */
export const mail = {
  common: {
    greeting: 'Hello {name},',
    greetingWithoutName: 'Hello,',
    linkBelow: 'If the button does not work, open this address:',
    whySent: 'You get this message because {issuer} entered your address.',
    whySentAsked: 'You get this message because somebody entered your address here. If it was not you, ignore it.',
    unsubscribe: 'No more reminders',
    pictureAlt: 'Badge: {badge}',
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
      subject: 'The badge “{badge}” was added to yours',
      preheader: 'As you asked for badges of {issuer}.',
      body: [
        '{issuer} has awarded you the digital badge “{badge}”. It was added to your badges, as you asked for this issuer.',
        'Nobody else sees it. If you do not want it, take that back here.',
      ],
      button: 'Take it back',
    },
    expiring: {
      subject: 'Your badge “{badge}” expires soon',
      preheader: 'It is valid until {date}.',
      body: [
        'Your badge “{badge}” by {issuer} expires in {days, plural, one {one day} other {# days}}, on {date}.',
        'Whether it can be renewed is for {issuer} to say.',
      ],
      button: 'To the badge',
    },
    revoked: {
      subject: 'The badge “{badge}” was revoked',
      preheader: '{issuer} has taken it back.',
      body: ['{issuer} has revoked the badge “{badge}”. It is no longer valid.', 'The reason given: {reason}'],
    },
    replaced: {
      subject: 'The badge “{badge}” was corrected',
      preheader: 'A new one takes its place.',
      body: ['{issuer} has replaced your badge “{badge}” by a corrected one. The old one is no longer valid.'],
      button: 'To the new badge',
    },
    links: {
      subject: 'Your badges',
      preheader: 'The link that you asked for.',
      body: [
        '{count, plural, one {One badge is} other {# badges are}} kept for this address. This link takes you there.',
      ],
      button: 'To my badges',
      after: ['The link is for you alone, and works once, for one hour.'],
    },
    code: {
      subject: 'Your code: {code}',
      preheader: 'To claim your badge.',
      body: ['Type this code on the page of your badge: {code}', 'It works for ten minutes. Pass it on to nobody.'],
    },
    'confirm-address': {
      subject: 'Confirm your address',
      preheader: 'One step is left.',
      body: ['Confirm that this address is yours, and badges that are sent to it come to your account.'],
      button: 'Confirm the address',
      after: ['The link works for one day.'],
    },
    recovery: {
      subject: 'Back to your badges',
      preheader: 'With a new address.',
      body: ['With this link, this address becomes that of your account, and you have your badges again.'],
      button: 'Use this address',
      after: ['The link works for one day.'],
    },
    'application-received': {
      subject: 'We have your application: {form}',
      preheader: 'Somebody will look at it.',
      body: ['Your application “{form}” has arrived. You will hear from us.'],
      button: 'Look at the application',
    },
    'application-question': {
      subject: 'A question about your application: {form}',
      preheader: 'Please answer it.',
      body: ['There is a question about your application “{form}”:', '{remark}'],
      button: 'Answer',
    },
    'application-rejected': {
      subject: 'Your application: {form}',
      preheader: 'There is a decision.',
      body: ['Your application “{form}” was not successful.', '{remark}'],
      button: 'Look at the application',
    },
  } satisfies Record<string, MessageText>,
}
