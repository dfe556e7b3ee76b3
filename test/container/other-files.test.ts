import { describe, expect, test } from 'vitest'
import { readBadge } from '../../src/container/read/index.js'
import { isBadgeError } from '../../src/errors.js'
import { bytes, json, jws } from './images.js'

const latin1 = (text: string): Uint8Array => Uint8Array.from(text, (character) => character.charCodeAt(0))

/** What reading says: code and sentence. */
async function said(input: unknown): Promise<readonly [string, string]> {
  try {
    await readBadge(input)
  } catch (error) {
    if (isBadgeError(error)) return [error.code, error.message]
    throw error
  }
  return ['', '']
}

describe('a file of another kind is named by its first bytes', () => {
  test.each<[string, Uint8Array, RegExp]>([
    ['JPEG', latin1('\xff\xd8\xff\xe0\0\x10JFIF'), /JPEG/],
    ['HEIC', latin1('\0\0\0\x18ftypheic\0\0\0\0'), /HEIC/],
    ['AVIF', latin1('\0\0\0\x1cftypavif'), /AVIF/],
    ['WebP', latin1('RIFF\x10\0\0\0WEBPVP8 '), /WebP/],
    ['TIFF', latin1('II*\0\x08\0\0\0'), /TIFF/],
    ['a ZIP', latin1('PK\x03\x04\x14\0badge.json'), /ZIP.*unpack/],
    ['a Word file', latin1('PK\x03\x04\x14\0[Content_Types].xml word/document.xml'), /Word/],
    ['a spreadsheet', latin1('PK\x03\x04\x14\0xl/workbook.xml'), /spreadsheet/],
    ['gzip', latin1('\x1f\x8b\x08\0\0\0'), /gzip/],
    ['7-Zip', latin1('7z\xbc\xaf\x27\x1c'), /7-Zip/],
    ['an old Office file', latin1('\xd0\xcf\x11\xe0\xa1\xb1'), /Office/],
    ['an empty file', new Uint8Array(0), /empty/],
    ['zeros', new Uint8Array(64), /zeros/],
    ['a web page', bytes('<!DOCTYPE html><html></html>'), /web page/],
    ['a mail', bytes('From: a@b.example\nSubject: Your badge\n\nHi'), /mail/],
    ['a Word file (RTF)', bytes('{\\rtf1\\ansi hi}'), /RTF/],
    ['a picture with another name', bytes('kim.larsen.jpg'), /name of a file/],
    ['a program', latin1('\0asm\x01\0\0\0'), /program/],
    ['a table', bytes('name;email\nKim;kim@example.org\n'), /CSV/],
  ])('%s', async (_name, file, words) => {
    const [code, sentence] = await said(file)
    expect([code, words.test(sentence)]).toEqual(['ERR_FORMAT_UNKNOWN', true])
  })
})

describe('a secret key is named in every form that keys are kept in', () => {
  const hex = (text: string) => new Uint8Array(Buffer.from(text.replaceAll(' ', ''), 'hex'))
  const rest = '00'.repeat(60)
  test.each<[string, Uint8Array]>([
    ['PKCS #8, Ed25519', hex(`302e 020100 300506032b6570 04220420 ${'ab'.repeat(32)}`)],
    ['PKCS #8, RSA', hex(`308204be 020100 300d06092a864886f70d0101010500 ${rest}`)],
    ['PKCS #8 of version 2', hex(`3051 020101 300506032b6570 0422 ${rest}`)],
    ['PKCS #1', hex(`308204a4 020100 02820101 00 ${rest}`)],
    ['SEC 1', hex(`3077 020101 0420 ${rest}`)],
    ['PKCS #12', hex(`308209ff 020103 308209 ${rest}`)],
    ['PKCS #8 with a password', hex(`3081a3 305f 06092a864886f70d01050d 3052 ${rest}`)],
    ['a key store of Java', hex(`feedfeed 00000002 ${rest}`)],
    ['PuTTY', bytes('PuTTY-User-Key-File-3: ssh-ed25519\nEncryption: none\n')],
    ['age', bytes('# created: 2026\nAGE-SECRET-KEY-1QQQ')],
    ['SSH2', bytes('---- BEGIN SSH2 ENCRYPTED PRIVATE KEY ----\nAAAA')],
    ['PKCS #8 in base64 without PEM', bytes(`MC4CAQAwBQYDK2VwBCIEI${'A'.repeat(43)}`)],
    ['RSA in base64 without PEM', bytes(`MIIEvgIBADANBgkqhkiG9w0BAQEFAASCBKg${'A'.repeat(60)}`)],
  ])('%s', async (_name, file) => {
    const [code, sentence] = await said(file)
    expect([code, /SECRET/.test(sentence)]).toEqual(['ERR_SECRET_KEY', true])
  })

  // Sound twins: a certificate, a public key and a signature are not secret.
  test.each<[string, Uint8Array]>([
    ['a certificate', hex(`3082036e 30820256 a003020102 ${rest}`)],
    ['a public key', hex(`302a 300506032b6570 032100 ${'ab'.repeat(32)}`)],
    ['a signature', hex(`3046 022100 ${rest}`)],
    ['a public key in base64', bytes(`MCowBQYDK2VwAyEA${'A'.repeat(43)}`)],
    ['a public key of SSH', bytes('ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAA kim@example.org')],
  ])('%s is not', async (_name, file) => {
    expect((await said(file))[0]).not.toBe('ERR_SECRET_KEY')
  })
})

