import type { ContentOf } from '@lianqun/protocol'
import { cardText, cardTitle } from '../../../../common/card-text.ts'
import { oneLine } from '../../../../common/text.ts'
import { translatorIn } from '../../../i18n.ts'
import type { KindView } from '../kind.ts'
import { MessageCard } from './MessageCard.tsx'

export const card: KindView<ContentOf<'card'>> = {
  Body: MessageCard,
  line: (content, _names, { language }) => oneLine(cardTitle(content.card)) || translatorIn(language, 'card')('card'),
  copyText: content => cardText(content.card).text,
}
