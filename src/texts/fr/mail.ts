import type { MailLanguage } from '../types.js'

export const mail: MailLanguage = {
  common: {
    greeting: 'Bonjour {name},',
    greetingWithoutName: 'Bonjour,',
    linkBelow: 'Si le bouton ne fonctionne pas, ouvrez cette adresse :',
    whySent: 'Vous recevez ce message parce que {issuer} a indiqué votre adresse.',
    whySentAsked:
      'Vous recevez ce message parce que quelqu’un a saisi votre adresse ici. Si ce n’était pas vous, ne faites rien.',
    unsubscribe: 'Ne plus recevoir de rappels',
    pictureAlt: 'Badge : {badge}',
  },
  kinds: {
    offer: {
      subject: '{issuer} vous décerne le badge « {badge} »',
      preheader: 'Regardez-le et décidez si vous souhaitez le garder.',
      body: [
        '{issuer} vous décerne le badge numérique « {badge} ».',
        'Regardez-le. C’est vous qui décidez de le garder ; personne ne le voit si vous ne le voulez pas.',
      ],
      button: 'Voir le badge',
      after: ['Ce lien est pour vous seul. Il fonctionne jusqu’au {date}.'],
    },
    reminder: {
      subject: 'Rappel : le badge « {badge} » vous attend',
      preheader: 'Vous n’avez pas encore décidé.',
      body: ['{issuer} vous a décerné le badge numérique « {badge} », et vous n’avez pas encore décidé de le garder.'],
      button: 'Voir le badge',
      after: ['Ce lien est pour vous seul. Il fonctionne jusqu’au {date}.'],
    },
    'auto-accepted': {
      subject: 'Le badge « {badge} » a été ajouté aux vôtres',
      preheader: 'Comme vous l’avez demandé pour les badges de {issuer}.',
      body: [
        '{issuer} vous a décerné le badge numérique « {badge} ». Il a été ajouté à vos badges, comme vous l’avez demandé pour cet émetteur.',
        'Personne d’autre ne le voit. Si vous n’en voulez pas, annulez ici.',
      ],
      button: 'Annuler',
    },
    expiring: {
      subject: 'Votre badge « {badge} » expire bientôt',
      preheader: 'Il est valable jusqu’au {date}.',
      body: [
        'Votre badge « {badge} » de {issuer} expire dans {days, plural, one {un jour} other {# jours}}, le {date}.',
        'C’est {issuer} qui peut vous dire s’il est renouvelable.',
      ],
      button: 'Vers le badge',
    },
    revoked: {
      subject: 'Le badge « {badge} » a été révoqué',
      preheader: '{issuer} l’a retiré.',
      body: ['{issuer} a révoqué le badge « {badge} ». Il n’est plus valable.', 'Motif indiqué : {reason}'],
    },
    replaced: {
      subject: 'Le badge « {badge} » a été corrigé',
      preheader: 'Un nouveau prend sa place.',
      body: ['{issuer} a remplacé votre badge « {badge} » par un badge corrigé. L’ancien n’est plus valable.'],
      button: 'Vers le nouveau badge',
    },
    links: {
      subject: 'Vos badges',
      preheader: 'Le lien que vous avez demandé.',
      body: [
        '{count, plural, one {Un badge est conservé} other {# badges sont conservés}} pour cette adresse. Ce lien vous y mène.',
      ],
      button: 'Vers mes badges',
      after: ['Ce lien est pour vous seul et fonctionne une fois, pendant une heure.'],
    },
    code: {
      subject: 'Votre code : {code}',
      preheader: 'Pour recevoir votre badge.',
      body: [
        'Saisissez ce code sur la page de votre badge : {code}',
        'Il est valable dix minutes. Ne le donnez à personne.',
      ],
    },
    'confirm-address': {
      subject: 'Confirmez votre adresse',
      preheader: 'Il reste une étape.',
      body: [
        'Confirmez que cette adresse est la vôtre, et les badges qui y sont envoyés arriveront dans votre compte.',
      ],
      button: 'Confirmer l’adresse',
      after: ['Ce lien fonctionne pendant un jour.'],
    },
    recovery: {
      subject: 'Retrouvez vos badges',
      preheader: 'Avec une nouvelle adresse.',
      body: ['Avec ce lien, cette adresse devient celle de votre compte, et vous retrouvez vos badges.'],
      button: 'Utiliser cette adresse',
      after: ['Ce lien fonctionne pendant un jour.'],
    },
    'application-received': {
      subject: 'Nous avons reçu votre demande : {form}',
      preheader: 'Quelqu’un va l’examiner.',
      body: ['Votre demande « {form} » est arrivée. Vous aurez de nos nouvelles.'],
      button: 'Voir la demande',
    },
    'application-question': {
      subject: 'Une question sur votre demande : {form}',
      preheader: 'Merci d’y répondre.',
      body: ['Il y a une question sur votre demande « {form} » :', '{remark}'],
      button: 'Répondre',
    },
    'application-rejected': {
      subject: 'Votre demande : {form}',
      preheader: 'Une décision a été prise.',
      body: ['Votre demande « {form} » n’a pas été acceptée.', '{remark}'],
      button: 'Voir la demande',
    },
  },
}
