/** What the README in an archive says, a line for each. Places in braces are filled in. */
export const archive = {
  issued: 'issued by {issuer} on {date}',
  until: 'valid to {date}',
  notInForce: 'Please note: this badge is not valid ({state}).',
  yours:
    'This is your badge. It is yours to keep: anyone can verify these files, even when the issuer or the website is gone.',
  signed: 'the signed badge itself; wallets and backpacks import it',
  jwt: 'the same badge in another form, for programs that ask for a JWT',
  picture: 'the picture with the badge inside; send it as a file',
  certificate: 'to print, with the badge attached to it',
  cards: 'pictures for posts, stories and screens (with their descriptions in alt-text.txt)',
  snippets: 'text for your résumé, portfolio and e-mail signature',
  links: 'links that open a post, already written',
  goodToKnow: 'Good to know',
  stripped:
    'Networks and phones often strip the badge from a picture when they store it. The QR code on the certificate and on cards leads back to the badge:',
  verify: 'To verify, open that page, or run: {command}',
  keep: 'Keep a copy of this archive somewhere safe.',
  page: 'Page of the badge',
  expired: 'expired',
  revoked: 'revoked',
  suspended: 'suspended',
  replaced: 'replaced by another one',
} as const
