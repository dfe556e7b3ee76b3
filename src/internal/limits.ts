import { documentLimits } from './document-limits.js'
import { MB } from './file-limits.js'

/** Bytes of a picture that the service keeps for a badge, through whichever door it comes. */
const pictureBytes = 4 * MB

/**
 * Caps that are applied before any work. One table, quoted by the README and by error messages; those of signing and verifying
 * are in `documentLimits`, those of files in `fileLimits`.
 */
export const limits = {
  ...documentLimits,
  /** Characters of Markdown that is read as such; what is longer is shown as it was written. */
  markdown: 8_000,
  /** Messages that one process has on their way at once. */
  mailAtOnce: 500,
  /** Records that are counted for a figure; where there are more, it says this number. */
  backlogRecords: 10_000,
  /** Bytes of what is posted to a webhook. */
  guardedPostBytes: 256 * 1024,
  /** Signatures of one webhook that are looked at. */
  webhookSignatures: 10,
  /** Addresses of one person that a host vouches for in place of its identity provider. */
  vouchedAddresses: 10,
  /** Badges of one person, the newest, that are looked through for a text, or put into another order than that of time. */
  collectionSearched: 500,
  /** Unread notices that are counted: beyond that it says "99+". */
  noticesCounted: 100,
  /** Characters of what somebody looks for among their badges. */
  collectionQuery: 100,
  /** Of the public page of a person: characters of its address, title and text, badges on it, bytes of pictures in its archive. */
  pageAddress: 40,
  pageTitle: 80,
  pageText: 600,
  pageBadges: 48,
  pageArchiveBytes: 64 * MB,
  /** Badges of other issuers that one person keeps, and characters of each. */
  outsideBadges: 100,
  outsideText: 262_144,
  /** Addresses and codes by which a form approves without a person. */
  formRoster: 2_000,
  formCodes: 100,
  /** Characters of a problem that somebody reports. */
  reportText: 2_000,
  /** Groups of one person that an identity provider names. */
  claimedGroups: 2000,
  /** Proxies in front of a server that may say whom they speak for. */
  proxyHops: 20,
  /** Addresses that one host name may have. */
  fetchAddresses: 64,
  /** Bytes that a run of the command line keeps of what it fetched; beyond that it fetches nothing more. */
  recordedBytes: 256 * MB,
  /** Milliseconds for which a process takes for granted which key signs. */
  keyRecordMilliseconds: 5_000,
  /** Milliseconds after its last signature in which a key is not removed: what it signed may not be stored yet. */
  keyRestMilliseconds: 3_600_000,
  /** Bytes of a part of a backup at which a new one is begun, and that none exceeds; one line may hold a whole file. */
  backupPartFill: MB,
  backupPartBytes: 32 * MB,
  /** Secret files of a backup, and how often as large as it was packed it may unpack to. */
  backupFiles: 2000,
  backupRatio: 200,
  /** Characters of a passphrase, at least. */
  passphrase: 12,
  /** Records that are read at once, and written in one commit. */
  backupPage: 100,
  backupCommit: 400,
  /** Badges that are held at once while all are verified, and that an error names. */
  keyCheckPage: 50,
  keyProblems: 100,
  /** Bytes of a drawing that is cleaned or rendered. */
  artBytes: 4 * MB,
  /** Elements of a drawing that is cleaned or rendered. */
  artElements: 20_000,
  /** Elements of a drawing once every `use` is replaced by what it names. */
  artDrawn: 100_000,
  /** Pixels of a picture that is drawn on a card or page. */
  artPixels: 40_000_000,
  /** Milliseconds for rendering one drawing. */
  artMilliseconds: 5_000,
  /** Bytes of memory for rendering one drawing of a stranger. */
  artMemory: MB * 1024,
  /** Bytes of one font; the largest of Noto have 20 million. */
  fontBytes: 32 * MB,
  /** Characters of one text of a badge that is shown to people. */
  viewText: 20_000,
  /** Bytes of UTF-8 that a file name may have before its extension; file systems allow 255 for the whole. */
  fileNameBytes: 120,
  /** Characters of an e-mail address, and of the part before the `@`: RFC 5321 §4.5.3.1. */
  address: 254,
  addressLocalPart: 64,
  /** Characters of the name of a person. */
  personName: 200,
  /** Characters of a language tag. */
  localeTag: 35,
  /** Characters of a date that somebody typed. */
  dateText: 40,
  /** Characters of the title of a form and of the label of a batch. */
  title: 200,
  /** Characters of the id of a record, of that of an issuer (a DID or URL), and of the id of a form. */
  recordId: 200,
  issuerId: 2000,
  formId: 64,
  /** Characters of a time in ISO 8601. */
  timeText: 40,
  /** Characters of a token, a cursor or the id of a status list. */
  tokenText: 500,
  /** Characters of a mailed code, and of a recovery code. */
  mailedCode: 10,
  recoveryCode: 100,
  /** Passkeys of one account, characters of the name of one, and of what a browser answers for one. */
  passkeys: 20,
  passkeyName: 60,
  passkeyAnswer: 16 * 1024,
  /** Bytes of the id of a credential (WebAuthn Level 3 §4), and ways to reach a device. */
  passkeyIdBytes: 1023,
  passkeyTransports: 8,
  /** Minutes for which the challenge of a passkey may be answered. */
  passkeyMinutes: 5,
  /** Minutes after signing in in which one may change how one gets into an account. */
  freshMinutes: 15,
  /** Days for which an address that was removed can come back, and after which one counts as an owner of an account. */
  restoreDays: 30,
  /** Characters of the name of an account at the host, and addresses that it may come with. */
  hostSubject: 500,
  hostEmails: 50,
  /** Characters of the purpose of a consent, and of the version of the text that was shown. */
  consentText: 200,
  /** Characters of the text that a guardian was shown. */
  guardianText: 5_000,
  /** Years ahead that a learner may come of age. */
  guardianYears: 25,
  /** Types of achievements that one rule names, and characters of one. */
  ruleTypes: 50,
  achievementType: 200,
  /** Parts of a badge that one link shows, and characters of the name of one. */
  linkParts: 20,
  linkPart: 100,
  /** Characters of the text below the title of a form. */
  formDescription: 5000,
  /** Characters of the description and of the criteria of an achievement that is typed on the pages. */
  typedText: 4000,
  /** Records of one page of an answer of the API. */
  apiPage: 200,
  /** Messages that are sent in one go. */
  delivered: 10_000,
  /** Seconds that each badge stays on a screen. */
  slideSeconds: { min: 5, max: 120, standard: 12 },
  /** Characters of the title of a display, and of the label of a link. */
  displayTitle: 100,
  linkLabel: 100,
  /** Characters of the reason for a revocation. */
  reasonText: 500,
  pictureBytes,
  /** Characters of such a picture in base64. */
  pictureText: Math.ceil(pictureBytes / 3) * 4,
  /** Bytes of a file that is read back from a store of files. */
  blobBytes: 16 * MB,
  /** Bytes of an issuer's logo, its pixels on either side, and the width that it is drawn in for mails and certificates. */
  logoBytes: 256 * 1024,
  logoSide: 4096,
  logoWidth: 480,
  /** Characters of an issuer's name on the pages, of the text at their foot, and of its address by post. */
  brandName: 100,
  brandText: 500,
  /** Characters of the URL of an imprint and of a notice on privacy. */
  brandUrl: 500,
  /** Bytes of a file of skills, skills in it, such files, and characters of the name, address and code of a skill. */
  skillFileBytes: 16 * MB,
  frameworkSkills: 20_000,
  frameworks: 50,
  skillText: 500,
  skillCode: 100,
  /** Skills and tags of a badge of the library, signatures on its certificate, and letters in the picture that is drawn for it. */
  savedSkills: 50,
  savedTags: 20,
  signatures: 3,
  badgeWords: 40,
  /** Milliseconds for which a process takes an issuer's name, logo and colour for granted. */
  brandMilliseconds: 5_000,
  /**
   * Bytes of a whole mail, and of the badge and the logo in it, which are drawn smaller until they fit: with both, in base64, about
   * 17,000 are left for words.
   */
  mailBytes: 60_000,
  mailPictureBytes: 24_000,
  mailLogoBytes: 7_000,
  /** Pictures that a process keeps ready for mails. */
  mailPictures: 64,
  /** Characters of the subject of a mail. */
  mailSubject: 70,
  /** Bytes of the picture inside a pass; larger ones are left out. */
  passPictureBytes: 160 * 1024,
  /** Characters of a report about mail, and its parts. */
  mailReportText: MB,
  mailReportParts: 20,
  /** Seconds in which a status list is published once at most. */
  statusPublishSeconds: 5,
  /** Seconds for which verifiers may keep an issuer's keys: a new one is out for as long before it signs. */
  keyDocumentSeconds: 300,
  /** Seconds by which the clocks of servers on one database may differ. */
  serverClockSeconds: 300,
  /** Hours of a session of a member of staff, of a sign-in link that they asked for, and of an invitation. */
  staffSessionHours: 8,
  staffLinkHours: 1,
  staffInvitationHours: 72,
  /** Members of staff, and tokens of the API, of one service; roles of one of them. */
  staffMembers: 1000,
  apiTokens: 200,
  grants: 50,
  /**
   * Minutes in which a request for a badge is answered, and hours for which its verdict is kept; bytes of an answer, and
   * numbers that may be tried.
   */
  presentMinutes: 5,
  presentHours: 24,
  presentBytes: 5 * MB,
  presentTries: 3,
  /** Characters of a link that saves a pass in Google Wallet. */
  googlePassLink: 1800,
  /** Achievements, and issuers, that one request names. */
  askedIds: 20,
  /** Reminders of one offer, whatever the settings. */
  reminders: 2,
  /** Wrong codes that may be tried for one claim. */
  codeTries: 5,
  /** Characters of what reviewer and applicant say to each other at once. */
  remarkText: 2000,
  /** Characters of one answer in an application. */
  answerText: 5_000,
  /** Fields of an application form. */
  formFields: 50,
  /** Remarks about one application. */
  remarks: 50,
  /** Achievements that one display is limited to. */
  displayAchievements: 100,
  /** Milliseconds for a connection to a database, for one statement, and for a lock that somebody else has. */
  databaseConnectMilliseconds: 10_000,
  databaseStatementMilliseconds: 30_000,
  databaseLockMilliseconds: 10_000,
  /** Characters of a key, of the name of an index and of a value of it in a storage. */
  storageName: 512,
  /** Changes in one commit, and records on one page. */
  storageChanges: 5000,
  storagePage: 1000,
  /** Characters of a cookie that browsers keep for certain. */
  sealedText: 4000,
  /** Bytes of a file of recipients that is uploaded. */
  csvBytes: 8 * MB,
  /** Bytes of a file of recipients that are held until its encoding is decided. */
  csvHeldBytes: 64 * MB,
  /** Columns of a file of recipients, characters of a row, and of a cell: as many as Excel allows. */
  csvColumns: 200,
  csvRecord: 100_000,
  csvCell: 32_767,
  /** Characters of the id of a batch. */
  batchId: 64,
  /** Rows of one batch of the service. */
  batchRows: 10_000,
  /** Rows of an upload that are tried out before they are issued. */
  batchPreviewRows: 1000,
  /** Rows of an upload that are issued while its page loads. */
  batchWaitedRows: 500,
  /** Badges of a batch whose offers are looked at to be sent again, at once. */
  resentAtOnce: 200,
  /** Badges in one table for spreadsheets. */
  exportedBadges: 100_000,
  /** Rows of one batch in the background. */
  batchJobRows: 100_000,
  /** Threads, or rows under way, of one batch. */
  batchWidth: 64,
  /** Bytes of images that one message of a thread may bring back. */
  batchMessageBytes: 4 * MB,
  /** Bytes of the form that a page posts, without files. */
  formBytes: 256 * 1024,
  /** Bytes of a form with files, or with what a preview carries along: a picture and a file of recipients in base64. */
  uploadBytes: 20 * MB,
  /** Fields that a page posts. */
  postedFields: 300,
  /** Files that are checked at once. */
  checkedFiles: 20,
  /** Characters of a page that are looked through for the address of its badge. */
  linkText: 256 * 1024,
  /** Pixels of the longer side of a picture in which a QR code is looked for, and milliseconds that it may take. */
  qrPixels: 2000,
  qrMilliseconds: 3000,
  /** Pixels of a picture that is opened for that, and milliseconds between two looks through a camera. */
  qrPicturePixels: 100_000_000,
  qrPauseMilliseconds: 150,
  /** Bytes of a request to the API. */
  apiBytes: 2 * MB,
  /** Bytes of a request to the API that may carry a picture or many rows. */
  apiUploadBytes: 16 * MB,
  /** Characters of the path of a request. */
  requestPath: 2048,
  /** Characters of the id of something stored, as a segment of such a path; the rest is for what comes before it. */
  addressedId: 1800,
  /** Pictures and certificates that are drawn at once, that may wait for it, and that are kept. */
  drawingsAtOnce: 2,
  drawingsWaiting: 64,
  drawingsKept: 96,
  /** Finished pages, and documents, that a handler has at hand, and the bytes that each of the two may take. */
  keptAnswers: 1000,
  keptAnswerBytes: 32 * MB,
  /** Characters of the address of a hand-over to a wallet: VCALM 1.0, for codes that cameras read. */
  interactionUrl: 400,
  /** Minutes for which a hand-over to a wallet waits, and for which the wallet may ask for the badge once it came. */
  walletOfferMinutes: 10,
  walletTokenMinutes: 10,
  /** Seconds for which a `c_nonce` may be answered, and by which the clock of a wallet may differ. */
  walletNonceSeconds: 300,
  walletSkewSeconds: 60,
  /** Wrong transaction codes after which the code of an offer is burnt. */
  walletCodeTries: 5,
  /** Bytes of what a wallet sends, and entries of `authorization_details`. */
  walletRequestBytes: 64 * 1024,
  walletDetails: 20,
  /** Hand-overs of one badge that wait at once, and copies of it in wallets. */
  walletOffers: 20,
  walletCopies: 20,
  /** Keys whose uses a process counts at once; beyond, those that were asked for the longest ago are forgotten. */
  rateLimitKeys: 100_000,
} as const
