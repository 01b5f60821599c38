import type { limits } from '@lianqun/protocol'

/** The protocol's limits that this feature shows. The compiler checks that they are equal. */
export const shownLimits: Pick<
  typeof limits,
  | 'textChars'
  | 'recallMs'
  | 'editMs'
  | 'conversationNameChars'
  | 'descriptionChars'
  | 'nicknameChars'
  | 'announcementChars'
  | 'avatarBytes'
  | 'selectionPeople'
  | 'selectionNameChars'
  | 'members'
  | 'fileBytes'
  | 'albumImages'
  | 'captionChars'
  | 'voiceMs'
  | 'waveformBars'
  | 'forwarded'
  | 'forwardTargets'
  | 'labels'
  | 'labelChars'
  | 'urgeMs'
  | 'searchChars'
  | 'searchFilterItems'
  | 'listLabelChars'
  | 'listLabelRules'
  | 'listLabelRuleChars'
  | 'hookNameChars'
  | 'hookPathChars'
  | 'hookValueChars'
  | 'hookNetworks'
  | 'hookTestChars'
  | 'commandChars'
  | 'botNameChars'
  | 'linkChars'
> = {
  textChars: 8_000,
  recallMs: 120_000,
  editMs: 24 * 3_600_000,
  conversationNameChars: 60,
  descriptionChars: 500,
  nicknameChars: 30,
  announcementChars: 2_000,
  avatarBytes: 20_971_520,
  selectionPeople: 1_000,
  selectionNameChars: 30,
  members: 5_000,
  fileBytes: 2_147_483_648,
  albumImages: 20,
  captionChars: 1_000,
  voiceMs: 600_000,
  waveformBars: 100,
  forwarded: 100,
  forwardTargets: 20,
  labels: 20,
  labelChars: 40,
  urgeMs: 600_000,
  searchChars: 200,
  searchFilterItems: 50,
  listLabelChars: 20,
  listLabelRules: 10,
  listLabelRuleChars: 60,
  hookNameChars: 30,
  hookPathChars: 200,
  hookValueChars: 200,
  hookNetworks: 50,
  hookTestChars: 100_000,
  commandChars: 3_000,
  botNameChars: 30,
  linkChars: 2_000,
}
