import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto'
import { isIP } from 'node:net'

/** X.509 certificates for servers of tests, made on the spot: Node can read them but not make them. */
export interface Certificate {
  readonly cert: string
  readonly key: string
}

export interface CertificateAuthority {
  /** The certificate that clients must trust, in PEM. */
  readonly ca: string
  /** A certificate for these host names and addresses. */
  issue(hosts: readonly string[], validity?: Partial<Validity>): Certificate
}

interface Validity {
  readonly from: Date
  readonly until: Date
}

const DAY = 86_400_000
const around = (now: number): Validity => ({ from: new Date(now - DAY), until: new Date(now + DAY) })

/** A certificate authority of its own, with a fresh key. */
export function makeAuthority(name = 'Test authority'): CertificateAuthority {
  const authority = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const make = (subject: string, key: KeyObject, extensions: Buffer[], validity: Validity): string => {
    const content = sequence(
      tagged(0xa0, integer(2)),
      integer(serial++),
      ECDSA_SHA256,
      commonName(name),
      sequence(time(validity.from), time(validity.until)),
      commonName(subject),
      key.export({ type: 'spki', format: 'der' }),
      tagged(0xa3, sequence(...extensions)),
    )
    const signature = sign('sha256', content, authority.privateKey)
    return pem('CERTIFICATE', sequence(content, ECDSA_SHA256, bitString(signature)))
  }
  const constraints = sequence(
    objectId('2.5.29.19'),
    tagged(0x01, Buffer.from([0xff])),
    octets(sequence(tagged(0x01, Buffer.from([0xff])))),
  )
  return {
    ca: make(name, authority.publicKey, [constraints], around(Date.now())),
    issue(hosts, validity) {
      const pair = generateKeyPairSync('ec', { namedCurve: 'P-256' })
      const names = hosts.map((host) =>
        isIP(host) === 4 ? tagged(0x87, Buffer.from(host.split('.').map(Number))) : tagged(0x82, Buffer.from(host)),
      )
      const alternative = sequence(objectId('2.5.29.17'), octets(sequence(...names)))
      const cert = make(hosts[0] ?? '', pair.publicKey, [alternative], { ...around(Date.now()), ...validity })
      return { cert, key: pair.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString() }
    },
  }
}

let serial = 1

const tagged = (tag: number, ...content: Buffer[]): Buffer => {
  const body = Buffer.concat(content)
  // As short as can be: browsers read the one form that DER has.
  const { length: size } = body
  const length = size < 128 ? [size] : size < 256 ? [0x81, size] : [0x82, size >> 8, size & 0xff]
  return Buffer.concat([Buffer.from([tag, ...length]), body])
}
const sequence = (...content: Buffer[]): Buffer => tagged(0x30, ...content)
const integer = (value: number): Buffer => tagged(0x02, Buffer.from([value]))
const octets = (content: Buffer): Buffer => tagged(0x04, content)
const bitString = (content: Buffer): Buffer => tagged(0x03, Buffer.from([0]), content)
/** UTCTime, with two digits of the year, as RFC 5280 §4.1.2.5 has it before 2050. */
const time = (date: Date): Buffer => tagged(0x17, Buffer.from(date.toISOString().replace(/^\d\d|[-:T]|\.\d+/g, '')))
const commonName = (name: string): Buffer =>
  sequence(tagged(0x31, sequence(objectId('2.5.4.3'), tagged(0x0c, Buffer.from(name)))))

function objectId(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number)
  const arcs = [first * 40 + second, ...rest].flatMap((arc) => {
    const bytes = [arc & 0x7f]
    for (let more = arc >> 7; more > 0; more >>= 7) bytes.unshift((more & 0x7f) | 0x80)
    return bytes
  })
  return tagged(0x06, Buffer.from(arcs))
}

const ECDSA_SHA256 = sequence(objectId('1.2.840.10045.4.3.2'))

const pem = (label: string, der: Buffer): string =>
  `-----BEGIN ${label}-----\n${der.toString('base64').replace(/.{64}/g, '$&\n')}\n-----END ${label}-----\n`
