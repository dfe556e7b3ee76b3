/** Fonts by what they cover, and characters as readers see them. */

export { breaksAnywhere, clusters, drawable, isInvisible, scriptOf, segments } from './characters.js'
export {
  type FontBook,
  type FontFace,
  type FontOptions,
  type FontSource,
  missing,
  type OpenFont,
  type OpenFonts,
  opened,
  openFonts,
  type Weight,
} from './fonts.js'
