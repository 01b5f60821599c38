import { MessageCircle } from 'lucide-react'
import type { Section } from '../section.ts'
import { startSummary } from '../stores/summary.ts'
import { startBotForms } from './bots/forms.tsx'
import { startWhispers } from './bots/whispers.ts'
import { startConversationList } from './conversation-list-store.ts'
import { startJoinLinks } from './group/JoinDialog.tsx'
import { startKept } from './kept/actions.tsx'
import { startFaces } from './kinds/card/faces.ts'
import { startLabels } from './list/use-labels.ts'
import { MessagesSection } from './MessagesSection.tsx'
import { startDownloads } from './media/transfers.ts'
import { startMessageList } from './message-list-store.ts'
import { startQuotes } from './talk/quotes.ts'
import { startTranslations } from './translation/translations.ts'
import { UnreadBadge } from './UnreadBadge.tsx'

export const section: Section = {
  Icon: MessageCircle,
  // Not lazy, because it is shown first.
  Component: MessagesSection,
  place: 'top',
  Badge: UnreadBadge,
  start: () => {
    const stops = [
      startSummary(),
      startConversationList(),
      startLabels(),
      startMessageList(),
      startDownloads(),
      startQuotes(),
      startKept(),
      startTranslations(),
      startJoinLinks(),
      startBotForms(),
      startWhispers(),
      startFaces(),
    ]
    return () => {
      for (const stop of stops) stop()
    }
  },
}
