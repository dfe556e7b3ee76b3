import type { MailLanguage } from '../en/types.js'

export const mail: MailLanguage = {
  common: {
    greeting: 'Hola, {name}:',
    greetingWithoutName: 'Hola:',
    linkBelow: 'Si el botón no funciona, abra esta dirección:',
    whySent: 'Recibe este mensaje porque {issuer} le ha otorgado una insignia.',
    whySentAsked:
      'Recibe este mensaje porque alguien escribió aquí su dirección. Si no fue usted, no tiene que hacer nada.',
    whySentGuardian: 'Recibe este mensaje porque {issuer} le ha indicado como madre, padre o tutor.',
    whySentAccount: 'Recibe este mensaje porque esta dirección pertenece a una cuenta de {issuer}.',
    unsubscribe: 'No quiero más recordatorios',
    pictureAlt: 'Insignia: {badge}',
    imprint: 'Aviso legal',
    privacy: 'Privacidad',
    help: 'Ayuda y preguntas frecuentes',
    contact: 'Si tiene alguna pregunta, responda a este mensaje.',
    whySentContact: 'Recibe este mensaje porque las respuestas a {issuer} llegan a esta dirección.',
  },
  kinds: {
    offer: {
      subject: '{issuer} le otorga la insignia «{badge}»',
      preheader: 'Consúltela y decida si la acepta.',
      body: [
        '{issuer} le otorga la insignia digital «{badge}».',
        'Consúltela y decida si la acepta. Nadie la verá si usted no lo desea.',
      ],
      button: 'Ver la insignia',
      after: ['El enlace es personal. Es válido hasta el {date}.'],
    },
    reminder: {
      subject: 'Recordatorio: la insignia «{badge}» le espera',
      preheader: 'Todavía no ha decidido.',
      body: ['{issuer} le ha otorgado la insignia digital «{badge}» y todavía no ha decidido si la acepta.'],
      button: 'Ver la insignia',
      after: ['El enlace es personal. Es válido hasta el {date}.'],
    },
    'auto-accepted': {
      subject: 'La insignia «{badge}» se ha añadido a su colección',
      preheader: 'Se ha aceptado automáticamente, según su configuración para las insignias de {issuer}.',
      body: [
        '{issuer} le ha otorgado la insignia digital «{badge}». Se ha aceptado automáticamente, según su configuración para este emisor.',
        'Nadie más la ve. Si no la quiere, puede deshacerlo aquí.',
      ],
      button: 'Deshacer',
    },
    expiring: {
      subject: 'Su insignia «{badge}» caduca pronto',
      preheader: 'Es válida hasta el {date}.',
      body: [
        'Su insignia «{badge}» de {issuer} caduca dentro de {days, plural, one {un día} other {# días}}, el {date}.',
        'Consulte a {issuer} si se puede renovar.',
      ],
      button: 'Ir a la insignia',
    },
    expired: {
      subject: 'La insignia «{badge}» ha caducado',
      preheader: 'No se recogió a tiempo.',
      body: [
        '{issuer} le otorgó la insignia «{badge}». Era válida hasta el {date} y caducó antes de que la recogiera, así que su enlace ya no funciona.',
        'Pregunte a {issuer} si puede emitirla de nuevo.',
      ],
    },
    revoked: {
      subject: 'La insignia «{badge}» ha sido revocada',
      preheader: '{issuer} la ha revocado.',
      body: ['{issuer} ha revocado la insignia «{badge}». Ya no es válida.', 'Motivo indicado: {reason}'],
    },
    replaced: {
      subject: 'La insignia «{badge}» ha sido corregida',
      preheader: 'Una insignia nueva la sustituye.',
      body: ['{issuer} ha sustituido su insignia «{badge}» por otra corregida. La anterior ya no es válida.'],
      button: 'Ir a la nueva insignia',
    },
    links: {
      subject: 'Sus insignias',
      preheader: 'El enlace que ha solicitado.',
      body: [
        'Para esta dirección {count, plural, one {hay una insignia} other {hay # insignias}}. Este enlace le lleva hasta allí.',
      ],
      button: 'Ir a mis insignias',
      after: ['El enlace es personal y funciona una sola vez, durante una hora.'],
    },
    code: {
      subject: 'Su código para la insignia',
      preheader: 'Para recibir su insignia.',
      body: [
        'Escriba este código en la página de su insignia: {code}',
        'Es válido durante diez minutos. No lo comparta con nadie.',
      ],
    },
    'confirm-address': {
      subject: 'Confirme su dirección',
      preheader: 'Falta un paso.',
      body: ['Confirme que esta dirección es suya. Las insignias que se envíen a ella se añadirán a su cuenta.'],
      button: 'Confirmar la dirección',
      after: ['El enlace es válido durante un día.'],
    },
    'confirm-claim': {
      subject: '¿Pertenece esta dirección a la cuenta?',
      preheader: 'Alguien que ha iniciado sesión recogió su insignia «{badge}».',
      body: [
        'La insignia «{badge}» de {issuer} se envió a esta dirección. Alguien que ha iniciado sesión en una cuenta con otra dirección la ha recogido.',
        'Si fue usted, confirme que esta dirección también pertenece a su cuenta. Si no, no haga nada: la dirección sigue siendo suya y la próxima insignia se le ofrecerá aquí.',
      ],
      button: 'Ver la cuenta',
      after: ['El enlace funciona durante un día.'],
    },
    'guardian-request': {
      subject: 'Su decisión sobre las insignias de {child}',
      preheader: '{issuer} le pide su consentimiento.',
      body: [
        '{issuer} desea otorgar insignias digitales a {child}, que es menor de edad. Por eso usted decide primero.',
        'La página explica de qué se trata. Mientras no lo permita, {child} no puede aceptar ninguna insignia y nadie ve ninguna.',
      ],
      button: 'Ver y decidir',
      after: ['El enlace es solo para usted. Funciona hasta el {date}; desde entonces decide {child}.'],
    },
    'guardian-answer': {
      subject: 'Su decisión sobre {child} se ha guardado',
      preheader: 'Puede cambiarla en cualquier momento.',
      body: [
        'Su decisión sobre las insignias de {child} se ha guardado y ya se aplica.',
        'Con este enlace puede verla, cambiarla o retirar su consentimiento en cualquier momento.',
      ],
      button: 'Ver su decisión',
      after: ['El enlace es solo para usted. Funciona hasta el {date}; desde entonces decide {child}.'],
    },
    recovery: {
      subject: 'De vuelta a sus insignias',
      preheader: 'Con una dirección nueva.',
      body: ['Con este enlace, esta dirección pasa a ser la de su cuenta y recupera sus insignias.'],
      button: 'Usar esta dirección',
      after: ['El enlace es válido durante un día.'],
    },
    'address-removed': {
      subject: 'Su dirección se ha eliminado de una cuenta',
      preheader: 'Si no ha sido usted, recupérela.',
      body: [
        'Esta dirección se ha eliminado de su cuenta de {issuer}. Ya no permite iniciar sesión allí.',
        'Si ha sido usted, no tiene que hacer nada. Si no, recupere la dirección con este enlace: se cerrarán todas las sesiones de la cuenta.',
      ],
      button: 'Ver y recuperar',
      after: ['El enlace es solo para usted. Funciona una vez, hasta el {date}.'],
    },
    'account-changed': {
      subject: 'Su cuenta ha cambiado',
      preheader: 'Las formas de acceso son ahora otras.',
      body: [
        'Las formas de acceso a su cuenta de {issuer} han cambiado: se ha añadido, eliminado o recuperado una dirección, o se han creado códigos de recuperación.',
        'Si no ha sido usted, inicie sesión con un enlace por correo y revise su cuenta.',
      ],
      button: 'Abrir mi cuenta',
    },
    'passkey-added': {
      subject: 'Se ha añadido una llave de acceso a su cuenta',
      preheader: 'Ya permite iniciar sesión.',
      body: [
        'Se ha añadido una llave de acceso a su cuenta de {issuer}. Quien tenga el dispositivo en el que está puede iniciar sesión en la cuenta.',
        'Si no ha sido usted, elimine la llave de acceso: inicie sesión con un enlace por correo y abra su cuenta.',
      ],
      button: 'Abrir mi cuenta',
    },
    'passkey-removed': {
      subject: 'Se ha eliminado una llave de acceso de su cuenta',
      preheader: 'Ya no permite iniciar sesión.',
      body: [
        'Se ha eliminado una llave de acceso de su cuenta de {issuer}. Ya no permite iniciar sesión.',
        'Si no ha sido usted, revise su cuenta: inicie sesión con un enlace por correo y ábrala.',
      ],
      button: 'Abrir mi cuenta',
    },
    'application-received': {
      subject: 'Hemos recibido su solicitud: {form}',
      preheader: 'La revisaremos.',
      body: ['Hemos recibido su solicitud «{form}». Nos pondremos en contacto con usted.'],
      button: 'Ver la solicitud',
    },
    'application-question': {
      subject: 'Una pregunta sobre su solicitud: {form}',
      preheader: 'Esperamos su respuesta.',
      body: ['Tenemos una pregunta sobre su solicitud «{form}»:', '{remark}'],
      button: 'Responder',
    },
    'application-rejected': {
      subject: 'Su solicitud: {form}',
      preheader: 'Hay una decisión.',
      body: ['Su solicitud «{form}» no ha sido aceptada.', '{remark}'],
      button: 'Ver la solicitud',
    },
    'staff-invitation': {
      subject: 'Ya tiene acceso a las insignias de {issuer}',
      preheader: 'Este enlace inicia su sesión.',
      body: [
        'Le han dado acceso a la gestión de las insignias de {issuer}. Con este enlace inicia sesión; no necesita contraseña.',
      ],
      button: 'Iniciar sesión',
      after: [
        'El enlace es personal y funciona una sola vez, durante tres días. Después puede solicitar uno nuevo cuando quiera.',
      ],
    },
    'staff-link': {
      subject: 'Su enlace para iniciar sesión',
      preheader: 'El enlace que ha solicitado.',
      body: ['Con este enlace inicia sesión para gestionar las insignias de {issuer}.'],
      button: 'Iniciar sesión',
      after: ['El enlace es personal y funciona una sola vez, durante una hora.'],
    },
    'problem-reported': {
      subject: 'Se ha comunicado un problema',
      preheader: 'Alguien le ha escrito desde las páginas de {issuer}.',
      body: ['Se ha comunicado un problema en las páginas de {issuer}. Puede leerlo tras iniciar sesión.'],
      button: 'Leer el aviso',
    },
    test: {
      subject: 'Mensaje de prueba de {issuer}',
      preheader: 'Así se ven los mensajes enviados desde aquí.',
      body: [
        'Así se ven los mensajes de {issuer}: el nombre, el logotipo y el color son los de las páginas.',
        'Ha llegado, así que el remitente funciona. Respóndalo una vez para ver adónde llegan las respuestas.',
      ],
      button: 'Abrir las páginas',
    },
  },
}
