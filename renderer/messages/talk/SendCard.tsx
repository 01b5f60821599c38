import type { Card } from '@lianqun/protocol'
import { cardTitle } from '../../../common/card-text.ts'
import { call } from '../../desktop.ts'
import { useTranslate } from '../../i18n.ts'
import { showDialog } from '../../ui/index.ts'
import type { Goal } from './Goals.tsx'
import { GoalsDialog } from './GoalsDialog.tsx'

/** Shows the dialog that sends a card, which has nothing that somebody has to answer, to conversations or people. */
export function sendCard(card: Card, title: string): void {
  showDialog(close => <SendCardDialog card={card} title={title} onClose={close} />)
}

/** Sends a card. A person with whom there is no conversation yet gets one. @throws DesktopError */
async function sendTo({ kind, item }: Goal, card: Card): Promise<void> {
  const id = kind === 'person' ? (await call('conversations.direct', { userId: item.id })).id : item.id
  await call('messages.send', { id, content: { type: 'card', card } })
}

function SendCardDialog({ card, title, onClose }: { card: Card; title: string; onClose: () => void }) {
  const t = useTranslate('talk')
  return (
    <GoalsDialog
      title={t('sendCardTitle', { name: title })}
      sendWords={count => (count === 0 ? t('sendCard') : t('sendCardTo', { count }))}
      doneWords={t('cardSent')}
      onSend={async (chosen, sent) => {
        for (const goal of chosen) {
          await sendTo(goal, card)
          sent(goal)
        }
      }}
      onClose={onClose}
    >
      <h3>{t('preview')}</h3>
      <div className="messages-forward-preview">
        <b>{cardTitle(card)}</b>
      </div>
    </GoalsDialog>
  )
}
