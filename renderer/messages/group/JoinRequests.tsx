import type { ConversationItem } from '../../../preload/contract/index.ts'
import { call } from '../../desktop.ts'
import { useLanguage, useTranslate } from '../../i18n.ts'
import { Avatar, Button, nameOf, toastError, useQuery } from '../../ui/index.ts'
import './group.css'

/** Who asks to join a group, for its owner and admins, who let them in or not. */
export function JoinRequests({ conversation }: { conversation: ConversationItem }) {
  const { id, group } = conversation
  const count = group?.joinRequests ?? 0
  const t = useTranslate('group')
  const language = useLanguage()
  const requests = useQuery(count === 0 ? null : `requests:${id}/${count}`, () =>
    call('conversations.requests', { id }),
  )
  if (count === 0 || !requests.data || requests.data.length === 0) return null
  const decide = (userId: string, accept: boolean) =>
    call('conversations.decide', { id, userId, accept }).then(requests.reload, toastError)
  return (
    <section className="messages-section" aria-label={t('requests')}>
      <h2>{t('requestsCount', { count: requests.data.length })}</h2>
      <ul className="messages-group-requests">
        {requests.data.map(({ person, inviter }) => (
          <li key={person.id}>
            <Avatar person={person} size={32} />
            <span className="grow">
              <span className="ellipsis">{nameOf(person, language)}</span>
              <small className="ellipsis">{t('invitedBy', { name: nameOf(inviter, language) })}</small>
            </span>
            <Button size="small" kind="quiet" onClick={() => void decide(person.id, false)}>
              {t('refuse')}
            </Button>
            <Button size="small" kind="primary" onClick={() => void decide(person.id, true)}>
              {t('letIn')}
            </Button>
          </li>
        ))}
      </ul>
    </section>
  )
}
