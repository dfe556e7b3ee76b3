import { DOMParser } from '@xmldom/xmldom'
import { describe, expect, it } from 'vitest'
import { bakeImage, extractCredential, readBaked, stripCredential } from '../../src/container/index.js'
import { codeOf } from '../support/codes.js'
import { hasVectors, readVector } from '../support/vectors.js'
import { bytes, CLR, credential, json, jws, OB2, OB3, SVG, text } from './images.js'

/** What another XML parser finds: text content and attribute of the first credential element. */
function readByDom(image: Uint8Array): { body: string | null; verify: string | null } | null {
  const onError = (level: string, message: string): void => {
    if (level !== 'warning') throw new Error(message)
  }
  const [element] = new DOMParser({ onError })
    .parseFromString(new TextDecoder().decode(image), 'image/svg+xml')
    .getElementsByTagNameNS(OB3, 'credential')
  return element === undefined ? null : { body: element.textContent, verify: element.getAttribute('verify') }
}

describe('Open Badges 3.0 §5.3.2: baking an SVG', () => {
  const picture = `<svg ${SVG}><circle r="9"/></svg>`

  it('puts JSON into CDATA directly after the svg tag', async () => {
    expect(text(await bakeImage(bytes(picture), credential))).toBe(
      `<svg ${SVG} xmlns:openbadges="${OB3}"><openbadges:credential><![CDATA[${json}]]></openbadges:credential><circle r="9"/></svg>`,
    )
  })

  it('puts a JWS into the attribute verify', async () => {
    expect(text(await bakeImage(bytes(picture), `${jws}\n`))).toBe(
      `<svg ${SVG} xmlns:openbadges="${OB3}"><openbadges:credential verify="${jws}"></openbadges:credential><circle r="9"/></svg>`,
    )
  })

  it('keeps the prefix that other readers look for when the root has bound it to something else', async () => {
    const image = bytes(`<svg ${SVG} xmlns:openbadges="urn:x"><openbadges:g/></svg>`)
    expect(text(await bakeImage(image, jws))).toBe(
      `<svg ${SVG} xmlns:openbadges="urn:x"><openbadges:credential xmlns:openbadges="${OB3}" verify="${jws}"></openbadges:credential><openbadges:g/></svg>`,
    )
  })

  it('refuses to bake twice, unless told to replace', async () => {
    const baked = await bakeImage(bytes(picture), jws)
    expect(await codeOf(() => bakeImage(baked, credential))).toBe('ERR_BAKE_ALREADY_BAKED')
    const replaced = await bakeImage(baked, credential, { ifBaked: 'replace' })
    expect(await extractCredential(replaced)).toBe(json)
    expect(text(await stripCredential(replaced))).toBe(picture)
  })

  it.each([
    ['the end mark of CDATA', `{"proof":{},"a":"]]>","b":"]]]]>>","c":"]]>]]>"}`],
    ['carriage returns, which XML would turn into line feeds', '{\r\n\t"proof":{},"a": "]]>"\r,\r"b":"]]\\r>"}\r'],
    ['what looks like markup', '{"proof":{},"a":"<![CDATA[ &amp; <!-- --> </openbadges:credential> <?x?> &#13;"}'],
    ['blanks at both ends', ' \t\r\n{"proof":{},"a":1}\n '],
    ['all planes of Unicode', '{"proof":{},"é":"\u0085\u2028\ufeff\u{1f600}\u{10ffff}\u007f\\u0000"}'],
    ['a compact JWS', jws],
  ])('is exact for us and for another parser: %s', async (_name, exact) => {
    const baked = await bakeImage(bytes(picture), exact)
    expect(await extractCredential(baked)).toBe(exact)
    const dom = readByDom(baked)
    expect(dom?.verify ?? dom?.body).toBe(exact)
    expect(text(await stripCredential(baked))).toBe(picture)
  })

  it('escapes in an object what XML cannot hold, and refuses it in a text that must stay exact', async () => {
    const odd = { '\ufffe': 'a\uffff', proof: {} }
    const baked = await bakeImage(bytes(picture), odd)
    expect(JSON.parse((await extractCredential(baked)) ?? '')).toEqual(odd)
    expect(await codeOf(() => bakeImage(bytes(picture), JSON.stringify(odd)))).toBe('ERR_BAKE_CREDENTIAL')
  })
})

