/** A small XML scanner that never builds a tree: where things are, what they are called, what is refused. */
export { scanXml, type XmlAttribute, type XmlTag } from './scan.js'
export { attributeValue, textValue } from './text.js'