describe('a byte order mark before a badge is not part of it', () => {
  test.each<[string, string, string]>([
    ['JSON', json, 'json'],
    ['a JWT', jws, 'jws'],
  ])('%s, as a file and as text', async (_name, text, kind) => {
    for (const input of [`\ufeff${text}`, bytes(`\ufeff${text}`)]) {
      expect((await readBadge(input)).badge.kind).toBe(kind)
    }
    // Another one is a character that JSON does not have.
    expect((await said(`\ufeff\ufeff${json}`))[0]).toBe('ERR_JSON_INVALID')
  })
})

test('JSON in UTF-16 without its mark is told to be so', async () => {
  const utf16 = new Uint8Array(Buffer.from(json, 'utf16le'))
  const expected = ['ERR_JSON_INVALID', expect.stringMatching(/UTF-16.*UTF-8/)]
  expect(await said(utf16)).toEqual(expected)
})

test('JSON in UTF-16 is told to be so', async () => {
  expect(await said(latin1('\xff\xfe{\0"\0'))).toEqual(['ERR_JSON_INVALID', expect.stringMatching(/UTF-16.*UTF-8/)])
})

describe('a text of another kind is named', () => {
  const secret = `z3u2${'a'.repeat(44)}`
  test.each<[string, string, string, RegExp]>([
    ['an address', 'https://badges.example.org/b/1', 'ERR_FORMAT_UNKNOWN', /address/],
    ['an address without its scheme', 'www.badges.example/b/1', 'ERR_FORMAT_UNKNOWN', /address/],
    ['an address with a path', 'badges.school.example/b/1?x=y', 'ERR_FORMAT_UNKNOWN', /address/],
    ['a message of PGP', '-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n', 'ERR_FORMAT_UNKNOWN', /PGP/],
    ['a claim link', 'https://badges.example.org/claim#t=abc', 'ERR_FORMAT_UNKNOWN', /claim link/],
    ['a shortcut', '[InternetShortcut]\nURL=https://x.example', 'ERR_FORMAT_UNKNOWN', /shortcut/],
    [
      'a data URL',
      `data:application/json;base64,${Buffer.from(json).toString('base64')}`,
      'ERR_FORMAT_UNKNOWN',
      /data:/,
    ],
    ['base64', Buffer.from(json).toString('base64'), 'ERR_JSON_INVALID', /base64/],
    ['a fence', `\`\`\`json\n${json}\n\`\`\``, 'ERR_FORMAT_UNKNOWN', /Markdown/],
    ['a sentence before JSON', `Here is the badge: ${json}`, 'ERR_JSON_INVALID', /before the JSON/],
    ['a Bearer', `Bearer ${jws}`, 'ERR_JWT_MALFORMED', /Bearer/],
    ['two parts', jws.split('.').slice(0, 2).join('.'), 'ERR_JWT_MALFORMED', /signature is missing/],
    ['line breaks in a JWT', jws.replaceAll('.', '.\n'), 'ERR_JWT_MALFORMED', /one line/],
    ['a JWT in quotes', `"${jws}"`, 'ERR_JWT_MALFORMED', /quotation marks/],
    ['a DID', 'did:web:badges.example.org', 'ERR_FORMAT_UNKNOWN', /DID/],
    ['a link for wallets', 'openid-credential-offer://?x=1', 'ERR_FORMAT_UNKNOWN', /wallet/],
    ['the name of a file', 'badge.json', 'ERR_FORMAT_UNKNOWN', /name of a file/],
    ['a secret key', secret, 'ERR_SECRET_KEY', /SECRET/],
    [
      'a secret key in PEM',
      '-----BEGIN PRIVATE KEY-----\nMC4CAQ\n-----END PRIVATE KEY-----',
      'ERR_SECRET_KEY',
      /SECRET/,
    ],
  ])('%s', async (_name, text, code, words) => {
    for (const input of [text, bytes(text)]) {
      const [found, sentence] = await said(input)
      expect([found, words.test(sentence)]).toEqual([code, true])
      if (text.length > 40) expect(sentence).not.toContain(text.slice(10, 40))
    }
  })

  test('three words with dots are not: they may be a JWT', async () => {
    expect(await said('header.payload.signature')).toEqual(['', ''])
  })

  test.each([json, ` \n${json}`, jws, `\n${jws}\n`])('a badge is not: %.20s', async (text) => {
    expect(await said(text)).toEqual(['', ''])
  })
})
