import type { MailLanguage } from '../en/types.js'

export const mail: MailLanguage = {
  common: {
    greeting: 'Guten Tag {name},',
    greetingWithoutName: 'Guten Tag,',
    linkBelow: 'Falls die Schaltfläche nicht funktioniert, öffnen Sie diese Adresse:',
    whySent: 'Sie erhalten diese Nachricht, weil {issuer} Ihnen einen Badge verliehen hat.',
    whySentAsked:
      'Sie erhalten diese Nachricht, weil Ihre Adresse hier eingegeben wurde. Falls Sie das nicht waren, brauchen Sie nichts zu tun.',
    whySentGuardian: 'Sie erhalten diese Nachricht, weil {issuer} Sie als erziehungsberechtigte Person angegeben hat.',
    whySentAccount: 'Sie erhalten diese Nachricht, weil diese Adresse zu einem Konto bei {issuer} gehört.',
    unsubscribe: 'Keine Erinnerungen mehr',
    pictureAlt: 'Badge: {badge}',
    imprint: 'Impressum',
    privacy: 'Datenschutz',
    help: 'Hilfe und häufige Fragen',
    contact: 'Bei Fragen antworten Sie einfach auf diese Nachricht.',
    whySentContact: 'Sie erhalten diese Nachricht, weil Antworten an {issuer} an diese Adresse gehen.',
  },
  kinds: {
    offer: {
      subject: '{issuer} verleiht Ihnen den Badge „{badge}“',
      preheader: 'Sehen Sie ihn an und entscheiden Sie, ob Sie ihn annehmen.',
      body: [
        '{issuer} verleiht Ihnen den digitalen Badge „{badge}“.',
        'Sehen Sie ihn an und entscheiden Sie, ob Sie ihn annehmen. Niemand sieht ihn, solange Sie das nicht möchten.',
      ],
      button: 'Badge ansehen',
      after: ['Der Link ist nur für Sie bestimmt. Er gilt bis zum {date}.'],
    },
    reminder: {
      subject: 'Erinnerung: Der Badge „{badge}“ wartet auf Sie',
      preheader: 'Sie haben sich noch nicht entschieden.',
      body: [
        '{issuer} hat Ihnen den digitalen Badge „{badge}“ verliehen. Sie haben noch nicht entschieden, ob Sie ihn annehmen.',
      ],
      button: 'Badge ansehen',
      after: ['Der Link ist nur für Sie bestimmt. Er gilt bis zum {date}.'],
    },
    'auto-accepted': {
      subject: 'Der Badge „{badge}“ wurde Ihrer Sammlung hinzugefügt',
      preheader: 'Automatisch angenommen, wie von Ihnen für Badges von {issuer} eingestellt.',
      body: [
        '{issuer} hat Ihnen den digitalen Badge „{badge}“ verliehen. Wie von Ihnen eingestellt, wurde er automatisch angenommen.',
        'Niemand sonst sieht ihn. Falls Sie ihn nicht möchten, können Sie das hier rückgängig machen.',
      ],
      button: 'Rückgängig machen',
    },
    expiring: {
      subject: 'Ihr Badge „{badge}“ läuft bald ab',
      preheader: 'Er ist gültig bis {date}.',
      body: [
        'Ihr Badge „{badge}“ von {issuer} läuft in {days, plural, one {einem Tag} other {# Tagen}} ab, am {date}.',
        'Ob er verlängert werden kann, erfahren Sie bei {issuer}.',
      ],
      button: 'Zum Badge',
    },
    expired: {
      subject: 'Der Badge „{badge}“ ist abgelaufen',
      preheader: 'Er wurde nicht rechtzeitig abgeholt.',
      body: [
        '{issuer} hat Ihnen den Badge „{badge}“ verliehen. Er war bis {date} gültig und ist abgelaufen, bevor Sie ihn abgeholt haben; sein Link funktioniert nicht mehr.',
        'Fragen Sie bitte {issuer}, ob er neu ausgestellt werden kann.',
      ],
    },
    revoked: {
      subject: 'Der Badge „{badge}“ wurde widerrufen',
      preheader: '{issuer} hat ihn widerrufen.',
      body: ['{issuer} hat den Badge „{badge}“ widerrufen. Er ist nicht mehr gültig.', 'Angegebener Grund: {reason}'],
    },
    replaced: {
      subject: 'Der Badge „{badge}“ wurde berichtigt',
      preheader: 'Ein neuer Badge ersetzt ihn.',
      body: ['{issuer} hat Ihren Badge „{badge}“ durch einen berichtigten ersetzt. Der alte ist nicht mehr gültig.'],
      button: 'Zum neuen Badge',
    },
    links: {
      subject: 'Ihre Badges',
      preheader: 'Der Link, den Sie angefordert haben.',
      body: [
        'Für diese Adresse {count, plural, one {liegt ein Badge} other {liegen # Badges}} bereit. Dieser Link führt Sie dorthin.',
      ],
      button: 'Zu meinen Badges',
      after: ['Der Link ist nur für Sie bestimmt. Er gilt einmal, eine Stunde lang.'],
    },
    code: {
      subject: 'Ihr Code für den Badge',
      preheader: 'Damit nehmen Sie Ihren Badge entgegen.',
      body: [
        'Geben Sie diesen Code auf der Seite Ihres Badges ein: {code}',
        'Er gilt zehn Minuten. Geben Sie ihn nicht weiter.',
      ],
    },
    'confirm-address': {
      subject: 'Bestätigen Sie Ihre Adresse',
      preheader: 'Ein Schritt fehlt noch.',
      body: [
        'Bitte bestätigen Sie, dass diese Adresse Ihnen gehört. Badges für diese Adresse werden dann Ihrem Konto hinzugefügt.',
      ],
      button: 'Adresse bestätigen',
      after: ['Der Link gilt einen Tag.'],
    },
    'confirm-claim': {
      subject: 'Gehört diese Adresse zu dem Konto?',
      preheader: 'Jemand, der angemeldet ist, hat Ihren Badge „{badge}“ abgeholt.',
      body: [
        'Der Badge „{badge}“ von {issuer} wurde an diese Adresse geschickt. Jemand, der mit einem Konto unter einer anderen Adresse angemeldet ist, hat ihn abgeholt.',
        'Waren Sie das, dann bestätigen Sie, dass auch diese Adresse zu Ihrem Konto gehört. Wenn nicht, tun Sie nichts: Die Adresse bleibt Ihre, und der nächste Badge wird Ihnen hier angeboten.',
      ],
      button: 'Das Konto ansehen',
      after: ['Der Link funktioniert einen Tag lang.'],
    },
    'guardian-request': {
      subject: 'Ihre Entscheidung über Badges für {child}',
      preheader: '{issuer} bittet um Ihre Einwilligung.',
      body: [
        '{issuer} möchte {child} digitale Badges verleihen. {child} ist minderjährig, deshalb entscheiden Sie zuerst.',
        'Auf der Seite steht, worum es geht. Solange Sie nicht zustimmen, kann {child} keinen Badge annehmen, und niemand sieht einen.',
      ],
      button: 'Ansehen und entscheiden',
      after: ['Der Link ist nur für Sie. Er gilt bis {date}; ab dann entscheidet {child}.'],
    },
    'guardian-answer': {
      subject: 'Ihre Entscheidung für {child} ist gespeichert',
      preheader: 'Sie können sie jederzeit ändern.',
      body: [
        'Ihre Entscheidung über die Badges von {child} ist gespeichert und gilt ab sofort.',
        'Mit diesem Link können Sie sie jederzeit ansehen, ändern oder Ihre Einwilligung widerrufen.',
      ],
      button: 'Zu Ihrer Entscheidung',
      after: ['Der Link ist nur für Sie. Er gilt bis {date}; ab dann entscheidet {child}.'],
    },
    recovery: {
      subject: 'Zurück zu Ihren Badges',
      preheader: 'Mit einer neuen Adresse.',
      body: ['Mit diesem Link wird diese Adresse Ihrem Konto zugeordnet, und Sie können Ihre Badges wieder verwenden.'],
      button: 'Diese Adresse verwenden',
      after: ['Der Link gilt einen Tag.'],
    },
    'address-removed': {
      subject: 'Ihre Adresse wurde aus einem Konto entfernt',
      preheader: 'Wenn Sie das nicht waren, holen Sie sie zurück.',
      body: [
        'Diese Adresse wurde aus Ihrem Konto bei {issuer} entfernt. Damit ist dort keine Anmeldung mehr möglich.',
        'Wenn Sie das waren, ist nichts zu tun. Wenn nicht, holen Sie die Adresse mit diesem Link zurück: Alle werden aus dem Konto abgemeldet.',
      ],
      button: 'Ansehen und zurückholen',
      after: ['Der Link ist nur für Sie bestimmt. Er funktioniert einmal, bis {date}.'],
    },
    'account-changed': {
      subject: 'Ihr Konto wurde geändert',
      preheader: 'Die Zugänge zum Konto sind jetzt andere.',
      body: [
        'Die Zugänge zu Ihrem Konto bei {issuer} wurden geändert: Eine Adresse wurde hinzugefügt, entfernt oder zurückgeholt, oder es wurden Wiederherstellungscodes erstellt.',
        'Wenn Sie das nicht waren, melden Sie sich mit einem Link per E-Mail an und sehen Sie Ihr Konto durch.',
      ],
      button: 'Mein Konto öffnen',
    },
    'passkey-added': {
      subject: 'Ihrem Konto wurde ein Passkey hinzugefügt',
      preheader: 'Ab jetzt ist damit eine Anmeldung möglich.',
      body: [
        'Ihrem Konto bei {issuer} wurde ein Passkey hinzugefügt. Wer das Gerät mit diesem Passkey hat, kann sich bei dem Konto anmelden.',
        'Wenn Sie das nicht waren, entfernen Sie den Passkey: Melden Sie sich mit einem Link per E-Mail an und öffnen Sie Ihr Konto.',
      ],
      button: 'Mein Konto öffnen',
    },
    'passkey-removed': {
      subject: 'Aus Ihrem Konto wurde ein Passkey entfernt',
      preheader: 'Damit ist keine Anmeldung mehr möglich.',
      body: [
        'Aus Ihrem Konto bei {issuer} wurde ein Passkey entfernt. Damit ist keine Anmeldung mehr möglich.',
        'Wenn Sie das nicht waren, sehen Sie Ihr Konto durch: Melden Sie sich mit einem Link per E-Mail an und öffnen Sie es.',
      ],
      button: 'Mein Konto öffnen',
    },
    'application-received': {
      subject: 'Wir haben Ihren Antrag erhalten: {form}',
      preheader: 'Er wird geprüft.',
      body: ['Wir haben Ihren Antrag „{form}“ erhalten. Sie hören von uns.'],
      button: 'Antrag ansehen',
    },
    'application-question': {
      subject: 'Eine Frage zu Ihrem Antrag: {form}',
      preheader: 'Wir bitten um Ihre Antwort.',
      body: ['Zu Ihrem Antrag „{form}“ haben wir eine Frage:', '{remark}'],
      button: 'Antworten',
    },
    'application-rejected': {
      subject: 'Ihr Antrag: {form}',
      preheader: 'Es gibt eine Entscheidung.',
      body: ['Ihr Antrag „{form}“ wurde leider nicht angenommen.', '{remark}'],
      button: 'Antrag ansehen',
    },
    'staff-invitation': {
      subject: 'Sie haben jetzt Zugang zu den Badges von {issuer}',
      preheader: 'Mit diesem Link melden Sie sich an.',
      body: [
        'Sie wurden für die Verwaltung der Badges von {issuer} freigeschaltet. Mit diesem Link melden Sie sich an; ein Passwort brauchen Sie nicht.',
      ],
      button: 'Anmelden',
      after: [
        'Der Link ist nur für Sie bestimmt. Er gilt einmal, drei Tage lang. Danach können Sie jederzeit einen neuen anfordern.',
      ],
    },
    'staff-link': {
      subject: 'Ihr Link zum Anmelden',
      preheader: 'Der Link, den Sie angefordert haben.',
      body: ['Mit diesem Link melden Sie sich an, um die Badges von {issuer} zu verwalten.'],
      button: 'Anmelden',
      after: ['Der Link ist nur für Sie bestimmt. Er gilt einmal, eine Stunde lang.'],
    },
    'problem-reported': {
      subject: 'Ein Problem wurde gemeldet',
      preheader: 'Jemand hat Ihnen über die Seiten von {issuer} geschrieben.',
      body: [
        'Auf den Seiten von {issuer} wurde ein Problem gemeldet. Nach der Anmeldung können Sie die Meldung lesen.',
      ],
      button: 'Meldung lesen',
    },
    test: {
      subject: 'Testnachricht von {issuer}',
      preheader: 'So sehen Nachrichten von hier aus.',
      body: [
        'So sehen Nachrichten von {issuer} aus: Name, Logo und Farbe sind die der Seiten.',
        'Sie ist angekommen, also funktioniert der Absender. Antworten Sie einmal darauf, um zu sehen, wo Antworten ankommen.',
      ],
      button: 'Seiten öffnen',
    },
  },
}