/** Every shape of file that must come back byte for byte. */
const pictures: [name: string, picture: string][] = [
  ['a self-closing root', `<svg ${SVG}/>`],
  ['a self-closing root with blanks and a line behind', `<svg ${SVG}\r\n\t />\r\n`],
  ['a self-closing root without attributes', '<svg/>'],
  ['an empty root', `<svg ${SVG}></svg>`],
  ['an empty root with blanks in the end tag', `<svg ${SVG}></svg\n>`],
  ['UTF-8, said behind 1,000 blanks', `<?xml version="1.0"${' '.repeat(1000)}encoding="utf-8"?><svg ${SVG}/>`],
  [
    'Windows line ends, tabs, a byte order mark',
    `\ufeff<?xml version="1.0" encoding="utf-8"?>\r\n<svg\r\n\t${SVG}\r\n>\r\n\t<g/>\r\n</svg>\r\n`,
  ],
  [
    'characters of several bytes before and behind',
    `<!-- é 溶 😀 --><svg data-é='溶😀' ${SVG}><title>é溶😀</title></svg><!-- 😀 -->`,
  ],
  ['">" and the like in attributes', `<svg a="/>" b='">/svg>' c="]]>" ${SVG} d = '>' ><g e=">"/></svg>`],
  [
    'comments and instructions with tags in them',
    `<?a <svg> ?><!-- <svg a="'"> --><svg ${SVG}><!-- </svg> --><?b </svg>?></svg>`,
  ],
  [
    'an external document type',
    `<?xml version="1.0" standalone='no' ?><!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN"\n 'http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd' ><svg ${SVG}/>`,
  ],
  ['a document type with a system identifier', `<!DOCTYPE svg SYSTEM "a>b"><svg ${SVG}/>`],
  ['a bare document type', `<!DOCTYPE svg><svg ${SVG}/>`],
  ['another prefix for SVG', '<s:svg xmlns:s="http://www.w3.org/2000/svg"/>'],
  ['nested svg elements', `<svg ${SVG}><svg><svg/></svg></svg>`],
  ['names beyond ASCII', `<svg ${SVG}><溶接 é·́=""/><𐀀/></svg>`],
  ['references', `<svg ${SVG} a="&lt;&#62;&#x26;">&amp;&quot;&apos;</svg>`],
  ['CDATA with tags in it', `<svg ${SVG}><style><![CDATA[</svg> & ]] > a>b]]></style></svg>`],
  ['the namespace declared already, last', `<svg ${SVG} xmlns:openbadges="${OB3}"></svg>`],
  ['the namespace declared already, last, self-closing', `<svg ${SVG} xmlns:openbadges="${OB3}"/>`],
  ['the namespace declared already, first, and used', `<svg xmlns:openbadges='${OB3}' ${SVG}><openbadges:x/></svg>`],
  ['the prefix bound to another namespace', `<svg ${SVG} xmlns:openbadges="${OB2}" />`],
  [
    'the prefix bound further inside',
    `<svg ${SVG}><openbadges:g xmlns:openbadges="urn:x"/><g xmlns:openbadges="${OB3}"><openbadges:x/></g></svg>`,
  ],
  ['another prefix for the namespace', `<svg ${SVG} xmlns:ob="${OB3}"><ob:x ob:y=""/></svg>`],
  ['the name without its namespace', `<svg ${SVG}><credential>{}</credential><x:credential xmlns:x="urn:x"/></svg>`],
]

describe('strip(bake(image)) is the original, byte for byte', () => {
  it.each(pictures)('%s', async (_name, picture) => {
    const image = bytes(picture)
    expect(await extractCredential(image)).toBeNull()
    expect(await stripCredential(image)).toEqual(image)
    for (const baked of [await bakeImage(image, credential), await bakeImage(image, jws)]) {
      expect(text(await stripCredential(baked))).toBe(picture)
    }
    expect(readByDom(await bakeImage(image, credential))?.body).toBe(json)
  })
})

