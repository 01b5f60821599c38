import { X } from 'lucide-react'
import { useRef, useState } from 'react'
import type { CallResult, ConversationItem, MessageItem, PersonItem } from '../../../preload/contract/index.ts'
import { call, errorText } from '../../desktop.ts'
import { useLanguage, useTranslate } from '../../i18n.ts'
import { useMe } from '../../stores/session.ts'
import {
  Avatar,
  Button,
  CheckMark,
  ConversationAvatar,
  conversationTitle,
  Dialog,
  departmentAndTitle,
  ErrorState,
  nameOf,
  SearchField,
  Segmented,
  SkeletonRows,
  showDialog,
  toast,
  useDebounced,
  useQuery,
} from '../../ui/index.ts'
import { isKnownKind } from '../kinds/index.ts'
import { shownLimits } from '../limits.ts'
import { useLine } from './Quote.tsx'
import './forward.css'

type Group = Pick<
  ConversationItem,
  'id' | 'kind' | 'name' | 'avatarPeople' | 'titlePeople' | 'morePeople' | 'memberCount' | 'external'
>
/** Where to forward to: a conversation, or a person, with whom there may be none yet. */
type Goal = { key: string; kind: 'conversation'; item: Group } | { key: string; kind: 'person'; item: PersonItem }

const conversationGoal = (item: Group): Goal => ({ key: `c-${item.id}`, kind: 'conversation', item })
const personGoal = (item: PersonItem): Goal => ({ key: `p-${item.id}`, kind: 'person', item })

/** Shows the dialog that forwards messages, which may be of several conversations. */
export function forwardMessages(messages: readonly MessageItem[], onDone = () => {}): void {
  showDialog(close => (
    <ForwardDialog
      messages={messages}
      onClose={done => {
        close()
        if (done) onDone()
      }}
    />
  ))
}

/** The goals that are offered: recent conversations, or what a query finds. */
function useGoals(query: string) {
  const settled = useDebounced(query.trim(), 150)
  const recent = useQuery('forward:recent', () => call('conversations.page', { filter: 'every', offset: 0, limit: 60 }))
  const found = useQuery(
    settled === '' ? null : `forward:${settled}`,
    () => call('directory.search', { query: settled.slice(0, 100), limit: 30 }),
    [],
    { keep: true },
  )
  const lists: { title: 'recent' | 'people' | 'groups'; goals: Goal[] }[] =
    settled === ''
      ? [{ title: 'recent', goals: (recent.data?.items ?? []).filter(item => !item.left).map(conversationGoal) }]
      : [
          { title: 'people', goals: (found.data?.people ?? []).map(personGoal) },
          { title: 'groups', goals: groupsOf(found.data).map(conversationGoal) },
        ]
  const active = settled === '' ? recent : found
  return { lists: lists.filter(({ goals }) => goals.length > 0), settled, active }
}

function groupsOf(found: CallResult<'directory.search'> | undefined): Group[] {
  return (found?.conversations ?? []).filter(({ kind }) => kind === 'group')
}

/** The names of the conversations that the messages are of, each once. */
function useTitle(messages: readonly MessageItem[]): string {
  const t = useTranslate('talk')
  const language = useLanguage()
  const me = useMe()
  const ids = [...new Set(messages.map(message => message.conversationId))]
  const conversations = useQuery(`forward:from:${ids.join()}`, () =>
    Promise.all(ids.map(id => call('conversations.get', { id }))),
  )
  const [first, ...others] = conversations.data?.filter(conversation => conversation !== null) ?? []
  if (first === undefined) return t('record')
  const name = conversationTitle(first, language)
  if (others.length > 0) return t('recordOfMany', { name })
  return first.kind === 'direct'
    ? t('recordOfTwo', { name: nameOf(me, language), other: name })
    : t('recordOf', { name })
}

