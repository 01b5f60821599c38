import type { MethodExamples } from './core/feature.ts'
import { limits } from './core/limits.ts'
import type { groupAnnouncementMethods } from './group-announcements.ts'
import { at, bad, clientId, message } from './sample-rows.ts'

const conversationId = 'c_air2'
const words = (text: string) => ({ type: 'doc', content: [{ type: 'paragraph', content: [{ type: 'text', text }] }] })
const doc = words('周五 18:00 起封版，周日 22:00 前不合并代码。')
const written = { conversationId, clientId, doc, mentionAll: true, confirm: true }

export const groupAnnouncementMethodExamples: MethodExamples<typeof groupAnnouncementMethods> = {
  'groupAnnouncement.publish': {
    params: written,
    result: {
      message: {
        ...message,
        content: { type: 'announcement', doc, mentionAll: true },
        attributes: { request: { ask: 'acknowledged', at, of: 23, done: 0 } },
      },
    },
    invalid: [
      { ...written, doc: words(' ') },
      { ...written, doc: words('x'.repeat(limits.announcementChars + 1)) },
      { ...written, clientId: 'x' },
      { conversationId, clientId, doc },
    ],
    invalidResults: [{}, { message: null }],
  },
  'groupAnnouncement.withdraw': {
    params: { conversationId },
    result: {},
    invalid: [{}, { conversationId: bad.notAnId }],
    invalidResults: [null, 1],
  },
}
