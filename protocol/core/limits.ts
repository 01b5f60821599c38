/** Limits that both sides know. Names end in the unit: bytes, UTF-16 code units (`Chars`), milliseconds (`Ms`). */
export const limits = {
  /** Largest frame either side accepts. */
  frameBytes: 1_048_576,
  /** Shortest password that a person may choose: NIST SP 800-63B asks for eight. */
  passwordChars: 8,
  /** Longest text of one message. */
  textChars: 8_000,
  mentions: 200,
  /** Characters of a question and of each option. */
  pollChars: 200,
  pollOptions: 20,
  signupChars: 200,
  signupLines: 500,
  signupLinesPerPerson: 10,
  /** People whom the row of a message names for one option. */
  namedAnswers: 50,
  /** Blocks, runs of text, breaks and mentions of one formatted text. */
  richNodes: 10_000,
  linkChars: 2_000,
  /** Characters of a card as JSON, and how deep its values are nested. */
  cardChars: 65_536,
  cardDepth: 24,
  /** Elements, actions, rows or choices in one list of a card. */
  cardItems: 200,
  /** Characters of a text of a card, of a line (a title, a label), and of an id in it. */
  cardTextChars: 12_000,
  cardLineChars: 3_000,
  cardIdChars: 255,
  /** Characters of the address of a picture in a card, which may hold the picture itself. */
  cardPictureChars: 65_536,
  /** Hooks of one group, networks, words and conditions of one of them, and kinds of event that it mutes. */
  hooks: 50,
  hookNetworks: 50,
  hookEvents: 200,
  hookNameChars: 30,
  hookPathChars: 200,
  hookValueChars: 200,
  hookDeliveriesPage: 100,
  /** Bytes of files that come for messages of one hook within a day. */
  hookMediaBytes: 200 * 1_048_576,
  /** Characters of a payload that is tried out. */
  hookTestChars: 100_000,
  /** Bots of one person, and of a group; commands, shortcuts, hosts or choices of a bot. */
  bots: 50,
  botItems: 100,
  botNameChars: 30,
  /** Characters of a line of a bot: a title, a description. */
  botLineChars: 200,
  /** What follows a command. */
  commandChars: 3_000,
  /** Values that a bot keeps at the workspace: how many, and characters of each as JSON. */
  botValues: 10_000,
  botValueChars: 65_536,
  /** Events of a bot in one answer, and how many may wait to be answered. */
  botEventsPage: 100,
  botEventsWaiting: 10_000,
  /** How long a bot may answer to what somebody did, with a form or words for them alone. */
  botTriggerMs: 300_000,
  /** How long the person who sends a form waits for what the bot says. */
  botAnswerMs: 4_000,
  conversationNameChars: 60,
  fileNameChars: 200,
  /** Pictures of one message. */
  albumImages: 20,
  /** Words under pictures or a video. */
  captionChars: 1_000,
  /** Longest voice note. */
  voiceMs: 10 * 60_000,
  waveformBars: 100,
  /** Largest file that a server takes unless it says otherwise. */
  fileBytes: 2 * 1_073_741_824,
  /** Names of people, departments and apps. */
  nameChars: 200,
  /** Members of one group, its owner included. */
  members: 5_000,
  /** Admins of one group besides its owner. */
  groupAdmins: 20,
  /** Links of one group that can be used, and people who asked to join it. */
  groupLinks: 50,
  joinRequests: 200,
  /** The longest time that a link lasts, unless it lasts for ever. */
  linkMs: 365 * 24 * 3_600_000,
  /** Characters of the name that a member has in a group. */
  nicknameChars: 30,
  /** Of a picture that becomes the avatar of a group, and pixels of each side of what is made of it. */
  avatarBytes: 20 * 1_048_576,
  avatarPixels: 256,
  /** Characters of a group's announcement. */
  announcementChars: 2_000,
  /** Characters of the description of a group. */
  descriptionChars: 500,
  /** The most days of the past that new members may see, unless they see all. */
  historyDays: 3_650,
  /** The longest wait of slow mode. */
  slowSeconds: 3_600,
  /** In a group with more online members than this, only those who have it open get message bodies. */
  bodiesOnlineMembers: 500,
  /** People of one page of who has read a message, answered or reacted to it. */
  peoplePage: 200,
  historyPage: 200,
  /** Characters of what is searched for. */
  searchChars: 200,
  /** Messages in one answer of the server's search. */
  searchPage: 50,
  /** People, conversations or kinds in one filter of a search. */
  searchFilterItems: 50,
  changesPage: 2_000,
  headsPage: 500,
  /** Ids in one request for employees. */
  employees: 200,
  /** Different emojis on one message. */
  reactions: 30,
  /** Messages in one chat record, those of records within it included. */
  recordItems: 100,
  /** How deep records are nested, the outermost included. */
  recordDepth: 3,
  recordTitleChars: 200,
  /** Characters of one chat record as JSON. */
  recordChars: 200_000,
  /** Messages that are forwarded, and conversations that they are forwarded to, at once. */
  forwarded: 100,
  forwardTargets: 20,
  /** Characters of a message that can be translated. */
  translatedChars: 10_000,
  /** People whom one urgent message may ask. */
  urgentPeople: 100,
  /** Those who owe an answer are reminded at most this often. */
  urgeMs: 10 * 60_000,
  /** Messages that are pinned to one conversation. */
  pinnedMessages: 100,
  /** Messages that one person saved, the labels of one of them, and the characters of a label. */
  savedMessages: 10_000,
  labels: 20,
  labelChars: 40,
  /** Messages that one person is to be reminded of. */
  reminders: 500,
  /** Selections of people that one person keeps, people in one and in all of them, and characters of a name. */
  selections: 20,
  selectionPeople: 1_000,
  selectionsPeople: 3_000,
  selectionNameChars: 30,
  /** Labels of one person's conversations. */
  listLabels: 50,
  listLabelChars: 20,
  /** Rules of one label, and characters that a name must contain. */
  listLabelRules: 10,
  listLabelRuleChars: 60,
  /** For how long after sending a message can be edited. */
  editMs: 24 * 3_600_000,
  /** For how long after sending a message can be recalled. */
  recallMs: 120_000,
  /** A connection that has not signed in within this time is closed. */
  authMs: 10_000,
  /** Interval of the client's heartbeat; the server closes a connection that was silent three times as long. */
  heartbeatMs: 20_000,
  /** A connection whose heartbeat is unanswered for this long is dead. */
  heartbeatTimeoutMs: 10_000,
  /** The longest time over which clients come back to a server that stops, or that is busy. */
  returnMs: 60_000,
  /** How long the client waits for missing revisions before it fetches them. */
  gapWaitMs: 500,
  /** How long a typing notification is shown after the last one. */
  typingMs: 6_000,
  /** So many people one connection is told the presence of. */
  watchedPeople: 200,
  accessTokenMs: 900_000,
  refreshTokenMs: 60 * 24 * 3_600_000,
  appTokenMs: 600_000,
} as const