describe('reading what others baked into an SVG', () => {
  it.each([
    [
      'layout around CDATA',
      `<o:credential xmlns:o="${OB3}">\n  <!-- a --> \n<![CDATA[ {"a":1} ]]>\r\n</o:credential>`,
      ' {"a":1} ',
      'ob3',
      [],
    ],
    [
      'escaped text',
      `<o:credential xmlns:o="${OB3}">\n {&quot;a&quot;: &#x31;}\r\n </o:credential>`,
      '{"a": 1}',
      'ob3',
      [],
    ],
    [
      'text around CDATA',
      `<o:credential xmlns:o="${OB3}"> {"a":<![CDATA["b"]]>} </o:credential>`,
      '{"a":"b"}',
      'ob3',
      [],
    ],
    [
      'text split by comments',
      `<o:credential xmlns:o="${OB3}"> <!-- --> {<!-- -->} <!-- --> </o:credential>`,
      '{}',
      'ob3',
      [],
    ],
    ['a default namespace', `<credential xmlns="${OB3}" verify='a.b.c'/>`, 'a.b.c', 'ob3', []],
    ['a place deep inside', `<g><g><o:credential xmlns:o="${OB3}" verify="a.b.c"/></g></g>`, 'a.b.c', 'ob3', []],
    [
      'blanks around a JWS',
      `<o:credential xmlns:o="${OB3}" verify="\n a.b.c &#10;"></o:credential>`,
      'a.b.c',
      'ob3',
      [],
    ],
    ['both forms', `<o:credential xmlns:o="${OB3}" verify="a.b.c">{}</o:credential>`, 'a.b.c', 'ob3', ['two-forms']],
    ['an empty element', `<o:credential xmlns:o="${OB3}" verify=""/>`, '', 'ob3', []],
    [
      'a Comprehensive Learner Record',
      `<o:credential xmlns:o="${CLR}"><![CDATA[{}]]></o:credential>`,
      '{}',
      'clr2',
      [],
    ],
    ['Open Badges 2, hosted', `<o:assertion xmlns:o="${OB2}"><![CDATA[{"b":2}]]></o:assertion>`, '{"b":2}', 'ob2', []],
    ['Open Badges 2, signed', `<o:assertion xmlns:o="${OB2}" verify="a.b.c"/>`, 'a.b.c', 'ob2', []],
    [
      'Open Badges 1, with a copy',
      `<o:assertion xmlns:o="${OB2}" verify="https://example.org/1">{"b":1}</o:assertion>`,
      '{"b":1}',
      'ob2',
      ['two-forms'],
    ],
    [
      'Open Badges 1, a link',
      `<o:assertion xmlns:o="${OB2}" verify="https://example.org/1"/>`,
      'https://example.org/1',
      'ob1',
      [],
    ],
    [
      'two credentials',
      `<o:credential xmlns:o="${OB3}">{}</o:credential><o:credential xmlns:o="${OB3}">[]</o:credential>`,
      '{}',
      'ob3',
      ['duplicate'],
    ],
    [
      'two standards',
      `<o:assertion xmlns:o="${OB2}">[]</o:assertion><o:credential xmlns:o="${OB3}">{}</o:credential>`,
      '{}',
      'ob3',
      ['several-standards'],
    ],
    [
      'a credential within a credential',
      `<o:credential xmlns:o="${OB3}">{<o:credential>}</o:credential></o:credential>`,
      '{}',
      'ob3',
      [],
    ],
  ])('%s', async (_name, element, expected, standard, findings) => {
    const image = bytes(`<svg ${SVG}>${element}</svg>`)
    const found = await readBaked(image)
    expect(found).toMatchObject({ text: expected, format: 'svg', standard })
    expect(found?.findings.map(({ code }) => code)).toEqual(findings)
    expect(await codeOf(() => bakeImage(image, credential))).toBe('ERR_BAKE_ALREADY_BAKED')
    expect(await readBaked(await stripCredential(image))).toBeNull()
    expect(await extractCredential(await bakeImage(image, credential, { ifBaked: 'replace' }))).toBe(json)
  })

  it.each([
    [
      'a declaration in the way we write it',
      `<svg ${SVG} xmlns:openbadges="${OB2}"><openbadges:assertion>{}</openbadges:assertion><g/></svg>`,
      `<svg ${SVG}><g/></svg>`,
    ],
    [
      'a declaration that more relies on',
      `<svg ${SVG} xmlns:openbadges="${OB3}"><openbadges:credential/><openbadges:x/></svg>`,
      `<svg ${SVG} xmlns:openbadges="${OB3}"><openbadges:x/></svg>`,
    ],
    [
      'a declaration elsewhere in the tag',
      `<svg xmlns:openbadges="${OB3}" ${SVG}><openbadges:credential/></svg>`,
      `<svg xmlns:openbadges="${OB3}" ${SVG}></svg>`,
    ],
    [
      'a credential further down',
      `<svg ${SVG} xmlns:openbadges="${OB3}"> <openbadges:credential/></svg>`,
      `<svg ${SVG} xmlns:openbadges="${OB3}"> </svg>`,
    ],
    ['another prefix', `<svg ${SVG} xmlns:ob="${OB3}"><ob:credential/></svg>`, `<svg ${SVG} xmlns:ob="${OB3}"></svg>`],
    [
      'our mark of a self-closing root, with more behind',
      `<svg ${SVG} xmlns:openbadges="${OB3}"><openbadges:credential></openbadges:credential >a</svg>`,
      `<svg ${SVG}>a</svg>`,
    ],
  ])('is stripped with what belongs to it only: %s', async (_name, image, expected) => {
    expect(text(await stripCredential(bytes(image)))).toBe(expected)
  })
})

