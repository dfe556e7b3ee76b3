import type { PDFDict, PDFDocument, PDFObject, PDFRef } from '@cantoo/pdf-lib'
import { fileLimits } from '../../internal/file-limits.js'
import { corrupt } from './corrupt.js'

type PdfLib = typeof import('@cantoo/pdf-lib')
type Entry = readonly [name: PDFObject, value: PDFObject]

/**
 * The name tree of the files in a PDF (ISO 32000-2 §7.9.6), which viewers list. Its root has names or children, never
 * both: the library that attaches a file writes names whatever is there, and viewers then look at one of the two.
 */
export function nameTreeOf(document: PDFDocument, lib: PdfLib) {
  const { PDFName, PDFDict: Dict, PDFArray, PDFRef: Ref, PDFString, PDFHexString } = lib
  const ASSOCIATED = PDFName.of('AF')
  const [NAMES, KIDS, LIMITS, FILES] = ['Names', 'Kids', 'Limits', 'EmbeddedFiles'].map((name) => PDFName.of(name)) as [
    ReturnType<typeof PDFName.of>,
    ReturnType<typeof PDFName.of>,
    ReturnType<typeof PDFName.of>,
    ReturnType<typeof PDFName.of>,
  ]
  const root = (): PDFDict | undefined => document.catalog.lookupMaybe(NAMES, Dict)?.lookupMaybe(FILES, Dict)

  function entriesOf(tree: PDFDict): readonly Entry[] {
    const found: Entry[] = []
    const seen = new Set<PDFDict>()
    const walk = (node: PDFDict, depth: number): void => {
      if (seen.has(node) || depth > fileLimits.pdfListDepth) return
      seen.add(node)
      const names = node.lookupMaybe(NAMES, PDFArray)
      for (let i = 0; i + 1 < (names?.size() ?? 0); i += 2) {
        const [name, value] = [names?.get(i), names?.get(i + 1)]
        if (name !== undefined && value !== undefined) found.push([name, value])
        if (found.length > fileLimits.pdfAttachments) throw corrupt()
      }
      const kids = node.lookupMaybe(KIDS, PDFArray)
      for (let i = 0; i < (kids?.size() ?? 0); i += 1) {
        const kid = kids?.lookupMaybe(i, Dict)
        if (kid !== undefined) walk(kid, depth + 1)
      }
    }
    walk(tree, 0)
    return found
  }

  /** Names are compared byte by byte. */
  function keyOf(name: PDFObject): string {
    const text = document.context.lookup(name)
    if (!(text instanceof PDFString) && !(text instanceof PDFHexString)) return ''
    return String.fromCharCode(...text.asBytes().subarray(0, 1024))
  }

  function write(tree: PDFDict, entries: readonly Entry[]): void {
    const sorted = entries
      .map((entry) => ({ entry, key: keyOf(entry[0]) }))
      .sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0))
    tree.set(NAMES, document.context.obj(sorted.flatMap(({ entry }) => [...entry])))
    tree.delete(KIDS)
    tree.delete(LIMITS)
  }

  /** The name of a file as readers take it, whatever the key in the tree says. */
  function fileNameOf(file: PDFObject): string | undefined {
    const specification = document.context.lookup(file)
    if (!(specification instanceof Dict)) return undefined
    for (const key of ['UF', 'F']) {
      const text = specification.lookup(PDFName.of(key))
      if (text instanceof PDFString || text instanceof PDFHexString) return text.decodeText()
    }
    return undefined
  }

  /** What a file consists of: its specification, and the streams that have its bytes. */
  function partsOf(file: PDFObject): readonly PDFRef[] {
    const specification = document.context.lookup(file)
    const streams = specification instanceof Dict ? specification.lookupMaybe(PDFName.of('EF'), Dict)?.values() : []
    return [file, ...(streams ?? [])].filter((part) => part instanceof Ref)
  }

  return {
    /** Takes files of these names out of the tree, and out of those that the document is associated with. */
    remove(names: readonly string[]): void {
      const [kept, gone]: [PDFObject[], PDFObject[]] = [[], []]
      const isKept = (file: PDFObject): boolean => {
        const isGone = names.includes(fileNameOf(file) ?? '')
        ;(isGone ? gone : kept).push(file)
        return !isGone
      }
      const tree = root()
      if (tree !== undefined)
        write(
          tree,
          entriesOf(tree).filter(([, file]) => isKept(file)),
        )
      const associated = document.catalog.lookupMaybe(ASSOCIATED, PDFArray)
      if (associated !== undefined) {
        const left = associated.asArray().filter(isKept)
        if (left.length === 0) document.catalog.delete(ASSOCIATED)
        else document.catalog.set(ASSOCIATED, document.context.obj(left))
      }
      const shared = new Set(kept.flatMap(partsOf))
      for (const part of gone.flatMap(partsOf)) if (!shared.has(part)) document.context.delete(part)
    },
    /** One list in place of a tree, so that a file can be attached to it and found in it. */
    flatten(): void {
      const tree = root()
      if (tree?.has(KIDS)) write(tree, entriesOf(tree))
    },
    /** The list in the order that readers search it by. */
    sort(): void {
      const tree = root()
      if (tree !== undefined) write(tree, entriesOf(tree))
    },
  }
}
