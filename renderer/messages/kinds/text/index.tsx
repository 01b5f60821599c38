import type { ContentOf } from '@lianqun/protocol'
import { oneLine } from '../../../../common/text.ts'
import { useConversationContext } from '../../conversation-context.ts'
import type { BodyProps, KindView } from '../kind.ts'
import { MessageText } from './MessageText.tsx'
import { isOnlyEmoji } from './only-emoji.ts'

function Body({ content, tabbable }: BodyProps<ContentOf<'text'>>) {
  const { meId } = useConversationContext()
  if (isOnlyEmoji(content.text)) return <span className="messages-only-emoji">{content.text.trim()}</span>
  return <MessageText text={content.text} mentions={content.mentions} meId={meId} tabbable={tabbable} />
}

export const text: KindView<ContentOf<'text'>> = {
  Body,
  line: content => oneLine(content.text),
  copyText: content => content.text,
  rewrite: ({ type, text, mentions }) => ({ type, text, mentions }),
}