function ForwardDialog(props: { messages: readonly MessageItem[]; onClose: (done: boolean) => void }) {
  const t = useTranslate('talk')
  const { messages, onClose } = props
  const [query, setQuery] = useState('')
  const [chosen, setChosen] = useState<readonly Goal[]>([])
  const [as, setAs] = useState<'record' | 'each'>(messages.length > 1 ? 'record' : 'each')
  const [note, setNote] = useState('')
  const [busy, setBusy] = useState(false)
  const [failure, setFailure] = useState('')
  const search = useRef<HTMLDivElement>(null)
  const title = useTitle(messages)
  const toggle = (goal: Goal) =>
    setChosen(before => {
      if (before.some(({ key }) => key === goal.key)) return before.filter(({ key }) => key !== goal.key)
      return before.length < shownLimits.forwardTargets ? [...before, goal] : before
    })
  const send = async () => {
    setBusy(true)
    setFailure('')
    try {
      const byConversation = Map.groupBy(messages, ({ conversationId }) => conversationId)
      await call('messages.forward', {
        messages: [...byConversation].map(([id, list]) => ({ id, seqs: list.map(({ seq }) => seq) })),
        as,
        title,
        note,
        conversationIds: chosen.filter(({ kind }) => kind === 'conversation').map(({ item }) => item.id),
        userIds: chosen.filter(({ kind }) => kind === 'person').map(({ item }) => item.id),
      })
      toast({ kind: 'done', text: t('forwarded') })
      onClose(true)
    } catch (error) {
      setFailure(errorText(error))
      setBusy(false)
    }
  }
  return (
    <Dialog
      open
      onOpenChange={open => !open && !busy && onClose(false)}
      title={t('forwardTitle', { count: messages.length })}
      width={736}
      keepOpen={busy || chosen.length > 0 || note !== ''}
      initialFocus={() => search.current?.querySelector('input') ?? null}
      footer={
        <>
          <Button onClick={() => onClose(false)} disabled={busy}>
            {t('cancel')}
          </Button>
          <Button kind="primary" busy={busy} disabled={chosen.length === 0} onClick={() => void send()}>
            {chosen.length === 0 ? t('forward') : t('forwardTo', { count: chosen.length })}
          </Button>
        </>
      }
    >
      <div className="messages-forward">
        <div ref={search} className="column messages-forward-goals">
          <SearchField value={query} onChange={setQuery} label={t('forwardSearch')} maxLength={100} />
          <Goals query={query} chosen={chosen} onToggle={toggle} />
        </div>
        <div className="column messages-forward-how">
          <Chosen chosen={chosen} onToggle={toggle} onClear={() => setChosen([])} />
          {messages.length > 1 && (
            <>
              <h3>{t('forwardAs')}</h3>
              <Segmented
                label={t('forwardAs')}
                value={as}
                onChange={setAs}
                options={[
                  { value: 'record', label: t('asRecord') },
                  { value: 'each', label: t('oneByOne') },
                ]}
              />
            </>
          )}
          <h3>{t('preview')}</h3>
          <Preview messages={messages} title={as === 'record' ? title : null} />
          <textarea
            aria-label={t('note')}
            placeholder={t('note')}
            maxLength={shownLimits.textChars}
            value={note}
            onChange={event => setNote(event.target.value)}
          />
          <NotForwarded count={messages.filter(({ content }) => !isKnownKind(content)).length} />
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

function NotForwarded({ count }: { count: number }) {
  const t = useTranslate('talk')
  return count === 0 ? null : <p className="small muted">{t('notForwarded', { count })}</p>
}

function Goals(props: { query: string; chosen: readonly Goal[]; onToggle: (goal: Goal) => void }) {
  const t = useTranslate('talk')
  const { lists, settled, active } = useGoals(props.query)
  const chosen = new Set(props.chosen.map(({ key }) => key))
  if (active.error) return <ErrorState error={active.error} onRetry={active.reload} />
  if (lists.length === 0)
    return active.loading ? (
      <SkeletonRows count={4} />
    ) : (
      <p className="messages-forward-none">{t('noTarget', { query: settled })}</p>
    )
  return (
    <div className="messages-forward-list">
      {lists.map(({ title, goals }) => (
        // biome-ignore lint/a11y/useSemanticElements: a fieldset would be a form
        <div key={title} role="group" aria-label={t(title)}>
          <h3>{t(title)}</h3>
          {goals.map(goal => (
            <GoalRow key={goal.key} goal={goal} on={chosen.has(goal.key)} onToggle={props.onToggle} />
          ))}
        </div>
      ))}
    </div>
  )
}

function useGoalName(): (goal: Goal) => string {
  const language = useLanguage()
  return goal => (goal.kind === 'person' ? nameOf(goal.item, language) : conversationTitle(goal.item, language))
}

function GoalRow({ goal, on, onToggle }: { goal: Goal; on: boolean; onToggle: (goal: Goal) => void }) {
  const t = useTranslate('talk')
  const language = useLanguage()
  const name = useGoalName()(goal)
  const about =
    goal.kind === 'person'
      ? departmentAndTitle(goal.item, language)
      : goal.item.kind === 'group'
        ? t('memberCount', { count: goal.item.memberCount })
        : ''
  return (
    // biome-ignore lint/a11y/useSemanticElements: a row with picture and lines
    <button type="button" role="checkbox" aria-checked={on} aria-label={name} onClick={() => onToggle(goal)}>
      <CheckMark on={on} />
      {goal.kind === 'person' ? (
        <Avatar person={goal.item} size={36} />
      ) : (
        <ConversationAvatar conversation={goal.item} size={36} />
      )}
      <span className="messages-forward-name">
        <span className="ellipsis">{name}</span>
        {goal.item.external ? (
          <small className="messages-forward-external">{t('external')}</small>
        ) : (
          about && <small>{about}</small>
        )}
      </span>
    </button>
  )
}

function Chosen(props: { chosen: readonly Goal[]; onToggle: (goal: Goal) => void; onClear: () => void }) {
  const t = useTranslate('talk')
  const nameOfGoal = useGoalName()
  const { chosen } = props
  return (
    <>
      <h3>
        {t('sendTo', { count: chosen.length })}
        {chosen.length > 0 && (
          <button type="button" className="link-button" onClick={props.onClear}>
            {t('clear')}
          </button>
        )}
      </h3>
      {chosen.length === 0 ? (
        <p className="muted">{t('noTargets')}</p>
      ) : (
        <ul className="messages-forward-chips">
          {chosen.map(goal => (
            <li key={goal.key}>
              <span className="ellipsis">{nameOfGoal(goal)}</span>
              <button
                type="button"
                aria-label={t('removeTarget', { name: nameOfGoal(goal) })}
                onClick={() => props.onToggle(goal)}
              >
                <X className="icon-sm" aria-hidden="true" />
              </button>
            </li>
          ))}
        </ul>
      )}
    </>
  )
}

/** What the others will see. `title`: of the record; null when the messages come one by one. */
function Preview({ messages, title }: { messages: readonly MessageItem[]; title: string | null }) {
  const t = useTranslate('talk')
  const language = useLanguage()
  const lineOf = useLine()
  const lines = messages.slice(0, title === null ? 3 : 4)
  return (
    <div className="messages-forward-preview">
      {title !== null && <b>{title}</b>}
      {lines.map(message => {
        const text = lineOf(message)
        return (
          <span key={`${message.conversationId}/${message.seq}`} className="ellipsis">
            {title === null ? text : t('recordItem', { name: nameOf(message.sender, language), text })}
          </span>
        )
      })}
      {messages.length > 1 && <small>{t('recordCount', { count: messages.length })}</small>}
    </div>
  )
}