const nested = (depth: number): string => `<svg ${SVG}>${'<g>'.repeat(depth)}${'</g>'.repeat(depth)}</svg>`

describe('an SVG that is not well formed, or not safe, is refused', () => {
  it.each([
    ['an entity of others', `<!DOCTYPE svg [<!ENTITY a "&b;">]><svg ${SVG}>&a;</svg>`, 'ERR_IMAGE_UNSAFE'],
    ['an entity elsewhere', `<!DOCTYPE svg SYSTEM "x" [<!ENTITY a SYSTEM "b">]><svg ${SVG}/>`, 'ERR_IMAGE_UNSAFE'],
    ['an entity', `<svg ${SVG}>&xxe;</svg>`, 'ERR_IMAGE_UNSAFE'],
    [
      'entities that grow in text',
      `<!DOCTYPE svg [<!ENTITY a "${'a'.repeat(1000)}">]><svg ${SVG}><text>${'&a;'.repeat(100)}</text></svg>`,
      'ERR_IMAGE_UNSAFE',
    ],
    ['an entity in an attribute', `<svg ${SVG} a="&nbsp;"/>`, 'ERR_IMAGE_UNSAFE'],
    ['100,000 nested elements', nested(100_000), 'ERR_LIMIT_EXCEEDED'],
    ['one level too many', nested(256), 'ERR_LIMIT_EXCEEDED'],
    [
      'an element with 100,000 attributes',
      `<svg ${Array.from({ length: 100_000 }, (_, i) => `a${i}=""`).join(' ')}/>`,
      'ERR_LIMIT_EXCEEDED',
    ],
    ['50 MB', `<svg ${SVG}>${' '.repeat(50_000_000)}</svg>`, 'ERR_LIMIT_EXCEEDED'],
    ['another encoding', `<?xml version="1.0" encoding='ISO-8859-1'?><svg ${SVG}/>`, 'ERR_FORMAT_UNKNOWN'],
    [
      'another encoding, behind 1,000 blanks',
      `<?xml version="1.0"${' '.repeat(1000)}encoding="ISO-8859-1"?><svg ${SVG}/>`,
      'ERR_FORMAT_UNKNOWN',
    ],
    [
      'a declaration that goes on and on',
      `<?xml version="1.0"${' '.repeat(5000)}encoding="ISO-8859-1"?><svg ${SVG}/>`,
      'ERR_IMAGE_CORRUPT',
    ],
    ['another namespace', '<svg xmlns="urn:x"/>', 'ERR_FORMAT_UNKNOWN'],
    ['another root than the document type says', `<!DOCTYPE svg><html/>`, 'ERR_FORMAT_UNKNOWN'],
    ...[
      ['no end', `<svg ${SVG}>`],
      ['a tag without end', `<svg ${SVG}`],
      ['an end tag of another element', `<svg ${SVG}></svh>`],
      ['an end tag with more in it', `<svg ${SVG}></svg a="">`],
      ['an end tag too many', `<svg ${SVG}></svg></svg>`],
      ['two roots', `<svg ${SVG}/><svg/>`],
      ['text behind the root', `<svg ${SVG}/>text`],
      ['CDATA behind the root', `<svg ${SVG}/><![CDATA[]]>`],
      ['CDATA without end', `<svg ${SVG}><![CDATA[]]</svg>`],
      ['a comment without end', `<svg ${SVG}><!-- </svg>`],
      ['two hyphens in a comment', `<svg ${SVG}><!-- -- --></svg>`],
      ['an instruction without end', `<svg ${SVG}><?a </svg>`],
      ['an instruction without name', `<svg ${SVG}><? a?></svg>`],
      ['an instruction whose name is no name', `<svg ${SVG}><?a+b?></svg>`],
      ['an XML declaration inside', `<svg ${SVG}><?XML version="1.0"?></svg>`],
      ['an XML declaration that is not well formed', `<?xml encoding="utf-8"?><svg ${SVG}/>`],
      ['two document types', `<!DOCTYPE svg><!DOCTYPE svg><svg ${SVG}/>`],
      ['a document type inside', `<svg ${SVG}><!DOCTYPE svg></svg>`],
      ['a document type with an identifier that does not end', `<!DOCTYPE svg SYSTEM "x><svg ${SVG}/>`],
      ['a document type with one identifier too few', `<!DOCTYPE svg PUBLIC "x"><svg ${SVG}/>`],
      ['a document type with more than that', `<!DOCTYPE svg x><svg ${SVG}/>`],
      ['an unknown declaration', `<svg ${SVG}><!ELEMENT></svg>`],
      ['an element without name', `<svg ${SVG}>< /></svg>`],
      ['an element whose name has a sign in it', `<svg ${SVG}><a×/></svg>`],
      ['a document type without a blank', `<!DOCTYPEsvg><svg ${SVG}/>`],
      ['an element whose name starts with a digit', `<svg ${SVG}><1/></svg>`],
      ['a name with two colons', `<svg ${SVG}><a:b:c xmlns:a="u"/></svg>`],
      ['a name with nothing behind the colon', `<svg ${SVG}><a:/></svg>`],
      ['an attribute without value', `<svg ${SVG} a/>`],
      ['an attribute without quotes', `<svg ${SVG} a=b/>`],
      ['an attribute without end', `<svg ${SVG} a="b/>`],
      ['attributes without a blank between', `<svg ${SVG}a=""/>`],
      ['"<" in an attribute', `<svg ${SVG} a="<"/>`],
      ['a slash that ends nothing', `<svg ${SVG} / >`],
      ['an attribute twice', `<svg ${SVG} a="" a=""/>`],
      ['an attribute twice by namespace', `<svg ${SVG} xmlns:a="u" xmlns:b="u" a:x="" b:x=""/>`],
      ['a prefix that nothing declares', `<svg ${SVG}><a:b/></svg>`],
      ['a prefix of an attribute that nothing declares', `<svg a:b=""/>`],
      ['a prefix declared by a sibling', `<svg ${SVG}><a:b xmlns:a="u"/><a:b/></svg>`],
      ['a prefix declared by nothing', `<svg ${SVG} xmlns:a=""/>`],
      ['the prefix xmlns declared', `<svg ${SVG} xmlns:xmlns="u"/>`],
      ['the prefix xmlns of an element', `<svg ${SVG}><xmlns:a/></svg>`],
      ['the prefix xml declared as another', `<svg ${SVG} xmlns:xml="u"/>`],
      ['the namespace of xml for another', `<svg ${SVG} xmlns:a="http://www.w3.org/XML/1998/namespace"/>`],
      ['the namespace of xmlns', `<svg ${SVG} xmlns:a="http://www.w3.org/2000/xmlns/"/>`],
      ['"]]>" in text', `<svg ${SVG}>]]></svg>`],
      ['an ampersand alone', `<svg ${SVG}>a & b</svg>`],
      ['a reference to no character', `<svg ${SVG}>&#0;</svg>`],
      ['a reference to half a surrogate pair', `<svg ${SVG}>&#xD800;</svg>`],
      ['a reference beyond Unicode', `<svg ${SVG}>&#1114112;</svg>`],
      ['a control character', `<svg ${SVG}>\u0001</svg>`],
      ['a noncharacter', `<svg ${SVG}>\uffff</svg>`],
    ].map(([name, image]) => [name, image, 'ERR_IMAGE_CORRUPT']),
  ] as [string, string, string][])('%s', async (_name, picture, code) => {
    const image = bytes(picture)
    const start = performance.now()
    expect(await codeOf(() => extractCredential(image))).toBe(code)
    expect(await codeOf(() => bakeImage(image, credential))).toBe(code)
    expect(await codeOf(() => stripCredential(image))).toBe(code)
    // The test's own time-out cannot interrupt synchronous work.
    expect(performance.now() - start).toBeLessThan(20_000)
  })

  it('bytes that are not UTF-8', async () => {
    const image = new Uint8Array([...bytes(`<svg ${SVG}>`), 0xe9, ...bytes('</svg>')])
    expect(await codeOf(() => extractCredential(image))).toBe('ERR_IMAGE_CORRUPT')
  })

  it('UTF-16', async () => {
    const image = new Uint8Array(Buffer.from(`\ufeff<svg ${SVG}/>`, 'utf16le'))
    expect(await codeOf(() => extractCredential(image))).toBe('ERR_FORMAT_UNKNOWN')
  })

  it('a picture that grows over the limit by being baked', async () => {
    const image = bytes(`<svg ${SVG}>${' '.repeat(10 * 1024 * 1024 - 60)}</svg>`)
    expect(await extractCredential(image)).toBeNull()
    expect(await codeOf(() => bakeImage(image, credential))).toBe('ERR_LIMIT_EXCEEDED')
  })
})

