/**
 * Turns a signed badge into a file to hand out.
 *
 * @module badgewright/export
 */

export type { ArchiveTexts as ReadmeTexts, StateLabels } from '../texts/index.js'
export { type CapsuleField, capsuleFields, capsuleFieldsOf, createCapsule, redactCredential } from './capsule.js'
export { type BadgeFile, type ExportFormat, type ExportOptions, exportBadge, mediaTypes } from './export-badge.js'
export { safeFileName } from './file-name.js'
export {
  createSnippet,
  createSnippetFile,
  type SnippetFormat,
  type SnippetLabels,
  type SnippetOptions,
  snippetFormats,
} from './snippets/index.js'
