import type { ArchiveTexts } from '../en/types.js'

export const archive: ArchiveTexts = {
  issued: 'délivré par {issuer} le {date}',
  until: 'valable jusqu’au {date}',
  notInForce: 'Remarque\u00a0: ce badge n’est pas valable ({state}).',
  yours:
    'Ceci est votre badge, et il est à vous pour toujours\u00a0: chacun peut vérifier ces fichiers, même si l’émetteur ou le site n’existe plus.',
  signed: 'le badge signé lui-même\u00a0; les portefeuilles et sacs à dos numériques l’importent',
  jwt: 'le même badge sous une autre forme, pour les programmes qui demandent un JWT',
  picture: 'l’image qui contient le badge\u00a0; envoyez-la en tant que fichier',
  certificate: 'à imprimer, avec le badge en pièce jointe',
  cards: 'des images pour publications, stories et écrans (avec leurs descriptions dans alt-text.txt)',
  snippets: 'des textes pour votre CV, votre portfolio et votre signature d’e-mail',
  links: 'des liens qui ouvrent une publication déjà écrite',
  goodToKnow: 'Bon à savoir',
  stripped:
    'Les réseaux et les téléphones retirent souvent le badge d’une image quand ils l’enregistrent. Le code QR du certificat et des cartes ramène au badge\u00a0:',
  verify: 'Pour vérifier, ouvrez cette page, ou exécutez\u00a0: {command}',
  keep: 'Conservez une copie de cette archive en lieu sûr.',
  page: 'Page du badge',
  expired: 'expiré',
  revoked: 'révoqué',
  suspended: 'suspendu',
  replaced: 'remplacé par un autre',
}
