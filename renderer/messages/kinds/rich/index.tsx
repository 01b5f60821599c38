import type { ContentOf } from '@lianqun/protocol'
import { richText } from '../../../../common/rich-text.ts'
import { oneLine } from '../../../../common/text.ts'
import { useConversationContext } from '../../conversation-context.ts'
import type { BodyProps, KindView } from '../kind.ts'
import { htmlOfRich } from './html.ts'
import { RichText } from './RichText.tsx'

function Body({ content, message, tabbable }: BodyProps<ContentOf<'rich'>>) {
  const { meId } = useConversationContext()
  return <RichText doc={content.doc} people={message.people} meId={meId} tabbable={tabbable} />
}

export const rich: KindView<ContentOf<'rich'>> = {
  Body,
  line: content => oneLine(richText(content.doc).text),
  copyText: content => richText(content.doc).text,
  copyHtml: content => htmlOfRich(content.doc),
  rewrite: ({ type, doc }) => ({ type, doc }),
}
