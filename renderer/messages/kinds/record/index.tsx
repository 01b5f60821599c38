import type { ContentOf } from '@lianqun/protocol'
import { Bookmark, BookmarkX, Forward } from 'lucide-react'
import { useState } from 'react'
import { oneLine } from '../../../../common/text.ts'
import type { MessageItem } from '../../../../preload/contract/index.ts'
import { translatorIn, useLanguage, useTranslate } from '../../../i18n.ts'
import { Avatar, Button, Dialog, fullTime, nameOf, RowBoundary } from '../../../ui/index.ts'
import { useConversationContext } from '../../conversation-context.ts'
import { toggleSaved } from '../../kept/actions.tsx'
import type { BodyProps, KindView, LineContext } from '../kind.ts'
import { kindsInRecords } from './views.ts'
import './record.css'

type Record = ContentOf<'record'>
type Item = Record['items'][number]

/** The lines that a card shows. */
const shownLines = 4

const senderOf = (item: Item, index: number) => ({
  id: `${item.senderName}/${index}`,
  name: item.senderName,
  latinName: item.senderLatinName,
})

function lineOf(item: Item, people: MessageItem['people'], context: LineContext): string {
  const t = translatorIn(context.language, 'talk')
  const sender = senderOf(item, 0)
  const text =
    item.content.type === 'recalled'
      ? t('recordRecalled')
      : kindsInRecords.lineOf(item.content, { sender, people }, context)
  return t('recordItem', { name: nameOf(sender, context.language), text })
}

/** The card of a record: its title, the first lines, and how many messages there are. */
export function RecordCard(props: {
  content: Pick<Record, 'title'>
  items: readonly Item[]
  people: MessageItem['people']
}) {
  const { content, items, people } = props
  const t = useTranslate('talk')
  const messagesT = useTranslate('messages')
  const language = useLanguage()
  const { meId } = useConversationContext()
  return (
    <span className="messages-record">
      <b>{content.title}</b>
      {items.slice(0, shownLines).map((item, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the items of a record never change
        <span key={index} className="messages-record-line">
          {oneLine(lineOf(item, people, { t: messagesT, language, meId }))}
        </span>
      ))}
      <span className="messages-record-foot">
        {t('record')}
        <span>{t('recordCount', { count: items.length })}</span>
      </span>
    </span>
  )
}

function Body({ content, message, tabbable }: BodyProps<Record>) {
  const t = useTranslate('talk')
  const [open, setOpen] = useState(false)
  return (
    <>
      <button
        type="button"
        className="messages-record-button"
        aria-label={t('openRecord', { title: content.title })}
        aria-haspopup="dialog"
        tabIndex={tabbable ? 0 : -1}
        onClick={() => setOpen(true)}
      >
        <RecordCard content={content} items={content.items} people={message.people} />
      </button>
      {open && <Viewer content={content} message={message} onClose={() => setOpen(false)} />}
    </>
  )
}

/** All messages of a record; one within it opens in the same way. */
function Viewer({ content, message, onClose }: { content: Record; message: MessageItem; onClose: () => void }) {
  const t = useTranslate('talk')
  const language = useLanguage()
  const first = content.items[0]
  const last = content.items.at(-1)
  const span = [first, last].map(item => item && fullTime(item.sentAt, language)).filter(Boolean)
  return (
    <Dialog
      open
      onOpenChange={open => !open && onClose()}
      title={content.title}
      description={`${[...new Set(span)].join(' – ')} · ${t('recordCount', { count: content.items.length })}`}
      width={460}
      // One within another record is no message of its own, nor is one that is still to be sent.
      footer={message.seq > 0 && <Actions message={message} />}
    >
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: the keyboard scrolls a long record */}
      <ul className="messages-record-items" tabIndex={0}>
        {content.items.map((item, index) => {
          const sender = senderOf(item, index)
          return (
            // biome-ignore lint/suspicious/noArrayIndexKey: the items of a record never change
            <li key={index}>
              <RowBoundary value={item} fallback={<span className="muted">{t('quoteGone')}</span>}>
                <Avatar person={{ ...sender, id: item.senderName }} size={32} />
                <div className="grow">
                  <div className="messages-record-who">
                    <span className="ellipsis">{nameOf(sender, language)}</span>
                    <time>{fullTime(item.sentAt, language)}</time>
                  </div>
                  <ItemBody item={item} message={{ ...message, seq: 0, sender, content: item.content, own: false }} />
                </div>
              </RowBoundary>
            </li>
          )
        })}
      </ul>
    </Dialog>
  )
}

function Actions({ message }: { message: MessageItem }) {
  const t = useTranslate('talk')
  const savedT = useTranslate('saved')
  const { forward } = useConversationContext()
  const labels = message.kept?.labels ?? null
  return (
    <>
      <Button onClick={() => toggleSaved({ id: message.conversationId, seq: message.seq }, labels)}>
        {labels === null ? <Bookmark /> : <BookmarkX />}
        {savedT(labels === null ? 'save' : 'remove')}
      </Button>
      <Button onClick={() => forward(message)}>
        <Forward />
        {t('forward')}
      </Button>
    </>
  )
}

function ItemBody({ item, message }: { item: Item; message: MessageItem }) {
  const t = useTranslate('talk')
  if (item.content.type === 'recalled') return <p className="muted">{t('recordRecalled')}</p>
  const Kind = kindsInRecords.bodyOf(item.content)
  return (
    <div className="selectable messages-words">
      <Kind content={item.content} message={message} tabbable />
    </div>
  )
}

export const record: KindView<Record> = {
  Body,
  line: (content, _names, { language }) =>
    translatorIn(language, 'talk')('recordLine', { title: oneLine(content.title) }),
  copyText: content => content.title,
}
