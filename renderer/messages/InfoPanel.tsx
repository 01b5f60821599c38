import { Settings, X } from 'lucide-react'
import { type RefObject, useEffect, useEffectEvent, useRef, useState } from 'react'
import type { ConversationItem } from '../../preload/contract/index.ts'
import { useTranslate } from '../i18n.ts'
import { openPerson } from '../stores/navigation.ts'
import { Button, IconButton, isComposing, takeLostFocus, useOverlay } from '../ui/index.ts'
import { CatchUpEntry } from './catch-up/CatchUpPanel.tsx'
import { ClockSection } from './clock/ClockPanel.tsx'
import { GroupSettings, OwnSwitches } from './group/GroupSettings.tsx'
import { JoinRequests } from './group/JoinRequests.tsx'
import { Members } from './group/Members.tsx'
import { AnnouncementEntry } from './group-announcement/AnnouncementPanel.tsx'
import { HooksEntry } from './hooks/HooksEntry.tsx'
import { JumpToDate } from './JumpToDate.tsx'
import { LinkShelf } from './media/LinkShelf.tsx'
import { MediaShelf } from './media/MediaShelf.tsx'
import { PanelTabs } from './PanelTabs.tsx'
import { PersonFacts } from './PersonCard.tsx'
import { DecisionList, PinnedList } from './talk/Flags.tsx'
import { closeTalkPanel, type PanelTab, showTab } from './talk/panel.ts'
import './panel.css'

/** Whether the side panel is open, and whether it lies over the messages. */
export interface Panel {
  open: boolean
  over: boolean
  show(open: boolean): void
}

const contentTabs: readonly PanelTab[] = ['files', 'pictures', 'links', 'pinned', 'decisions']

/**
 * The side panel of a conversation: members and switches of a group, or the other person, and what the conversation
 * holds. `openedAt`: the tab for which it was opened.
 */
export function InfoPanel(props: {
  conversation: ConversationItem
  name: string
  panel: Panel
  openedAt: PanelTab | null
}) {
  const t = useTranslate('messages')
  const { conversation, openedAt } = props
  const { group, id } = conversation
  const [settings, setSettings] = useState(false)
  const tg = useTranslate('group')
  const title = t(group ? 'groupInfo' : 'personInfo')
  const [other] = conversation.avatarPeople
  const panel = useRef<HTMLElement>(null)
  const tabs: readonly PanelTab[] = group ? ['members', ...contentTabs] : contentTabs
  const [chosen, setChosen] = useState<PanelTab>(group ? 'members' : 'files')
  const tab = openedAt ?? chosen
  const onTab = (next: PanelTab) => (openedAt === null ? setChosen(next) : showTab(id, next))
  const openSettings = () => {
    setChosen(tab)
    setSettings(true)
    if (openedAt === null) return
    closeTalkPanel()
    props.panel.show(true)
  }
  const close = () => {
    // Return the focus to the button that opened the panel.
    if (panel.current?.contains(document.activeElement)) {
      document.querySelector<HTMLElement>('.messages-conversation-view [aria-pressed="true"]')?.focus()
    }
    closeTalkPanel()
    props.panel.show(false)
  }
  const inSettings = settings && openedAt === null
  const button = useRef<HTMLButtonElement>(null)
  const back = () => setSettings(false)
  const before = useRef(false)
  useEffect(() => {
    // The button that led back is gone.
    if (before.current && !inSettings) takeLostFocus(button.current)
    before.current = inSettings
  }, [inSettings])
  useEscape(panel, props.panel.over, close)
  return (
    // biome-ignore lint/a11y/noNoninteractiveElementInteractions: Escape leaves the settings wherever the focus in them is
    <aside
      ref={panel}
      className="side-panel column messages-info-panel"
      aria-label={title}
      onKeyDown={event => {
        // Menus and dialogs opened from here are not in it.
        const inside = event.target instanceof Node && event.currentTarget.contains(event.target)
        if (!inSettings || event.key !== 'Escape' || !inside || event.defaultPrevented) return
        if (isComposing(event.nativeEvent)) return
        event.preventDefault()
        back()
      }}
    >
      {inSettings && group ? (
        <GroupSettings conversation={conversation} group={group} name={props.name} onBack={back} onClose={close} />
      ) : (
        <>
          <div className="header">
            <h1 className="grow">{title}</h1>
            {group && <IconButton ref={button} label={tg('settings')} icon={<Settings />} onClick={openSettings} />}
            <IconButton label={t('close')} icon={<X />} onClick={close} />
          </div>
          {!group && other && (
            <div className="messages-section">
              <PersonFacts userId={other.id}>
                {person =>
                  person.bot === undefined && (
                    <Button wide onClick={() => openPerson(person.id)}>
                      {t('viewCard')}
                    </Button>
                  )
                }
              </PersonFacts>
            </div>
          )}
          {!group && <OwnSwitches conversation={conversation} />}
          {group?.clock && <ClockSection id={conversation.id} clock={group.clock} role={group.role} />}
          <AnnouncementEntry conversation={conversation} />
          <JoinRequests conversation={conversation} />
          <HooksEntry conversation={conversation} />
          <CatchUpEntry id={id} />
          <JumpToDate id={id} />
          <PanelTabs tabs={tabs} tab={tab} onTab={onTab}>
            {tab === 'members' ? (
              <Members conversation={conversation} />
            ) : tab === 'links' ? (
              <LinkShelf id={id} />
            ) : tab === 'pinned' ? (
              <PinnedList id={id} />
            ) : tab === 'decisions' ? (
              <DecisionList id={id} />
            ) : (
              <MediaShelf key={tab} id={id} kind={tab} />
            )}
          </PanelTabs>
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
