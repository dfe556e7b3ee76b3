import type { ShareTexts } from '../en/types.js'

export const share: ShareTexts = {
  'state.expired': 'Expiré',
  'state.revoked': 'Révoqué',
  'state.suspended': 'Suspendu',
  'state.replaced': 'Remplacé',
  'state.labelled': '{label}\u00a0: {text}',

  'card.issued': 'Délivré le {date}',
  'card.until': 'valable jusqu’au {date}',
  'card.awardedTo': 'Décerné à {name}',
  'card.alt': 'Badge numérique «\u00a0{name}\u00a0», délivré par {issuer}.',
  'card.altCode': 'Le code QR mène à {url}',
  'card.sentence': '{text}.',

  'preview.by': 'Badge numérique délivré par {issuer}.',
  'preview.verify': 'Vérifier ce badge',
  'preview.unavailable': 'Ce badge n’est pas disponible.',
  'preview.picture': 'Badge\u00a0: {name}',

  'entry.verify': 'Vérification',
  'entry.line': '{title} — {issuer}, {date}. {verify}',
  'entry.until': 'Valable jusqu’au {date}',
  'entry.kind': 'Badge numérique (Open Badges 3.0)',
  'entry.picture': 'Badge\u00a0: {name}',

  'share.mine': 'J’ai obtenu le badge «\u00a0{name}\u00a0», délivré par {issuer}.',
  'share.others': '«\u00a0{name}\u00a0», un badge numérique délivré par {issuer}.',
  'share.linkedin': 'Ajouter au profil LinkedIn',
  'share.linkedinPost': 'Publier sur LinkedIn',
  'share.email': 'Envoyer par e-mail',
  'share.sms': 'Envoyer par SMS',
  'share.copyLink': 'Copier le lien',
  'share.device': 'Partager avec une application…',
  'share.server': 'Votre serveur {name}',
  'share.expect.profile':
    'LinkedIn ouvre son formulaire de certifications. Connectez-vous, vérifiez les champs et enregistrez.',
  'share.expect.form': '{name} s’ouvre avec la publication. Vous devrez peut-être d’abord vous connecter.',
  'share.expect.app':
    'Votre appareil demandera peut-être s’il faut ouvrir une application ({name}). Vous choisissez ensuite le destinataire.',
  'share.expect.sheet': 'Le menu de partage de votre appareil s’ouvre. Choisissez une application ou refermez-le.',
  'share.expect.clipboard':
    'La plupart des navigateurs copient sans rien demander. Certains demandent l’accès au presse-papiers.',
  'share.expect.picture':
    'Sur un téléphone, le menu de partage s’ouvre avec l’image. Choisissez {name}, puis collez-y le texte.',
  'share.refused.profile':
    'Si vous le fermez, rien n’est ajouté. Vous pouvez ouvrir votre profil et copier les champs ci-dessous.',
  'share.refused.form': 'Si vous la fermez, rien n’est publié. Vous pouvez copier le lien et le texte.',
  'share.refused.app':
    'Si vous refusez, ou sans cette application, rien n’est envoyé. Vous pouvez copier le lien et le texte.',
  'share.refused.sheet':
    'Si vous le fermez, rien n’est partagé. S’il n’y a pas de menu de partage, utilisez les liens de cette page.',
  'share.refused.clipboard': 'Si l’accès est refusé, le texte est sélectionné et vous pouvez le copier vous-même.',
  'share.refused.picture':
    'Si cela ne fonctionne pas, téléchargez ci-dessous l’image carrée ou verticale et copiez le texte.',
  'share.note.state': 'Notez l’état de ce badge\u00a0: {state}.',
  'share.note.profile': 'LinkedIn ne remplit pas toujours les champs. Copiez ceux qui restent vides.',
  'share.note.linkOnly': '{name} ne reprend que le lien. Collez vous-même le texte.',
  'share.note.unsure': 'Il se peut que {name} ne propose plus ce formulaire. S’il ne s’ouvre pas, copiez le lien.',
  'share.note.mail': 'Sans logiciel de messagerie configuré, rien ne se passe. Copiez alors le texte.',
  'share.note.caption': 'Les liens dans les légendes ne s’ouvrent pas. L’image contient un code QR.',
  'share.note.cut': 'Le texte a été raccourci à ce que {name} accepte.',
  'share.field.text': 'Texte',
  'share.field.caption': 'Légende',
  'share.field.name': 'Nom du badge',
  'share.field.issuer': 'Organisme émetteur',
  'share.field.issued': 'Date de délivrance',
  'share.field.expires': 'Date d’expiration',
  'share.field.id': 'Identifiant du badge',
  'share.field.url': 'Adresse du badge',
}
