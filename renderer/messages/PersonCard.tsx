import { IdCard, MessageCircle, Webhook } from 'lucide-react'
import type { ReactNode } from 'react'
import { create } from 'zustand'
import type { PersonDetail } from '../../preload/contract/index.ts'
import { call } from '../desktop.ts'
import { useLanguage, useTranslate } from '../i18n.ts'
import { openPerson, useNavigation } from '../stores/navigation.ts'
import { usePresence } from '../stores/presence.ts'
import { useMe, useOnline } from '../stores/session.ts'
import {
  Avatar,
  BotTag,
  Button,
  EmptyState,
  ErrorState,
  ExternalTag,
  IconButton,
  nameOf,
  otherName,
  PopoverAt,
  SkeletonRows,
  Tag,
  useBusy,
  useQuery,
} from '../ui/index.ts'
import { BotButtons, BotFacts } from './bot-profile/BotFacts.tsx'
import { useBot } from './bot-profile/use-bot.ts'
import { showHooks } from './hooks/open.ts'
import { sendCardOf } from './requests/SendCard.tsx'
import { startDirect } from './StartGroup.tsx'

const shown = create<{ card: { userId: string; anchor: HTMLElement } | null }>(() => ({ card: null }))

/** Shows a person's card at an element: an avatar, a name, a mention. */
export function showPersonCard(userId: string, anchor: HTMLElement): void {
  shown.setState({ card: { userId, anchor } })
}

function hide(): void {
  shown.setState({ card: null })
}

/** Where the card of {@link showPersonCard} appears. */
export function PersonCardHost() {
  const t = useTranslate('messages')
  const card = shown(state => state.card)
  if (card === null) return null
  return (
    <PopoverAt
      key={card.userId}
      anchor={card.anchor}
      label={t('personInfo')}
      className="messages-person-popover"
      onClose={hide}
    >
      <PersonFacts userId={card.userId}>{person => <Actions person={person} />}</PersonFacts>
    </PopoverAt>
  )
}

function Actions({ person }: { person: PersonDetail }) {
  const t = useTranslate('messages')
  const tr = useTranslate('requests')
  const meId = useMe().id
  const [busy, run] = useBusy()
  const message = () => run(() => startDirect(person.id).then(hide))
  if (person.bot !== undefined) return <BotActions userId={person.id} />
  return (
    <div className="messages-person-actions">
      {!person.deleted && person.id !== meId && (
        <Button kind="primary" className="grow" busy={busy} onClick={message}>
          <MessageCircle className="icon-sm" aria-hidden="true" />
          {t('message')}
        </Button>
      )}
      <Button
        className="grow"
        onClick={() => {
          hide()
          openPerson(person.id)
        }}
      >
        {t('viewCard')}
      </Button>
      {!person.deleted && (
        <IconButton
          label={tr('shareCard')}
          icon={<IdCard />}
          onClick={() => {
            hide()
            sendCardOf(person)
          }}
        />
      )}
    </div>
  )
}

function BotActions({ userId }: { userId: string }) {
  const t = useTranslate('hooks')
  const conversationId = useNavigation(state => state.conversation?.id)
  const bot = useBot(userId, conversationId)
  if (bot.data)
    return (
      <div className="messages-person-actions">
        <BotButtons bot={bot.data} onDone={hide} />
      </div>
    )
  if (conversationId === undefined || (bot.loading && !bot.error)) return null
  return (
    <div className="messages-person-actions">
      <Button
        className="grow"
        onClick={() => {
          hide()
          showHooks(conversationId, userId)
        }}
      >
        <Webhook className="icon-sm" aria-hidden="true" />
        {t('title')}
      </Button>
    </div>
  )
}

/** What is known of a bot: of one that somebody made, or of one that speaks for a webhook of the group that is open. */
function AnyBotFacts({ userId }: { userId: string }) {
  const bot = useBot(
    userId,
    useNavigation(state => state.conversation?.id),
  )
  if (bot.data) return <BotFacts bot={bot.data} />
  if (bot.loading && !bot.error) return <SkeletonRows count={1} />
  return <HookFacts userId={userId} />
}

/** What the bot of a webhook is for, and who added it, as far as the group that is open knows. */
function HookFacts({ userId }: { userId: string }) {
  const t = useTranslate('hooks')
  const language = useLanguage()
  const online = useOnline()
  const id = useNavigation(state => state.conversation?.id)
  const hooks = useQuery(online && id !== undefined ? `hooks:${id}` : null, async () =>
    id === undefined ? null : call('hooks.list', { id }),
  )
  const hook = hooks.data?.hooks.find(one => one.botId === userId)
  return (
    <p className="messages-person-bot">
      {hook && <span>{t('botBy', { name: nameOf(hook.by, language) })}</span>}
      <span className="muted">{t('botText')}</span>
    </p>
  )
}

/** A person's names and how to reach them; of a bot, what it is. */
export function PersonFacts({ userId, children }: { userId: string; children: (person: PersonDetail) => ReactNode }) {
  const t = useTranslate('messages')
  const language = useLanguage()
  const person = useQuery(`person:${userId}`, () => call('directory.person', { userId }), ['directory'])
  const presence = usePresence(userId)
  if (person.error && !person.data) return <ErrorState error={person.error} onRetry={person.reload} />
  if (!person.data) return person.loading ? <SkeletonRows count={2} /> : <EmptyState title={t('personGone')} />
  const detail = person.data
  const path = (detail.paths[0] ?? []).map(step => nameOf(step, language)).join(' / ')
  const facts = [
    [t('department'), path],
    [t('title'), detail.title],
    [t('phone'), detail.phone],
    [t('mail'), detail.mail],
    [t('place'), detail.place],
  ].filter(([, value]) => value)
  return (
    <div className="messages-person-card">
      <div className="messages-person-head">
        <Avatar person={detail} size={56} presence={presence} />
        <div className="grow">
          <div className="ellipsis messages-person-name">{nameOf(detail, language)}</div>
          <div className="ellipsis muted">{otherName(detail, language)}</div>
          {detail.bot !== undefined && <BotTag />}
          {detail.external && <ExternalTag />}
          {detail.deleted && <Tag>{t('leftCompany')}</Tag>}
        </div>
      </div>
      {detail.bot !== undefined && <AnyBotFacts userId={userId} />}
      <dl>
        {facts.map(([label, value]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd className="selectable">{value}</dd>
          </div>
        ))}
      </dl>
      {children(detail)}
    </div>
  )
}
