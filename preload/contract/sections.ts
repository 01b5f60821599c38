interface SectionName {
  /** Shortcut key, with Ctrl or ⌘. */
  key: string
  title: { zh: string; en: string }
}
/** The sections of the window, as named in the rail and the menu; each has a `section.ts` in its `renderer/` folder. */
export const sectionNames = {
  messages: { key: '1', title: { zh: '消息', en: 'Messages' } },
  directory: { key: '2', title: { zh: '通讯录', en: 'Directory' } },
  workbench: { key: '3', title: { zh: '工作台', en: 'Workbench' } },
  saved: { key: '4', title: { zh: '收藏', en: 'Saved' } },
  settings: { key: ',', title: { zh: '设置', en: 'Settings' } },
} as const satisfies Record<string, SectionName>
export type SectionId = keyof typeof sectionNames
export const sectionIds = Object.keys(sectionNames) as [SectionId, ...SectionId[]]
