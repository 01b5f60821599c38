import type { PersonDetail } from '../../../preload/contract/index.ts'
import { call } from '../../desktop.ts'
import { useLanguage, useTranslate } from '../../i18n.ts'
import { Avatar, departmentAndTitle, nameOf, showDialog } from '../../ui/index.ts'
import type { Goal } from '../talk/Goals.tsx'
import { GoalsDialog } from '../talk/GoalsDialog.tsx'

/** Shows the dialog that sends a person's card to conversations or people. */
export function sendCardOf(person: PersonDetail): void {
  showDialog(close => <SendCardDialog person={person} onClose={close} />)
}

/** Sends a card. A person with whom there is no conversation yet gets one. @throws DesktopError */
async function sendTo({ kind, item }: Goal, userId: string): Promise<void> {
  const id = kind === 'person' ? (await call('conversations.direct', { userId: item.id })).id : item.id
  await call('messages.send', { id, content: { type: 'contact', userId } })
}

function SendCardDialog({ person, onClose }: { person: PersonDetail; onClose: () => void }) {
  const t = useTranslate('requests')
  const talk = useTranslate('talk')
  const language = useLanguage()
  const about = departmentAndTitle(person, language)
  return (
    <GoalsDialog
      title={t('sendCardOf', { name: nameOf(person, language) })}
      sendWords={() => t('sendCards')}
      doneWords={t('cardSent')}
      onSend={async (chosen, sent) => {
        for (const goal of chosen) {
          await sendTo(goal, person.id)
          sent(goal)
        }
      }}
      onClose={onClose}
    >
      <h3>{talk('preview')}</h3>
      <div className="messages-forward-preview messages-requests-card">
        <Avatar person={person} size={36} />
        <span className="messages-requests-card-words">
          <b className="ellipsis">{nameOf(person, language)}</b>
          {about && <small className="ellipsis">{about}</small>}
        </span>
      </div>
    </GoalsDialog>
  )
}