describe('a picture close to the limit is read within a second', () => {
  const blanks = `x${' '.repeat(1_000_000)}y${' '.repeat(1_000_000)}`
  const fill = (piece: string): Uint8Array =>
    bytes(`<svg ${SVG}>${piece.repeat(Math.floor(9_800_000 / piece.length))}&amp;</svg>`)

  it.each([
    ['empty elements', fill('<g/>')],
    ['attributes', fill('<g a="1" b="2"/>')],
    ['namespaces', fill('<a:g xmlns:a="u"/>')],
    ['default namespaces', fill('<g xmlns="u"/>')],
    ['nested namespaces', fill('<g xmlns="u"><g xmlns="v"></g></g>')],
    [
      '300,000 prefixes',
      bytes(`<svg ${SVG}>${Array.from({ length: 300_000 }, (_, i) => `<g xmlns:a${i}="u"/>`).join('')}</svg>`),
    ],
    ['comments', fill('<!---->')],
    ['instructions', fill('<?a?>')],
    ['CDATA', fill('<![CDATA[]]>')],
    ['references', fill('&lt;')],
    ['brackets', fill(']]')],
    ['one long attribute', bytes(`<svg ${SVG} a="${'&lt;'.repeat(1_000_000)}"/>`)],
    ['one long name', bytes(`<svg ${SVG}><${'a'.repeat(4_000_000)}/></svg>`)],
    ['one long row of blanks', bytes(`<svg ${SVG}${' '.repeat(4_000_000)}/>`)],
    [
      'a credential in a million pieces',
      bytes(`<svg ${SVG}><c:credential xmlns:c="${OB3}">${'&#32;<!---->'.repeat(300_000)}</c:credential></svg>`),
    ],
    [
      'blanks inside a credential attribute',
      bytes(`<svg ${SVG}><c:credential xmlns:c="${OB3}" verify="${blanks}"/></svg>`),
    ],
    [
      'blanks inside a credential body',
      bytes(`<svg ${SVG}><c:credential xmlns:c="${OB3}">${blanks}</c:credential></svg>`),
    ],
  ])(
    '%s',
    async (_name, image) => {
      await expect(stripCredential(image)).resolves.toBeInstanceOf(Uint8Array)
      // Half a second of processor time at rest; a busy machine, or one that counts branches, takes several times that.
      const before = process.cpuUsage()
      await expect(extractCredential(image)).resolves.not.toBeUndefined()
      const { user, system } = process.cpuUsage(before)
      expect((user + system) / 1000).toBeLessThan(20_000)
    },
    30_000,
  )
})

