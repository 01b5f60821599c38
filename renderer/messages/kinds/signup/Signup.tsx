import type { ContentOf } from '@lianqun/protocol'
import { ListOrdered } from 'lucide-react'
import { useState } from 'react'
import type { PersonName } from '../../../../preload/contract/index.ts'
import { useLanguage, useTranslate } from '../../../i18n.ts'
import { Button, copyText, nameOf } from '../../../ui/index.ts'
import { Card, CloseButton, takesAnswers } from '../../answers/Card.tsx'
import { useAnswering } from '../../answers/use-answering.ts'
import { useConversationContext } from '../../conversation-context.ts'
import type { BodyProps } from '../kind.ts'

type Content = ContentOf<'signup'>
type Line = NonNullable<Content['lines']>[number]

/** 接龙: the lines that members added, and one's own to add. */
export function Signup({ content, message }: BodyProps<Content>) {
  const t = useTranslate('answers')
  const language = useLanguage()
  const { meId, readOnly } = useConversationContext()
  const { busy, answer, act } = useAnswering(message)
  const [entering, setEntering] = useState(false)
  const sent = message.seq > 0
  const open = takesAnswers(content) && sent
  const may = open && !readOnly
  const lines = content.lines ?? []
  const own = lines.find(({ userId }) => userId === meId)
  const nameOfLine = ({ userId }: Line): string => {
    const person: PersonName | undefined = message.people.find(({ id }) => id === userId)
    return person ? nameOf(person, language) : ''
  }
  const textOf = (line: Line, i: number): string =>
    `${i + 1}. ${[nameOfLine(line), line.note, line.number > 1 ? `×${line.number}` : ''].filter(Boolean).join(' ')}`
  const total = lines.reduce((sum, { number }) => sum + number, 0)
  return (
    <Card
      icon={<ListOrdered aria-hidden="true" />}
      kind={t('signupKind')}
      title={content.title}
      count={t('signedUp', { count: total })}
      closesAt={content.closesAt}
      closed={!open && sent}
      actions={
        !entering && (
          <>
            {may && (
              <Button size="small" kind={own ? 'plain' : 'primary'} onClick={() => setEntering(true)}>
                {t(own ? 'changeLine' : 'join')}
              </Button>
            )}
            {may && own && (
              <Button size="small" busy={busy} onClick={() => void answer(null)}>
                {t('leave')}
              </Button>
            )}
            {lines.length > 0 && (
              <Button
                size="small"
                onClick={() => void copyText([content.title, ...lines.map(textOf)].join('\n'), t('copied'))}
              >
                {t('copyList')}
              </Button>
            )}
            {message.own && sent && !readOnly && (
              <CloseButton
                open={open}
                close={t('closeSignup')}
                reopen={t('reopen')}
                onAct={type => void act({ type })}
              />
            )}
          </>
        )
      }
    >
      {content.example !== '' && <p className="messages-answers-own">{t('example', { text: content.example })}</p>}
      {lines.length > 0 && (
        <ol className="messages-answers-lines">
          {lines.map((line, i) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a person may have several lines with the same words
            <li key={`${line.userId} ${i}`}>
              <b>{nameOfLine(line)}</b> <span>{line.note}</span>
              {line.number > 1 && <span className="muted"> ×{line.number}</span>}
            </li>
          ))}
        </ol>
      )}
      {entering && (
        <Entry
          line={own}
          example={content.example}
          busy={busy}
          onCancel={() => setEntering(false)}
          onEnter={async line => {
            if (await answer({ lines: [line] })) setEntering(false)
          }}
        />
      )}
    </Card>
  )
}

function Entry(props: {
  line: Line | undefined
  example: string
  busy: boolean
  onCancel: () => void
  onEnter: (line: { note: string; number: number }) => Promise<void>
}) {
  const t = useTranslate('answers')
  const [note, setNote] = useState(props.line?.note ?? '')
  const [number, setNumber] = useState(props.line?.number ?? 1)
  return (
    <form
      className="messages-answers-form"
      onSubmit={event => {
        event.preventDefault()
        void props.onEnter({ note: note.trim(), number })
      }}
    >
      <input
        className="messages-answers-input"
        aria-label={t('yourLine')}
        placeholder={props.example === '' ? t('yourLine') : t('yourLineHint', { text: props.example })}
        maxLength={200}
        value={note}
        // biome-ignore lint/a11y/noAutofocus: the person has just asked for it
        autoFocus
        onChange={event => setNote(event.target.value)}
      />
      <input
        className="messages-answers-input number"
        aria-label={t('number')}
        type="number"
        min={1}
        max={999}
        value={number}
        onChange={event => setNumber(Math.min(999, Math.max(1, Math.floor(Number(event.target.value)) || 1)))}
      />
      <Button size="small" kind="primary" type="submit" busy={props.busy}>
        {t('saveVote')}
      </Button>
      <Button size="small" onClick={props.onCancel}>
        {t('cancel')}
      </Button>
    </form>
  )
}
