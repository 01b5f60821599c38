export {
  isInlineNode,
  isRichDoc,
  listStart,
  mentionedBy,
  type RichMark,
  type RichNode,
  richText,
} from '../protocol/core/rich-text.ts'
