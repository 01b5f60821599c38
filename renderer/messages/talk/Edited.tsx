import type { MessageEdit } from '@lianqun/protocol'
import type { MessageItem } from '../../../preload/contract/index.ts'
import { call } from '../../desktop.ts'
import { useLanguage, useTranslate } from '../../i18n.ts'
import { ErrorState, fullTime, Popover, SkeletonRows, useQuery } from '../../ui/index.ts'
import { useLine } from './Quote.tsx'
import './talk.css'

/** Says that a message was edited; a press shows what it said before. */
export function EditedMark({ message, tabbable }: { message: MessageItem; tabbable: boolean }) {
  const t = useTranslate('talk')
  if (message.attributes.edited === undefined) return null
  return (
    <Popover
      label={t('editHistory')}
      className="messages-edits"
      trigger={
        <button type="button" className="messages-edited" tabIndex={tabbable ? 0 : -1}>
          {t('edited')}
        </button>
      }
    >
      <Edits message={message} />
    </Popover>
  )
}

function Edits({ message }: { message: MessageItem }) {
  const t = useTranslate('talk')
  const language = useLanguage()
  const lineOf = useLine()
  const { conversationId: id, seq, revision } = message
  const query = useQuery(`edits:${id}/${seq}/${revision}`, () => call('messages.edits', { id, seq }))
  const wordsOf = ({ content }: MessageEdit) => lineOf({ ...message, content })
  return (
    <>
      <b>{t('editHistory')}</b>
      {query.error ? (
        <ErrorState error={query.error} onRetry={query.reload} />
      ) : query.data === undefined ? (
        <SkeletonRows count={2} />
      ) : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: the keyboard scrolls a long list
        <ol tabIndex={0}>
          {query.data.map(edit => (
            <li key={edit.at}>
              <time>{t('editedAt', { time: fullTime(edit.at, language) })}</time>
              <p className="selectable">{wordsOf(edit)}</p>
            </li>
          ))}
        </ol>
      )}
    </>
  )
}
