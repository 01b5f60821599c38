import { z } from 'zod'
import { keptObject } from '../core/fields.ts'
import { isRichDoc, type RichNode, richText } from '../core/rich-text.ts'
import { defineContent, type Mention } from './content.ts'

const words = (text: string): RichNode => ({
  type: 'doc',
  content: [{ type: 'paragraph', content: [{ type: 'text', text }] }],
})

/** 群公告: the announcement of a group. Made by `groupAnnouncement.publish`, which also puts it in force. */
export const announcement = defineContent({
  schema: keptObject({
    type: z.literal('announcement'),
    doc: z.custom<RichNode>(isRichDoc, 'a formatted text that is not too deep'),
    /** It mentions all members. */
    mentionAll: z.boolean().optional(),
  }),
  sendable: null,
  bubble: true,
  counted: true,
  editable: false,
  text: ({ doc }) => richText(doc).text,
  words: ({ doc }) => richText(doc).text,
  people: ({ doc }) => richText(doc).mentions.flatMap(({ userId }) => (userId === 'all' ? [] : [userId])),
  mentions: ({ doc, mentionAll }): Mention[] => [
    ...richText(doc).mentions,
    // Everybody is named by the announcement, not by a word of it.
    ...(mentionAll ? [{ userId: 'all', offset: 0, length: 1 }] : []),
  ],
  examples: {
    good: [
      { type: 'announcement', doc: words('本周五 18:00 起封版，周日 22:00 前不合并代码。'), mentionAll: true },
      { type: 'announcement', doc: words('Code freeze from Friday 18:00.') },
    ],
    unreadable: [{ type: 'announcement' }, { type: 'announcement', doc: { type: 'doc', content: [{ text: 'x' }] } }],
    notSendable: [{ type: 'announcement', doc: words('Code freeze') }],
  },
})
