import type { ContentOf } from '@lianqun/protocol'
import { cardText, cardTitle } from '../../../../common/card-text.ts'
import { oneLine } from '../../../../common/text.ts'
import type { KindView } from '../kind.ts'

type Content = ContentOf<'card'>

export const card: KindView<Content> = {
  Body: ({ content }) => <p>{cardText(content.card).text}</p>,
  line: content => oneLine(cardTitle(content.card)),
  copyText: content => cardText(content.card).text,
}
