import type { ArchiveTexts } from '../en/types.js'

export const archive: ArchiveTexts = {
  issued: 'ausgestellt von {issuer} am {date}',
  until: 'gültig bis {date}',
  notInForce: 'Hinweis: Dieser Badge ist nicht gültig ({state}).',
  yours:
    'Das ist Ihr Badge, und er gehört Ihnen auf Dauer: Alle können diese Dateien prüfen, auch wenn es den Aussteller oder die Website nicht mehr gibt.',
  signed: 'der signierte Badge selbst; Wallets und Backpacks können ihn importieren',
  jwt: 'derselbe Badge in anderer Form, für Programme, die ein JWT verlangen',
  picture: 'das Bild mit dem Badge darin; senden Sie es als Datei',
  certificate: 'zum Ausdrucken, mit dem Badge als Anlage',
  cards: 'Bilder für Beiträge, Storys und Bildschirme (mit Beschreibungen in alt-text.txt)',
  snippets: 'Texte für Lebenslauf, Portfolio und E-Mail-Signatur',
  links: 'Links, die einen fertig geschriebenen Beitrag öffnen',
  goodToKnow: 'Gut zu wissen',
  stripped:
    'Netzwerke und Smartphones entfernen den Badge oft aus einem Bild, wenn sie es speichern. Der QR-Code auf Zertifikat und Karten führt zum Badge zurück:',
  verify: 'Zum Prüfen öffnen Sie diese Seite oder führen Sie diesen Befehl aus: {command}',
  keep: 'Bewahren Sie eine Kopie dieses Archivs an einem sicheren Ort auf.',
  page: 'Seite des Badges',
  expired: 'abgelaufen',
  revoked: 'widerrufen',
  suspended: 'ausgesetzt',
  replaced: 'durch ein anderes ersetzt',
}
