import type { ShareTexts } from '../en/types.js'

export const share: ShareTexts = {
  'state.expired': 'Abgelaufen',
  'state.revoked': 'Widerrufen',
  'state.suspended': 'Ausgesetzt',
  'state.replaced': 'Ersetzt',
  'state.labelled': '{label}: {text}',

  'card.issued': 'Ausgestellt am {date}',
  'card.until': 'gültig bis {date}',
  'card.awardedTo': 'Verliehen an {name}',
  'card.alt': 'Digitaler Badge „{name}“, ausgestellt von {issuer}.',
  'card.altCode': 'Der QR-Code führt zu {url}',
  'card.sentence': '{text}.',

  'preview.by': 'Digitaler Badge, ausgestellt von {issuer}.',
  'preview.verify': 'Diesen Badge prüfen',
  'preview.unavailable': 'Dieser Badge ist nicht verfügbar.',
  'preview.picture': 'Badge: {name}',

  'entry.verify': 'Prüfen unter',
  'entry.line': '{title} — {issuer}, {date}. {verify}',
  'entry.until': 'Gültig bis {date}',
  'entry.kind': 'Digitaler Badge (Open Badges 3.0)',
  'entry.picture': 'Badge: {name}',

  'share.mine': 'Ich habe den Badge „{name}“ von {issuer} erhalten.',
  'share.others': '„{name}“, ein digitaler Badge von {issuer}.',
  'share.linkedin': 'Zum LinkedIn-Profil hinzufügen',
  'share.linkedinPost': 'Auf LinkedIn posten',
  'share.email': 'Per E-Mail senden',
  'share.sms': 'Per SMS senden',
  'share.copyLink': 'Link kopieren',
  'share.device': 'Mit einer App teilen …',
  'share.server': 'Ihr {name}-Server',
  'share.expect.profile':
    'LinkedIn öffnet das Formular für Zertifikate. Sie melden sich an, prüfen die Felder und speichern.',
  'share.expect.form': '{name} öffnet sich mit dem Beitrag. Eventuell müssen Sie sich dort zuerst anmelden.',
  'share.expect.app':
    'Ihr Gerät fragt eventuell, ob es eine App öffnen soll ({name}). Danach wählen Sie die Empfänger.',
  'share.expect.sheet': 'Das Teilen-Menü Ihres Geräts öffnet sich. Sie wählen eine App oder schließen es wieder.',
  'share.expect.clipboard':
    'Die meisten Browser kopieren ohne Rückfrage. Manche bitten um Zugriff auf die Zwischenablage.',
  'share.expect.picture':
    'Auf dem Smartphone öffnet sich das Teilen-Menü mit dem Bild. Wählen Sie {name} und fügen Sie dort den Text ein.',
  'share.refused.profile':
    'Wenn Sie das Formular schließen, wird nichts hinzugefügt. Sie können Ihr Profil selbst öffnen und die Felder unten kopieren.',
  'share.refused.form':
    'Wenn Sie das Fenster schließen, wird nichts veröffentlicht. Sie können stattdessen Link und Text kopieren.',
  'share.refused.app':
    'Wenn Sie ablehnen oder die App nicht haben, wird nichts gesendet. Sie können stattdessen Link und Text kopieren.',
  'share.refused.sheet':
    'Wenn Sie das Menü schließen, wird nichts geteilt. Falls es kein solches Menü gibt, nutzen Sie die Links hier.',
  'share.refused.clipboard': 'Wird der Zugriff verweigert, ist der Text markiert und Sie können ihn selbst kopieren.',
  'share.refused.picture':
    'Falls das nicht funktioniert, laden Sie unten das quadratische oder das hochformatige Bild herunter und kopieren den Text.',
  'share.note.state': 'Bitte beachten Sie den Status dieses Badges: {state}.',
  'share.note.profile': 'LinkedIn füllt die Felder nicht immer aus. Kopieren Sie die Felder, die leer bleiben.',
  'share.note.linkOnly': '{name} übernimmt nur den Link. Fügen Sie den Text selbst ein.',
  'share.note.unsure':
    '{name} bietet dieses Formular eventuell nicht mehr an. Falls es sich nicht öffnet, kopieren Sie den Link.',
  'share.note.mail': 'Ohne eingerichtetes Mailprogramm passiert nichts. Kopieren Sie dann den Text.',
  'share.note.caption': 'Links in Bildunterschriften lassen sich nicht öffnen. Das Bild enthält einen QR-Code.',
  'share.note.cut': 'Der Text wurde auf die Länge gekürzt, die {name} zulässt.',
  'share.field.text': 'Beitragstext',
  'share.field.caption': 'Bildunterschrift',
  'share.field.name': 'Name des Badges',
  'share.field.issuer': 'Ausstellende Organisation',
  'share.field.issued': 'Ausstellungsdatum',
  'share.field.expires': 'Ablaufdatum',
  'share.field.id': 'Nachweis-ID',
  'share.field.url': 'Nachweis-URL',
}
