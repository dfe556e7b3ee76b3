/** A package of fonts (SIL Open Font License) that is used when it is installed. */
export interface FontPackage {
  readonly package: string
  /** What comes before `_400Regular` in the names of its files. */
  readonly stem: string
  /** What the package has. The first row is tried for everything. */
  readonly covers: RegExp
  /** Folder of the bold font, where there is one. */
  readonly bold?: string
}

const BOLD = '700Bold'

/** In the order in which they are tried. */
export const fontPackages: readonly FontPackage[] = [
  { package: '@expo-google-fonts/noto-sans', stem: 'NotoSans', covers: /./su, bold: BOLD },
  {
    package: '@expo-google-fonts/noto-emoji',
    stem: 'NotoEmoji',
    covers: /\p{Extended_Pictographic}|\p{Regional_Indicator}|\u20e3/u,
    bold: BOLD,
  },
  { package: '@expo-google-fonts/noto-sans-arabic', stem: 'NotoSansArabic', covers: /\p{scx=Arab}/u, bold: BOLD },
  { package: '@expo-google-fonts/noto-sans-hebrew', stem: 'NotoSansHebrew', covers: /\p{scx=Hebr}/u, bold: BOLD },
  {
    package: '@expo-google-fonts/noto-sans-devanagari',
    stem: 'NotoSansDevanagari',
    covers: /\p{scx=Deva}/u,
    bold: BOLD,
  },
  { package: '@expo-google-fonts/noto-sans-tamil', stem: 'NotoSansTamil', covers: /\p{scx=Taml}/u, bold: BOLD },
  { package: '@expo-google-fonts/noto-sans-thai', stem: 'NotoSansThai', covers: /\p{scx=Thai}/u, bold: BOLD },
  { package: '@expo-google-fonts/noto-sans-armenian', stem: 'NotoSansArmenian', covers: /\p{scx=Armn}/u, bold: BOLD },
  { package: '@expo-google-fonts/noto-sans-khmer', stem: 'NotoSansKhmer', covers: /\p{scx=Khmr}/u, bold: BOLD },
  { package: '@expo-google-fonts/noto-sans-lao', stem: 'NotoSansLao', covers: /\p{scx=Laoo}/u, bold: BOLD },
  { package: '@expo-google-fonts/noto-sans-georgian', stem: 'NotoSansGeorgian', covers: /\p{scx=Geor}/u, bold: BOLD },
  { package: '@expo-google-fonts/noto-sans-kr', stem: 'NotoSansKR', covers: /\p{scx=Hang}/u, bold: BOLD },
  {
    package: '@expo-google-fonts/noto-sans-jp',
    stem: 'NotoSansJP',
    covers: /[\p{scx=Han}\p{scx=Hira}\p{scx=Kana}\u3000-\u30ff\uff00-\uffef]/u,
    bold: BOLD,
  },
  { package: '@expo-google-fonts/noto-sans-sc', stem: 'NotoSansSC', covers: /\p{scx=Han}/u, bold: BOLD },
  { package: '@expo-google-fonts/noto-sans-tc', stem: 'NotoSansTC', covers: /\p{scx=Han}/u, bold: BOLD },
  {
    package: '@expo-google-fonts/noto-sans-math',
    stem: 'NotoSansMath',
    covers: /[\u{1d400}-\u{1d7ff}\u2100-\u214f\u2190-\u23ff]/u,
  },
  { package: '@expo-google-fonts/noto-sans-deseret', stem: 'NotoSansDeseret', covers: /\p{scx=Dsrt}/u },
]
