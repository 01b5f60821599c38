import { useRef, useState } from 'react'
import type { PersonDetail } from '../../../preload/contract/index.ts'
import { call, errorText } from '../../desktop.ts'
import { useLanguage, useTranslate } from '../../i18n.ts'
import { Avatar, Button, Dialog, departmentAndTitle, nameOf, SearchField, showDialog, toast } from '../../ui/index.ts'
import { Chosen, type Goal, Goals, toggled } from '../talk/Goals.tsx'

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
  const [query, setQuery] = useState('')
  const [chosen, setChosen] = useState<readonly Goal[]>([])
  const [busy, setBusy] = useState(false)
  const [failure, setFailure] = useState('')
  const search = useRef<HTMLDivElement>(null)
  const toggle = (goal: Goal) => setChosen(before => toggled(before, goal))
  const send = async () => {
    setBusy(true)
    setFailure('')
    try {
      for (const goal of chosen) {
        await sendTo(goal, person.id)
        // Who has it does not get it again when another one fails.
        setChosen(before => before.filter(({ key }) => key !== goal.key))
      }
      toast({ kind: 'done', text: t('cardSent') })
      onClose()
    } catch (error) {
      setFailure(errorText(error))
      setBusy(false)
    }
  }
  const about = departmentAndTitle(person, language)
  return (
    <Dialog
      open
      onOpenChange={open => !open && !busy && onClose()}
      title={t('sendCardOf', { name: nameOf(person, language) })}
      width={736}
      keepOpen={busy || chosen.length > 0}
      initialFocus={() => search.current?.querySelector('input') ?? null}
      footer={
        <>
          <Button onClick={onClose} disabled={busy}>
            {t('cancel')}
          </Button>
          <Button kind="primary" busy={busy} disabled={chosen.length === 0} onClick={() => void send()}>
            {t('sendCards')}
          </Button>
        </>
      }
    >
      <div className="messages-forward">
        <div ref={search} className="column messages-forward-goals">
          <SearchField value={query} onChange={setQuery} label={talk('forwardSearch')} maxLength={100} />
          <Goals query={query} chosen={chosen} onToggle={toggle} />
        </div>
        <div className="column messages-forward-how">
          <Chosen chosen={chosen} onToggle={toggle} onClear={() => setChosen([])} />
          <h3>{talk('preview')}</h3>
          <div className="messages-forward-preview messages-requests-card">
            <Avatar person={person} size={36} />
            <span className="messages-requests-card-words">
              <b className="ellipsis">{nameOf(person, language)}</b>
              {about && <small className="ellipsis">{about}</small>}
            </span>
          </div>
          {failure !== '' && (
            <div className="banner danger" role="alert">
              {failure}
            </div>
          )}
        </div>
      </div>
    </Dialog>
  )
}
