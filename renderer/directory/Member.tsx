import { MessageCircle, UserRoundPlus } from 'lucide-react'
import type { PersonItem } from '../../preload/contract/index.ts'
import { useLanguage, useTranslate } from '../i18n.ts'
import { startDirect, startGroup } from '../messages/index.ts'
import { Avatar, CheckMark, cx, ExternalTag, IconButton, nameOf, Tag, toastError } from '../ui/index.ts'

/** The row of a person: name and title, and at the right what the view does not say already. */
export function Member(props: {
  index: number
  person: PersonItem
  self: boolean
  /** Among everyone, where heads of all departments stand side by side and departments differ. */
  root: boolean
  selected: boolean
  focusable: boolean
  chosen: boolean
  /** At least one person is ticked: the check boxes stay visible. */
  choosing: boolean
  onShow: () => void
  onToggle: () => void
}) {
  const { person, focusable } = props
  const t = useTranslate('directory')
  const language = useLanguage()
  const name = nameOf(person, language)
  // A title that is not in the language of the window says nothing to its reader; the department does.
  const foreign = language === 'en' && /\p{Script=Han}/u.test(person.title)
  const place = nameOf({ name: person.departmentName, latinName: person.departmentLatinName }, language)
  return (
    <div className={cx('directory-member', props.selected && 'selected', props.choosing && 'choosing')}>
      <button
        type="button"
        className="directory-member-open"
        data-index={props.index}
        tabIndex={focusable ? 0 : -1}
        aria-current={props.selected ? 'true' : undefined}
        onClick={event => (event.ctrlKey || event.metaKey ? !props.self && props.onToggle() : props.onShow())}
      >
        <Avatar person={person} size={40} />
        <span className="grow">
          <span className="directory-member-name">
            <span className="ellipsis">{name}</span>
            {person.external && <ExternalTag />}
            {person.leader && !props.root && <Tag tone="brand">{t('leader')}</Tag>}
            {props.self && <Tag>{t('you')}</Tag>}
          </span>
          <small className="ellipsis directory-block">{person.title || place}</small>
        </span>
        <span className="directory-member-side">
          {person.title !== '' && (props.root || foreign) && <span className="ellipsis">{place}</span>}
          {person.phone !== '' && <span className="directory-member-phone">{person.phone}</span>}
        </span>
      </button>
      {!props.self && (
        <span className="directory-member-actions">
          <IconButton
            label={t('messageTo', { name })}
            icon={<MessageCircle />}
            tabIndex={focusable ? 0 : -1}
            onClick={() => void startDirect(person.id).catch(toastError)}
          />
          <IconButton
            label={t('groupWith', { name })}
            icon={<UserRoundPlus />}
            tabIndex={focusable ? 0 : -1}
            onClick={() => startGroup([person])}
          />
          {/* biome-ignore lint/a11y/useSemanticElements: a check box in the style of the design system */}
          <button
            type="button"
            role="checkbox"
            className="directory-member-tick"
            aria-checked={props.chosen}
            aria-label={t(props.chosen ? 'unselect' : 'select', { name })}
            tabIndex={focusable ? 0 : -1}
            onClick={props.onToggle}
          >
            <CheckMark on={props.chosen} />
          </button>
        </span>
      )}
    </div>
  )
}
