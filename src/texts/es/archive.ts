import type { ArchiveTexts } from '../en/types.js'

export const archive: ArchiveTexts = {
  issued: 'emitida por {issuer} el {date}',
  until: 'válida hasta el {date}',
  notInForce: 'Nota: esta insignia no es válida ({state}).',
  yours:
    'Esta es su insignia y es suya para siempre: cualquiera puede verificar estos archivos, aunque el emisor o el sitio web ya no existan.',
  signed: 'la insignia firmada; los monederos y mochilas digitales la importan',
  jwt: 'la misma insignia en otra forma, para programas que piden un JWT',
  picture: 'la imagen con la insignia dentro; envíela como archivo',
  certificate: 'para imprimir, con la insignia adjunta',
  cards: 'imágenes para publicaciones, historias y pantallas (con sus descripciones en alt-text.txt)',
  snippets: 'textos para su currículum, su portafolio y su firma de correo',
  links: 'enlaces que abren una publicación ya escrita',
  goodToKnow: 'Conviene saber',
  stripped:
    'Las redes y los teléfonos a menudo quitan la insignia de una imagen al guardarla. El código QR del certificado y de las tarjetas lleva de vuelta a la insignia:',
  verify: 'Para verificarla, abra esa página o ejecute: {command}',
  keep: 'Guarde una copia de este archivo en un lugar seguro.',
  page: 'Página de la insignia',
  expired: 'caducada',
  revoked: 'revocada',
  suspended: 'suspendida',
  replaced: 'sustituida por otra',
}
