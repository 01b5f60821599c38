/** Limits both sides know. Sizes in bytes or UTF-16 code units as named, times in milliseconds. */
export const limits = {
  /** Largest frame either side accepts. */
  frameBytes: 1_048_576,
  /** Longest text of one message. */
  textChars: 8_000,
  mentions: 200,
  conversationNameChars: 60,
  /** Members of one group, its owner included. */
  members: 2_000,
  /** Above this many online members of a group only those who have it open get bodies. */
  bodiesOnlineMembers: 500,
  historyPage: 200,
  changesPage: 2_000,
  headsPage: 500,
  /** People asked for by id at once. */
  employees: 200,
  /** A message can be recalled this long after it was sent. */
  recallMs: 120_000,
  /** A connection that has not signed in by then is closed. */
  authMs: 10_000,
  /** The client's heartbeat; the server closes a connection that was silent three times as long. */
  heartbeatMs: 20_000,
  /** A heartbeat unanswered this long means the line is dead. */
  heartbeatTimeoutMs: 10_000,
  /** A gap in the revisions is waited for this long before it is fetched. */
  gapWaitMs: 500,
  /** A typing hint is shown this long after the last one came. */
  typingMs: 6_000,
  accessTokenMs: 900_000,
  refreshTokenMs: 60 * 24 * 3_600_000,
  appTokenMs: 600_000,
} as const
