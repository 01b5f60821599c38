import type { ContentOf } from '@lianqun/protocol'
import { call } from '../../../desktop.ts'
import { translatorIn, useLanguage, useTranslate } from '../../../i18n.ts'
import { Avatar, departmentAndTitle, ExternalTag, nameOf, Tag, useQuery } from '../../../ui/index.ts'
import { showPersonCard } from '../../PersonCard.tsx'
import type { BodyProps, KindView } from '../kind.ts'
import './contact.css'

type Contact = ContentOf<'contact'>

/** A person's card, as the directory knows them now; one who left the company, or whom nobody knows, says so. */
function Body({ content, message, tabbable }: BodyProps<Contact>) {
  const t = useTranslate('requests')
  const tm = useTranslate('messages')
  const language = useLanguage()
  const { userId } = content
  const query = useQuery(`person:${userId}`, () => call('directory.person', { userId }), ['directory'])
  const named = message.people.find(person => person.id === userId)
  const person = query.data ?? null
  const unknown = person === null && !query.loading && !query.error
  const shown = person ?? named ?? { id: userId, name: '', latinName: '' }
  const name = unknown ? tm('personGone') : nameOf(shown, language)
  return (
    <span className="messages-media-bare">
      <button
        type="button"
        className="messages-contact-card"
        tabIndex={tabbable ? 0 : -1}
        disabled={unknown}
        aria-haspopup="dialog"
        aria-label={t('cardOf', { name })}
        onClick={event => showPersonCard(userId, event.currentTarget)}
      >
        <span className="messages-contact-person">
          <Avatar person={shown} size={44} />
          <span className="messages-contact-words">
            <span className="messages-contact-name">
              <span className="ellipsis">{name}</span>
              {person?.external && <ExternalTag />}
              {person?.deleted && <Tag>{tm('leftCompany')}</Tag>}
            </span>
            {person && <span className="ellipsis messages-contact-place">{departmentAndTitle(person, language)}</span>}
          </span>
        </span>
        <span className="messages-contact-foot">{t('card')}</span>
      </button>
    </span>
  )
}

export const contact: KindView<Contact> = {
  Body,
  line: ({ userId }, { people }, { language }) => {
    const person = people.find(one => one.id === userId)
    const t = translatorIn(language, 'requests')
    const name = person === undefined ? '' : nameOf(person, language)
    return name === '' ? t('cardLineUnknown') : t('cardLine', { name })
  },
}
