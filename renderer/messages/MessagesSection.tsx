import { useEffect } from 'react'
import { sectionNames } from '../../preload/contract/sections.ts'
import { useLanguage, useTranslate } from '../i18n.ts'
import { useNavigation } from '../stores/navigation.ts'
import { EmptyState, Logo, shortcut } from '../ui/index.ts'
import { ConversationList } from './ConversationList.tsx'
import { HooksView } from './hooks/HooksView.tsx'
import { useOpenHooks } from './hooks/open.ts'
import { PreviewHost } from './media/preview/Preview.tsx'
import { ViewerHost } from './media/viewer/Viewer.tsx'
import { closeMessageList } from './message-list-store.ts'
import { OpenConversation } from './OpenConversation.tsx'
import { PersonCardHost } from './PersonCard.tsx'
import { SearchPage } from './search/SearchPage.tsx'

/** The list of conversations and the open conversation. */
export function MessagesSection() {
  const t = useTranslate('messages')
  const language = useLanguage()
  const open = useNavigation(state => state.conversation?.id ?? null)
  const fullSearch = useNavigation(state => state.fullSearch)
  const hooks = useOpenHooks()
  useEffect(() => {
    if (open === null) closeMessageList()
  }, [open])
  if (hooks !== null)
    return (
      <>
        <HooksView id={hooks} />
        <PersonCardHost />
        <ViewerHost />
        <PreviewHost />
      </>
    )
  return (
    <>
      <ConversationList />
      {fullSearch !== null ? (
        <SearchPage key={fullSearch.requestId} query={fullSearch.query} />
      ) : open === null ? (
        <>
          <h1 className="visually-hidden">{sectionNames.messages.title[language]}</h1>
          <div className="messages-none-open">
            <EmptyState
              icon={<Logo size={56} />}
              title={t('noneChosenTitle')}
              text={t('noneChosenText', { keys: shortcut('K') })}
            />
          </div>
        </>
      ) : (
        <OpenConversation key={open} id={open} />
      )}
      <PersonCardHost />
      <ViewerHost />
      <PreviewHost />
    </>
  )
}