describe.skipIf(!hasVectors)('pictures and badges of others', () => {
  const svgs = [
    'luisgf-openbadgeslib/withxmlheader.svg',
    'luisgf-openbadgeslib/withoutxmlheader.svg',
    'luisgf-openbadgeslib/images/sample1.svg',
    'luisgf-openbadgeslib/images/userimage01.svg',
  ]
  it.each(svgs)('%s bakes, extracts and strips', async (file) => {
    const image = readVector(file)
    const baked = await bakeImage(image, credential)
    expect(await extractCredential(baked)).toBe(json)
    expect(readByDom(baked)?.body).toBe(json)
    expect(await stripCredential(baked)).toEqual(image)
  })

  it.each([
    'openbadges-specification/examples/svg/docformat-3.svg',
    'openbadges-specification/examples/svg/docformat-4.svg',
    'digitalcredentials-vc-test-fixtures/verifiableCredentials/v1/dataIntegrityProof/didKey/mixedRegistry-validStatus-noExpiry.svg',
  ])('%s is read as another parser reads it', async (file) => {
    const image = readVector(file)
    const found = await extractCredential(image)
    const dom = readByDom(image)
    expect(found?.trim()).toBe(dom === null ? undefined : (dom.verify ?? dom.body?.trim()))
  })
})
