import type { ArchiveTexts } from '../types.js'

export const archive: ArchiveTexts = {
  issued: 'ausgestellt von {issuer} am {date}',
  until: 'gültig bis {date}',
  notInForce: 'Hinweis: Dieses Abzeichen gilt nicht: {state}.',
  yours:
    'Das ist Ihr Abzeichen, und es bleibt Ihres: Jeder kann diese Dateien prüfen, auch wenn es den Aussteller oder die Website nicht mehr gibt.',
  signed: 'das signierte Abzeichen selbst; Wallets und Backpacks importieren es',
  jwt: 'dasselbe Abzeichen in anderer Form, für Programme, die ein JWT verlangen',
  picture: 'das Bild, in dem das Abzeichen steckt; senden Sie es als Datei',
  certificate: 'zum Ausdrucken, mit dem Abzeichen als Anlage',
  cards: 'Bilder für Beiträge, Storys und Bildschirme (mit Beschreibungen in alt-text.txt)',
  snippets: 'Texte für Lebenslauf, Portfolio und E-Mail-Signatur',
  links: 'Links, die einen fertig geschriebenen Beitrag öffnen',
  goodToKnow: 'Gut zu wissen',
  stripped:
    'Netzwerke und Telefone entfernen das Abzeichen oft aus einem Bild, wenn sie es speichern. Der QR-Code auf Urkunde und Karten führt zum Abzeichen zurück:',
  verify: 'Zum Prüfen öffnen Sie diese Seite, oder führen Sie aus: {command}',
  keep: 'Bewahren Sie eine Kopie dieses Archivs an einem sicheren Ort auf.',
  page: 'Seite des Abzeichens',
  expired: 'abgelaufen',
  revoked: 'widerrufen',
  suspended: 'ausgesetzt',
  replaced: 'durch ein anderes ersetzt',
}
