import { Check, Copy, IdCard, MessageCircle, UserRoundPlus, UserRoundX, X } from 'lucide-react'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import type { PersonDetail } from '../../preload/contract/index.ts'
import { call } from '../desktop.ts'
import { useLanguage, useTranslate } from '../i18n.ts'
import { sendCardOf, startDirect, startGroup } from '../messages/index.ts'
import { openConversation } from '../stores/navigation.ts'
import { usePresence } from '../stores/presence.ts'
import { useMe } from '../stores/session.ts'
import {
  Avatar,
  Button,
  conversationTitle,
  EmptyState,
  ErrorState,
  ExternalTag,
  GroupAvatar,
  IconButton,
  nameOf,
  otherName,
  Skeleton,
  Tag,
  takeLostFocus,
  toastError,
  useBusy,
  useQuery,
} from '../ui/index.ts'

interface Props {
  userId: string
  /** Hides the first step of each path, which is the only top-level department. */
  hideTop: boolean
  onClose: () => void
  onPerson: (id: string) => void
  onDepartment: (id: string) => void
}

/** The profile card of a person: names, departments and contact data. */
export function ProfileCard(props: Props) {
  const t = useTranslate('directory')
  const language = useLanguage()
  const loaded = useQuery(
    `directory:person:${props.userId}`,
    () => call('directory.person', { userId: props.userId }),
    ['directory'],
  )
  const person = loaded.data
  const card = useRef<HTMLElement>(null)
  // After a request from another section the focused control no longer exists.
  useEffect(() => takeLostFocus(card.current), [])
  return (
    <aside
      ref={card}
      tabIndex={-1}
      className="side-panel directory-profile column"
      aria-label={person ? t('card', { name: nameOf(person, language) }) : t('title')}
    >
      <span className="directory-profile-close">
        <IconButton size="small" label={t('closeCard')} icon={<X />} onClick={props.onClose} />
      </span>
      {person ? (
        <Card {...props} person={person} />
      ) : loaded.error ? (
        <ErrorState error={loaded.error} onRetry={loaded.reload} />
      ) : person === null ? (
        <EmptyState icon={<UserRoundX />} title={t('goneTitle')} text={t('goneText')} />
      ) : (
        <div className="directory-profile-head waiting">
          <span className="skeleton avatar-shape" />
          <span className="grow">
            <Skeleton width="50%" height={16} />
            <Skeleton width="35%" />
          </span>
        </div>
      )}
    </aside>
  )
}

function Card({ person, hideTop, onPerson, onDepartment }: Props & { person: PersonDetail }) {
  const t = useTranslate('directory')
  const tr = useTranslate('requests')
  const language = useLanguage()
  const meId = useMe().id
  const presence = usePresence(person.id)
  const [busy, run] = useBusy()
  const message = () => run(() => startDirect(person.id))
  return (
    <div className="directory-profile-scroll">
      <div className="directory-profile-head">
        <Avatar person={person} size={68} presence={presence} />
        <div className="grow">
          <h2>
            <span className="selectable">{nameOf(person, language)}</span>
            {person.external && <ExternalTag />}
            {person.deleted && <Tag tone="warning">{t('left')}</Tag>}
            {person.id === meId && <Tag>{t('you')}</Tag>}
          </h2>
          <div className="directory-other-name selectable">{otherName(person, language)}</div>
        </div>
      </div>
      {!person.deleted && (
        <div className="directory-profile-actions">
          {person.id !== meId && (
            <>
              <Button kind="primary" className="grow" busy={busy} onClick={message}>
                <MessageCircle className="icon-sm" aria-hidden="true" />
                {t('message')}
              </Button>
              <Button onClick={() => startGroup([person])}>
                <UserRoundPlus className="icon-sm" aria-hidden="true" />
                {t('startGroupWith')}
              </Button>
            </>
          )}
          <IconButton label={tr('shareCard')} icon={<IdCard />} onClick={() => sendCardOf(person)} />
        </div>
      )}
      <Facts person={person} hideTop={hideTop} onPerson={onPerson} onDepartment={onDepartment} />
      {person.groupsInCommon.length > 0 && <GroupsInCommon groups={person.groupsInCommon} />}
    </div>
  )
}

