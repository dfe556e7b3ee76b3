import type { MailLanguage } from '../en/types.js'

export const mail: MailLanguage = {
  common: {
    greeting: 'Bonjour {name},',
    greetingWithoutName: 'Bonjour,',
    linkBelow: 'Si le bouton ne fonctionne pas, ouvrez cette adresse\u00a0:',
    whySent: 'Vous recevez ce message parce que {issuer} vous a décerné un badge.',
    whySentAsked:
      'Vous recevez ce message parce que quelqu’un a saisi votre adresse ici. Si ce n’était pas vous, ne faites rien.',
    whySentGuardian: 'Vous recevez ce message parce que {issuer} vous a indiqué comme parent ou responsable légal.',
    whySentAccount: 'Vous recevez ce message parce que cette adresse appartient à un compte sur {issuer}.',
    unsubscribe: 'Ne plus recevoir de rappels',
    pictureAlt: 'Badge\u00a0: {badge}',
    imprint: 'Mentions légales',
    privacy: 'Confidentialité',
    help: 'Aide et questions fréquentes',
    contact: 'Pour toute question, répondez à ce message.',
    whySentContact: 'Vous recevez ce message car les réponses adressées à {issuer} arrivent à cette adresse.',
  },
  kinds: {
    offer: {
      subject: '{issuer} vous décerne le badge «\u00a0{badge}\u00a0»',
      preheader: 'Consultez-le et décidez si vous l’acceptez.',
      body: [
        '{issuer} vous décerne le badge numérique «\u00a0{badge}\u00a0».',
        'Consultez-le et décidez si vous l’acceptez. Personne ne le voit si vous ne le souhaitez pas.',
      ],
      button: 'Voir le badge',
      after: ['Ce lien vous est personnel. Il est valable jusqu’au {date}.'],
    },
    reminder: {
      subject: 'Rappel\u00a0: le badge «\u00a0{badge}\u00a0» vous attend',
      preheader: 'Vous n’avez pas encore décidé.',
      body: [
        '{issuer} vous a décerné le badge numérique «\u00a0{badge}\u00a0», et vous n’avez pas encore décidé si vous l’acceptez.',
      ],
      button: 'Voir le badge',
      after: ['Ce lien vous est personnel. Il est valable jusqu’au {date}.'],
    },
    'auto-accepted': {
      subject: 'Le badge «\u00a0{badge}\u00a0» a été ajouté à votre collection',
      preheader: 'Accepté automatiquement, selon vos réglages pour les badges délivrés par {issuer}.',
      body: [
        '{issuer} vous a décerné le badge numérique «\u00a0{badge}\u00a0». Il a été accepté automatiquement, selon vos réglages pour cet émetteur.',
        'Personne d’autre ne le voit. Si vous n’en voulez pas, annulez ici.',
      ],
      button: 'Annuler',
    },
    expiring: {
      subject: 'Votre badge «\u00a0{badge}\u00a0» expire bientôt',
      preheader: 'Il est valable jusqu’au {date}.',
      body: [
        'Votre badge «\u00a0{badge}\u00a0», délivré par {issuer}, expire dans {days, plural, one {un jour} other {# jours}}, le {date}.',
        'Pour savoir s’il peut être renouvelé, adressez-vous à {issuer}.',
      ],
      button: 'Voir le badge',
    },
    expired: {
      subject: 'Le badge «\u00a0{badge}\u00a0» a expiré',
      preheader: 'Il n’a pas été récupéré à temps.',
      body: [
        '{issuer} vous a décerné le badge «\u00a0{badge}\u00a0». Il était valable jusqu’au {date} et a expiré avant que vous le récupériez\u00a0; son lien ne fonctionne plus.',
        'Demandez à {issuer} s’il peut être délivré à nouveau.',
      ],
    },
    revoked: {
      subject: 'Le badge «\u00a0{badge}\u00a0» a été révoqué',
      preheader: '{issuer} l’a révoqué.',
      body: [
        '{issuer} a révoqué le badge «\u00a0{badge}\u00a0». Il n’est plus valable.',
        'Motif indiqué\u00a0: {reason}',
      ],
    },
    replaced: {
      subject: 'Le badge «\u00a0{badge}\u00a0» a été corrigé',
      preheader: 'Un nouveau badge le remplace.',
      body: [
        '{issuer} a remplacé votre badge «\u00a0{badge}\u00a0» par un badge corrigé. L’ancien n’est plus valable.',
      ],
      button: 'Voir le nouveau badge',
    },
    links: {
      subject: 'Vos badges',
      preheader: 'Le lien que vous avez demandé.',
      body: [
        '{count, plural, one {Un badge est conservé} other {# badges sont conservés}} pour cette adresse. Ce lien vous y mène.',
      ],
      button: 'Voir mes badges',
      after: ['Ce lien vous est personnel et fonctionne une seule fois, pendant une heure.'],
    },
    code: {
      subject: 'Votre code pour le badge',
      preheader: 'Pour recevoir votre badge.',
      body: [
        'Saisissez ce code sur la page de votre badge\u00a0: {code}',
        'Il est valable dix minutes. Ne le communiquez à personne.',
      ],
    },
    'confirm-address': {
      subject: 'Confirmez votre adresse',
      preheader: 'Il reste une étape.',
      body: ['Confirmez que cette adresse est la vôtre. Les badges qui y sont envoyés seront ajoutés à votre compte.'],
      button: 'Confirmer l’adresse',
      after: ['Ce lien est valable un jour.'],
    },
    'confirm-claim': {
      subject: 'Cette adresse appartient-elle au compte\u00a0?',
      preheader: 'Une personne connectée a récupéré votre badge «\u00a0{badge}\u00a0».',
      body: [
        'Le badge «\u00a0{badge}\u00a0» de {issuer} a été envoyé à cette adresse. Une personne connectée à un compte avec une autre adresse l’a récupéré.',
        'Si c’était vous, confirmez que cette adresse appartient aussi à votre compte. Sinon, ne faites rien\u00a0: l’adresse reste la vôtre et le prochain badge vous sera proposé ici.',
      ],
      button: 'Voir le compte',
      after: ['Le lien fonctionne pendant un jour.'],
    },
    'guardian-request': {
      subject: 'Votre décision sur les badges de {child}',
      preheader: '{issuer} vous demande votre accord.',
      body: [
        '{issuer} souhaite décerner des badges numériques à {child}, qui est mineur. C’est donc à vous de décider d’abord.',
        'La page explique de quoi il s’agit. Tant que vous n’avez pas donné votre accord, {child} ne peut accepter aucun badge, et personne n’en voit.',
      ],
      button: 'Voir et décider',
      after: ['Ce lien est pour vous seul. Il fonctionne jusqu’au {date}\u00a0; ensuite, {child} décide.'],
    },
    'guardian-answer': {
      subject: 'Votre décision pour {child} est enregistrée',
      preheader: 'Vous pouvez la modifier à tout moment.',
      body: [
        'Votre décision sur les badges de {child} est enregistrée et s’applique dès maintenant.',
        'Avec ce lien, vous pouvez la consulter, la modifier ou retirer votre accord à tout moment.',
      ],
      button: 'Voir votre décision',
      after: ['Ce lien est pour vous seul. Il fonctionne jusqu’au {date}\u00a0; ensuite, {child} décide.'],
    },
    recovery: {
      subject: 'Retrouvez vos badges',
      preheader: 'Avec une nouvelle adresse.',
      body: ['Avec ce lien, cette adresse devient celle de votre compte, et vous retrouvez vos badges.'],
      button: 'Utiliser cette adresse',
      after: ['Ce lien est valable un jour.'],
    },
    'address-removed': {
      subject: 'Votre adresse a été supprimée d’un compte',
      preheader: 'Si ce n’était pas vous, rétablissez-la.',
      body: [
        'Cette adresse a été supprimée de votre compte sur {issuer}. Elle ne permet plus de s’y connecter.',
        'Si c’était vous, il n’y a rien à faire. Sinon, rétablissez l’adresse avec ce lien\u00a0: toutes les sessions du compte seront fermées.',
      ],
      button: 'Voir et rétablir',
      after: ['Ce lien est pour vous seulement. Il fonctionne une fois, jusqu’au {date}.'],
    },
    'account-changed': {
      subject: 'Votre compte a été modifié',
      preheader: 'Les moyens d’y accéder ont changé.',
      body: [
        'Les moyens d’accès à votre compte sur {issuer} ont été modifiés\u00a0: une adresse a été ajoutée, supprimée ou rétablie, ou des codes de secours ont été créés.',
        'Si ce n’était pas vous, connectez-vous avec un lien reçu par e-mail et vérifiez votre compte.',
      ],
      button: 'Ouvrir mon compte',
    },
    'passkey-added': {
      subject: 'Une clé d’accès a été ajoutée à votre compte',
      preheader: 'Elle permet désormais de se connecter.',
      body: [
        'Une clé d’accès a été ajoutée à votre compte sur {issuer}. Toute personne qui a l’appareil où elle se trouve peut se connecter au compte.',
        'Si ce n’était pas vous, supprimez la clé d’accès\u00a0: connectez-vous avec un lien reçu par e-mail et ouvrez votre compte.',
      ],
      button: 'Ouvrir mon compte',
    },
    'passkey-removed': {
      subject: 'Une clé d’accès a été supprimée de votre compte',
      preheader: 'Elle ne permet plus de se connecter.',
      body: [
        'Une clé d’accès a été supprimée de votre compte sur {issuer}. Elle ne permet plus de se connecter.',
        'Si ce n’était pas vous, vérifiez votre compte\u00a0: connectez-vous avec un lien reçu par e-mail et ouvrez-le.',
      ],
      button: 'Ouvrir mon compte',
    },
    'application-received': {
      subject: 'Nous avons reçu votre demande\u00a0: {form}',
      preheader: 'Elle va être examinée.',
      body: ['Nous avons reçu votre demande «\u00a0{form}\u00a0» et vous recontacterons.'],
      button: 'Voir la demande',
    },
    'application-question': {
      subject: 'Une question sur votre demande\u00a0: {form}',
      preheader: 'Merci d’y répondre.',
      body: ['Nous avons une question sur votre demande «\u00a0{form}\u00a0»\u00a0:', '{remark}'],
      button: 'Répondre',
    },
    'application-rejected': {
      subject: 'Votre demande\u00a0: {form}',
      preheader: 'Une décision a été prise.',
      body: ['Votre demande «\u00a0{form}\u00a0» n’a pas été acceptée.', '{remark}'],
      button: 'Voir la demande',
    },
    'staff-invitation': {
      subject: 'Vous avez maintenant accès aux badges de {issuer}',
      preheader: 'Ce lien vous connecte.',
      body: ['Vous avez reçu l’accès à la gestion des badges de {issuer}. Ce lien vous connecte, sans mot de passe.'],
      button: 'Se connecter',
      after: [
        'Ce lien vous est personnel et fonctionne une seule fois, pendant trois jours. Ensuite, vous pouvez en demander un nouveau à tout moment.',
      ],
    },
    'staff-link': {
      subject: 'Votre lien de connexion',
      preheader: 'Le lien que vous avez demandé.',
      body: ['Ce lien vous connecte pour gérer les badges de {issuer}.'],
      button: 'Se connecter',
      after: ['Ce lien vous est personnel et fonctionne une seule fois, pendant une heure.'],
    },
    'problem-reported': {
      subject: 'Un problème a été signalé',
      preheader: 'Quelqu’un vous a écrit depuis les pages de {issuer}.',
      body: ['Un problème a été signalé sur les pages de {issuer}. Vous pouvez le lire après connexion.'],
      button: 'Lire le signalement',
    },
    test: {
      subject: 'Message d’essai de {issuer}',
      preheader: 'Voici l’aspect des messages envoyés d’ici.',
      body: [
        'Voici l’aspect des messages de {issuer}\u00a0: nom, logo et couleur sont ceux des pages.',
        'Il est arrivé, l’expéditeur fonctionne donc. Répondez-y une fois pour voir où arrivent les réponses.',
      ],
      button: 'Ouvrir les pages',
    },
  },
}
