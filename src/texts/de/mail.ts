import type { MailLanguage } from '../types.js'

export const mail: MailLanguage = {
  common: {
    greeting: 'Guten Tag {name},',
    greetingWithoutName: 'Guten Tag,',
    linkBelow: 'Falls die Schaltfläche nicht funktioniert, öffnen Sie diese Adresse:',
    whySent: 'Sie erhalten diese Nachricht, weil {issuer} Ihre Adresse angegeben hat.',
    whySentAsked:
      'Sie erhalten diese Nachricht, weil jemand hier Ihre Adresse eingegeben hat. Waren Sie das nicht, brauchen Sie nichts zu tun.',
    unsubscribe: 'Keine Erinnerungen mehr',
    pictureAlt: 'Abzeichen: {badge}',
  },
  kinds: {
    offer: {
      subject: '{issuer} verleiht Ihnen das Abzeichen „{badge}“',
      preheader: 'Sehen Sie es an und entscheiden Sie, ob Sie es behalten.',
      body: [
        '{issuer} verleiht Ihnen das digitale Abzeichen „{badge}“.',
        'Sehen Sie es an. Sie entscheiden, ob Sie es behalten; niemand sieht es, wenn Sie das nicht wollen.',
      ],
      button: 'Abzeichen ansehen',
      after: ['Der Link ist nur für Sie. Er gilt bis {date}.'],
    },
    reminder: {
      subject: 'Erinnerung: Das Abzeichen „{badge}“ wartet auf Sie',
      preheader: 'Sie haben sich noch nicht entschieden.',
      body: [
        '{issuer} hat Ihnen das digitale Abzeichen „{badge}“ verliehen, und Sie haben noch nicht entschieden, ob Sie es behalten.',
      ],
      button: 'Abzeichen ansehen',
      after: ['Der Link ist nur für Sie. Er gilt bis {date}.'],
    },
    'auto-accepted': {
      subject: 'Das Abzeichen „{badge}“ ist jetzt bei Ihren',
      preheader: 'Wie Sie es für Abzeichen von {issuer} wollten.',
      body: [
        '{issuer} hat Ihnen das digitale Abzeichen „{badge}“ verliehen. Es wurde zu Ihren Abzeichen gelegt, wie Sie es für diesen Aussteller wollten.',
        'Niemand sonst sieht es. Wenn Sie es nicht wollen, nehmen Sie das hier zurück.',
      ],
      button: 'Zurücknehmen',
    },
    expiring: {
      subject: 'Ihr Abzeichen „{badge}“ läuft bald ab',
      preheader: 'Es gilt bis {date}.',
      body: [
        'Ihr Abzeichen „{badge}“ von {issuer} läuft in {days, plural, one {einem Tag} other {# Tagen}} ab, am {date}.',
        'Ob es sich verlängern lässt, sagt Ihnen {issuer}.',
      ],
      button: 'Zum Abzeichen',
    },
    revoked: {
      subject: 'Das Abzeichen „{badge}“ wurde widerrufen',
      preheader: '{issuer} hat es zurückgenommen.',
      body: [
        '{issuer} hat das Abzeichen „{badge}“ widerrufen. Es gilt nicht mehr.',
        'Als Grund ist angegeben: {reason}',
      ],
    },
    replaced: {
      subject: 'Das Abzeichen „{badge}“ wurde berichtigt',
      preheader: 'Ein neues tritt an seine Stelle.',
      body: ['{issuer} hat Ihr Abzeichen „{badge}“ durch ein berichtigtes ersetzt. Das alte gilt nicht mehr.'],
      button: 'Zum neuen Abzeichen',
    },
    links: {
      subject: 'Ihre Abzeichen',
      preheader: 'Der Link, um den Sie gebeten haben.',
      body: [
        'Für diese Adresse {count, plural, one {liegt ein Abzeichen} other {liegen # Abzeichen}} bereit. Dieser Link führt Sie hin.',
      ],
      button: 'Zu meinen Abzeichen',
      after: ['Der Link ist nur für Sie und gilt einmal, eine Stunde lang.'],
    },
    code: {
      subject: 'Ihr Code: {code}',
      preheader: 'Damit nehmen Sie Ihr Abzeichen entgegen.',
      body: [
        'Geben Sie diesen Code auf der Seite Ihres Abzeichens ein: {code}',
        'Er gilt zehn Minuten. Geben Sie ihn niemandem weiter.',
      ],
    },
    'confirm-address': {
      subject: 'Bestätigen Sie Ihre Adresse',
      preheader: 'Ein Schritt fehlt noch.',
      body: ['Bestätigen Sie, dass diese Adresse Ihre ist; dann kommen Abzeichen für sie in Ihr Konto.'],
      button: 'Adresse bestätigen',
      after: ['Der Link gilt einen Tag.'],
    },
    recovery: {
      subject: 'Zurück zu Ihren Abzeichen',
      preheader: 'Mit einer neuen Adresse.',
      body: ['Mit diesem Link wird diese Adresse die Ihres Kontos, und Sie haben Ihre Abzeichen wieder.'],
      button: 'Diese Adresse verwenden',
      after: ['Der Link gilt einen Tag.'],
    },
    'application-received': {
      subject: 'Ihr Antrag ist da: {form}',
      preheader: 'Jemand wird ihn ansehen.',
      body: ['Ihr Antrag „{form}“ ist angekommen. Sie hören von uns.'],
      button: 'Antrag ansehen',
    },
    'application-question': {
      subject: 'Eine Frage zu Ihrem Antrag: {form}',
      preheader: 'Bitte beantworten Sie sie.',
      body: ['Zu Ihrem Antrag „{form}“ gibt es eine Frage:', '{remark}'],
      button: 'Antworten',
    },
    'application-rejected': {
      subject: 'Ihr Antrag: {form}',
      preheader: 'Es gibt eine Entscheidung.',
      body: ['Ihr Antrag „{form}“ hatte keinen Erfolg.', '{remark}'],
      button: 'Antrag ansehen',
    },
  },
}
