export {
  isInlineNode,
  isRichDoc,
  listStart,
  mentionedBy,
  type RichMark,
  type RichNode,
  richText,
  withoutMentions,
} from '../protocol/core/rich-text.ts'
