import { Settings, X } from 'lucide-react'
import { type RefObject, useEffect, useEffectEvent, useRef, useState } from 'react'
import type { ConversationItem } from '../../preload/contract/index.ts'
import { useTranslate } from '../i18n.ts'
import { openPerson } from '../stores/navigation.ts'
import { Button, IconButton, isComposing, useOverlay } from '../ui/index.ts'
import { CatchUpEntry } from './catch-up/CatchUpPanel.tsx'
import { GroupSettings, OwnSwitches } from './group/GroupSettings.tsx'
import { JoinRequests } from './group/JoinRequests.tsx'
import { Members } from './group/Members.tsx'
import { JumpToDate } from './JumpToDate.tsx'
import { MediaShelf, type ShelfTab, ShelfTabs } from './media/MediaShelf.tsx'
import { PersonFacts } from './PersonCard.tsx'
import { FlagsEntry } from './talk/Flags.tsx'
import './panel.css'

/** Whether the side panel is open, and whether it lies over the messages. */
export interface Panel {
  open: boolean
  over: boolean
  show(open: boolean): void
}

/** The side panel of a conversation: name, members and switches of a group, or the other person. */
export function InfoPanel(props: { conversation: ConversationItem; name: string; panel: Panel }) {
  const t = useTranslate('messages')
  const { conversation } = props
  const { group } = conversation
  const [settings, setSettings] = useState(false)
  const tg = useTranslate('group')
  const title = t(group ? 'groupInfo' : 'personInfo')
  const [other] = conversation.avatarPeople
  const panel = useRef<HTMLElement>(null)
  const tabs: readonly ShelfTab[] = group ? ['members', 'pictures', 'files'] : ['pictures', 'files']
  const [tab, setTab] = useState<ShelfTab>(group ? 'members' : 'pictures')
  const close = () => {
    // Return the focus to the button that opened the panel.
    if (panel.current?.contains(document.activeElement)) {
      document.querySelector<HTMLElement>('.messages-conversation-view [aria-pressed="true"]')?.focus()
    }
    props.panel.show(false)
  }
  useEscape(panel, props.panel.over, close)
  return (
    <aside ref={panel} className="side-panel column messages-info-panel" aria-label={title}>
      {settings && group ? (
        <GroupSettings
          conversation={conversation}
          group={group}
          name={props.name}
          onBack={() => setSettings(false)}
          onClose={close}
        />
      ) : (
        <>
          <div className="header">
            <h1 className="grow">{title}</h1>
            {group && <IconButton label={tg('settings')} icon={<Settings />} onClick={() => setSettings(true)} />}
            <IconButton label={t('close')} icon={<X />} onClick={close} />
          </div>
          {!group && other && (
            <div className="messages-section">
              <PersonFacts userId={other.id}>
                {person => (
                  <Button wide onClick={() => openPerson(person.id)}>
                    {t('viewCard')}
                  </Button>
                )}
              </PersonFacts>
            </div>
          )}
          {!group && <OwnSwitches conversation={conversation} />}
          <JoinRequests conversation={conversation} />
          <FlagsEntry id={conversation.id} />
          <CatchUpEntry id={conversation.id} />
          <JumpToDate id={conversation.id} />
          <ShelfTabs tabs={tabs} tab={tab} onTab={setTab} />
          {tab === 'members' ? (
            <Members conversation={conversation} />
          ) : (
            <MediaShelf key={tab} id={conversation.id} kind={tab} />
          )}
        </>
      )}
    </aside>
  )
}

/** Closes the panel on Escape where it overlays the conversation, unless a menu, dialog or field takes the key. */
function useEscape(panel: RefObject<HTMLElement | null>, over: boolean, close: () => void): void {
  const covered = useOverlay()
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    if (event.key !== 'Escape' || !over || covered || isComposing(event)) return
    if (!panel.current) return
    const from = event.target instanceof Element ? event.target : document.body
    // The editor always calls preventDefault on Escape, even when it does nothing with it.
    if ((event.defaultPrevented && !from.closest('.messages-composer')) || from.closest('.list-column')) return
    close()
  })
  useEffect(() => {
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [])
}
