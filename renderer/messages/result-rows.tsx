import type { ReactNode } from 'react'
import type { CallResult, MessageHit } from '../../preload/contract/index.ts'
import { useLanguage, useTranslate } from '../i18n.ts'
import { openConversation } from '../stores/navigation.ts'
import {
  Avatar,
  ConversationAvatar,
  conversationTitle,
  departmentAndTitle,
  ExternalTag,
  excerpt,
  Highlight,
  listTime,
  nameOf,
  toastError,
} from '../ui/index.ts'
import { startDirect } from './StartGroup.tsx'

type Directory = CallResult<'directory.search'>

/** One search result with its group. */
export interface Result {
  key: string
  group: 'searchPeople' | 'searchGroups' | 'searchHits'
  open: () => void
  view: ReactNode
}

/** The results as rows: people, then groups, then messages. `onDone`: called when a person or group is opened. */
export function resultsOf(
  found: Pick<Directory, 'people' | 'conversations'> & { hits: readonly MessageHit[] },
  query: string,
  onDone: () => void,
): Result[] {
  return [
    ...found.people.map(person => ({
      key: `p-${person.id}`,
      group: 'searchPeople' as const,
      open: () => {
        onDone()
        startDirect(person.id).catch(toastError)
      },
      view: <Person person={person} query={query} />,
    })),
    ...found.conversations
      .filter(conversation => conversation.kind === 'group')
      .map(conversation => ({
        key: `g-${conversation.id}`,
        group: 'searchGroups' as const,
        open: () => {
          onDone()
          openConversation(conversation.id)
        },
        view: <Group conversation={conversation} query={query} />,
      })),
    ...found.hits.map(hit => ({
      key: `m-${hit.conversation.id}-${hit.seq}`,
      group: 'searchHits' as const,
      open: () => openConversation(hit.conversation.id, hit.seq),
      view: <Message hit={hit} query={query} />,
    })),
  ]
}

function Person({ person, query }: { person: Directory['people'][number]; query: string }) {
  const language = useLanguage()
  return (
    <>
      <Avatar person={person} size={36} />
      <div className="grow">
        <div className="ellipsis">
          <Highlight text={nameOf(person, language)} query={query} />
        </div>
        <small className="ellipsis">{departmentAndTitle(person, language)}</small>
      </div>
      {person.external && <ExternalTag />}
    </>
  )
}

function Group({ conversation, query }: { conversation: Directory['conversations'][number]; query: string }) {
  const t = useTranslate('messages')
  const language = useLanguage()
  return (
    <>
      <ConversationAvatar conversation={conversation} size={36} />
      <div className="grow">
        <div className="ellipsis">
          <Highlight text={conversationTitle(conversation, language)} query={query} />
        </div>
        <small className="ellipsis">{t('memberCount', { count: conversation.memberCount })}</small>
      </div>
      {conversation.external && <ExternalTag />}
    </>
  )
}

function Message({ hit, query }: { hit: MessageHit; query: string }) {
  const t = useTranslate('messages')
  const language = useLanguage()
  return (
    <>
      <Avatar person={hit.sender} size={36} />
      <div className="grow">
        <div className="messages-line">
          <span className="ellipsis">{nameOf(hit.sender, language)}</span>
          {hit.conversation.kind === 'group' && (
            <small className="ellipsis messages-in">
              {t('inConversation', { name: conversationTitle(hit.conversation, language) })}
            </small>
          )}
          <time className="messages-time">{listTime(hit.sentAt, language)}</time>
        </div>
        <small className="ellipsis">
          <Highlight text={excerpt(hit.text, query)} query={query} />
        </small>
      </div>
    </>
  )
}