type FactsProps = Pick<Props, 'hideTop' | 'onPerson' | 'onDepartment'> & { person: PersonDetail }

function Facts({ person, hideTop, onPerson, onDepartment }: FactsProps) {
  const t = useTranslate('directory')
  const language = useLanguage()
  return (
    <dl className="directory-facts">
      <Fact label={t('department')} shown={person.paths.length > 0}>
        <span className="directory-paths">
          {person.paths.map(path => {
            const steps = hideTop && path.length > 1 ? path.slice(1) : path
            const last = path.at(-1)
            return (
              <button
                key={last?.id}
                type="button"
                className="directory-fact-link"
                onClick={() => last && onDepartment(last.id)}
              >
                {steps.map(step => nameOf(step, language)).join(' / ')}
              </button>
            )
          })}
        </span>
      </Fact>
      <Fact label={t('jobTitle')} shown={person.title !== ''}>
        <span className="selectable">{person.title}</span>
      </Fact>
      <Fact label={t('manager')} shown={person.manager !== null}>
        {person.manager && (
          <button
            type="button"
            className="directory-fact-link directory-person-link"
            onClick={() => person.manager && onPerson(person.manager.id)}
          >
            <Avatar person={person.manager} size={20} />
            <span className="ellipsis">{nameOf(person.manager, language)}</span>
          </button>
        )}
      </Fact>
      <Fact label={t('phone')} shown={person.phone !== ''} copy={{ text: person.phone, label: t('copyPhone') }}>
        <span className="selectable">{person.phone}</span>
      </Fact>
      <Fact label={t('mail')} shown={person.mail !== ''} copy={{ text: person.mail, label: t('copyMail') }}>
        <button
          type="button"
          className="directory-fact-link"
          onClick={() => void call('link.open', { url: `mailto:${encodeURIComponent(person.mail)}` }).catch(toastError)}
        >
          {/* A long address breaks before the @. */}
          {person.mail.split('@')[0]}
          <wbr />
          {person.mail.includes('@') && `@${person.mail.split('@').slice(1).join('@')}`}
        </button>
      </Fact>
      <Fact label={t('staffNo')} shown={person.staffNo !== ''} copy={{ text: person.staffNo, label: t('copyStaffNo') }}>
        <span className="selectable">{person.staffNo}</span>
      </Fact>
      <Fact label={t('place')} shown={person.place !== ''}>
        <span className="selectable">{person.place}</span>
      </Fact>
    </dl>
  )
}

function GroupsInCommon({ groups }: { groups: PersonDetail['groupsInCommon'] }) {
  const t = useTranslate('directory')
  const language = useLanguage()
  return (
    <section className="directory-groups-in-common">
      <h3>{t('groupsInCommon', { number: groups.length })}</h3>
      {groups.map(group => (
        <button key={group.id} type="button" className="person-row" onClick={() => openConversation(group.id)}>
          <GroupAvatar avatarPeople={group.avatarPeople} avatarId={group.avatarId} size={28} />
          <span className="ellipsis">
            {group.name || group.titlePeople.length > 0 ? conversationTitle(group, language) : t('unnamedGroup')}
          </span>
          {group.external && <ExternalTag />}
        </button>
      ))}
    </section>
  )
}

function Fact(props: { label: string; shown: boolean; copy?: { text: string; label: string }; children: ReactNode }) {
  if (!props.shown) return null
  return (
    <>
      <dt>{props.label}</dt>
      <dd>
        <span className="directory-fact">{props.children}</span>
        {props.copy && <CopyButton {...props.copy} />}
      </dd>
    </>
  )
}

function CopyButton({ text, label }: { text: string; label: string }) {
  const t = useTranslate('directory')
  const [copied, setCopied] = useState(false)
  useEffect(() => {
    if (!copied) return
    const timer = setTimeout(() => setCopied(false), 2_000)
    return () => clearTimeout(timer)
  }, [copied])
  return (
    <>
      <IconButton
        size="small"
        label={label}
        icon={copied ? <Check className="icon-sm directory-copied" /> : <Copy className="icon-sm" />}
        onClick={() => call('clipboard.write', { text }).then(() => setCopied(true), toastError)}
      />
      {copied && (
        <span className="visually-hidden" role="status">
          {t('copied')}
        </span>
      )}
    </>
  )
}
