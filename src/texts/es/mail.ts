import type { MailLanguage } from '../types.js'

export const mail: MailLanguage = {
  common: {
    greeting: 'Hola, {name}:',
    greetingWithoutName: 'Hola:',
    linkBelow: 'Si el botón no funciona, abra esta dirección:',
    whySent: 'Recibe este mensaje porque {issuer} indicó su dirección.',
    whySentAsked: 'Recibe este mensaje porque alguien escribió aquí su dirección. Si no fue usted, no haga nada.',
    unsubscribe: 'No quiero más recordatorios',
    pictureAlt: 'Insignia: {badge}',
  },
  kinds: {
    offer: {
      subject: '{issuer} le concede la insignia «{badge}»',
      preheader: 'Mírela y decida si quiere conservarla.',
      body: [
        '{issuer} le concede la insignia digital «{badge}».',
        'Mírela. Usted decide si la conserva; nadie la verá si no lo desea.',
      ],
      button: 'Ver la insignia',
      after: ['El enlace es solo para usted. Funciona hasta el {date}.'],
    },
    reminder: {
      subject: 'Recordatorio: la insignia «{badge}» le espera',
      preheader: 'Todavía no ha decidido.',
      body: ['{issuer} le ha concedido la insignia digital «{badge}» y usted todavía no ha decidido si la conserva.'],
      button: 'Ver la insignia',
      after: ['El enlace es solo para usted. Funciona hasta el {date}.'],
    },
    'auto-accepted': {
      subject: 'La insignia «{badge}» se ha añadido a las suyas',
      preheader: 'Como pidió para las insignias de {issuer}.',
      body: [
        '{issuer} le ha concedido la insignia digital «{badge}». Se ha añadido a sus insignias, como pidió para este emisor.',
        'Nadie más la ve. Si no la quiere, puede deshacerlo aquí.',
      ],
      button: 'Deshacer',
    },
    expiring: {
      subject: 'Su insignia «{badge}» caduca pronto',
      preheader: 'Es válida hasta el {date}.',
      body: [
        'Su insignia «{badge}» de {issuer} caduca dentro de {days, plural, one {un día} other {# días}}, el {date}.',
        'Si se puede renovar, se lo dirá {issuer}.',
      ],
      button: 'Ir a la insignia',
    },
    revoked: {
      subject: 'La insignia «{badge}» ha sido revocada',
      preheader: '{issuer} la ha retirado.',
      body: ['{issuer} ha revocado la insignia «{badge}». Ya no es válida.', 'El motivo indicado: {reason}'],
    },
    replaced: {
      subject: 'La insignia «{badge}» ha sido corregida',
      preheader: 'Una nueva ocupa su lugar.',
      body: ['{issuer} ha sustituido su insignia «{badge}» por otra corregida. La anterior ya no es válida.'],
      button: 'Ir a la nueva insignia',
    },
    links: {
      subject: 'Sus insignias',
      preheader: 'El enlace que ha pedido.',
      body: [
        'Para esta dirección {count, plural, one {hay una insignia} other {hay # insignias}}. Este enlace le lleva hasta allí.',
      ],
      button: 'Ir a mis insignias',
      after: ['El enlace es solo para usted y funciona una vez, durante una hora.'],
    },
    code: {
      subject: 'Su código: {code}',
      preheader: 'Para recibir su insignia.',
      body: [
        'Escriba este código en la página de su insignia: {code}',
        'Funciona durante diez minutos. No se lo dé a nadie.',
      ],
    },
    'confirm-address': {
      subject: 'Confirme su dirección',
      preheader: 'Falta un paso.',
      body: ['Confirme que esta dirección es suya y las insignias que lleguen a ella irán a su cuenta.'],
      button: 'Confirmar la dirección',
      after: ['El enlace funciona durante un día.'],
    },
    recovery: {
      subject: 'De vuelta a sus insignias',
      preheader: 'Con una dirección nueva.',
      body: ['Con este enlace, esta dirección pasa a ser la de su cuenta y recupera sus insignias.'],
      button: 'Usar esta dirección',
      after: ['El enlace funciona durante un día.'],
    },
    'application-received': {
      subject: 'Hemos recibido su solicitud: {form}',
      preheader: 'Alguien la revisará.',
      body: ['Su solicitud «{form}» ha llegado. Tendrá noticias nuestras.'],
      button: 'Ver la solicitud',
    },
    'application-question': {
      subject: 'Una pregunta sobre su solicitud: {form}',
      preheader: 'Por favor, respóndala.',
      body: ['Hay una pregunta sobre su solicitud «{form}»:', '{remark}'],
      button: 'Responder',
    },
    'application-rejected': {
      subject: 'Su solicitud: {form}',
      preheader: 'Hay una decisión.',
      body: ['Su solicitud «{form}» no ha sido aceptada.', '{remark}'],
      button: 'Ver la solicitud',
    },
  },
}
