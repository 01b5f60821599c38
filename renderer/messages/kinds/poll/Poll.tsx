import type { ContentOf } from '@lianqun/protocol'
import { ChartNoAxesColumn } from 'lucide-react'
import { useState } from 'react'
import { useLanguage, useTranslate } from '../../../i18n.ts'
import { Button } from '../../../ui/index.ts'
import { Card, CloseButton, takesAnswers } from '../../answers/Card.tsx'
import { useAnswering } from '../../answers/use-answering.ts'
import { useConversationContext } from '../../conversation-context.ts'
import type { BodyProps } from '../kind.ts'
import { AddOption, Choices, Results } from './options.tsx'

type Content = ContentOf<'poll'>

/** The options that the user chose; null: none. */
function chosenBy({ answer }: BodyProps<Content>['message']): readonly string[] | null {
  return Array.isArray(answer?.optionIds) ? answer.optionIds.filter(id => typeof id === 'string') : null
}

/** A poll: its options to choose from, then how the votes stand. */
export function Poll({ content, message }: BodyProps<Content>) {
  const t = useTranslate('answers')
  const language = useLanguage()
  const { readOnly, may: rights } = useConversationContext()
  const { busy, answer, act } = useAnswering(message)
  const own = chosenBy(message)
  /** The options that are chosen but not sent; null: the results show. */
  const [choosing, setChoosing] = useState<readonly string[] | null>(null)
  const sent = message.seq > 0
  const open = takesAnswers(content) && sent
  const may = open && !readOnly
  const asks = may && (choosing !== null || own === null)
  const chosen = choosing ?? []
  const done = (taken: boolean): void => {
    if (taken) setChoosing(null)
  }
  const names = content.options.filter(({ id }) => own?.includes(id)).map(({ text }) => text)
  const kind = [
    t('pollKind'),
    t(content.multiple ? 'multiple' : 'single'),
    t(content.anonymous ? 'anonymous' : 'named'),
  ]
  return (
    <Card
      icon={<ChartNoAxesColumn aria-hidden="true" />}
      kind={kind.join(' · ')}
      title={content.question}
      count={content.voters ? t('voters', { count: content.voters }) : t('nobodyVoted')}
      closesAt={content.closesAt}
      closed={!open && sent}
      actions={
        <>
          {asks && (
            <Button
              size="small"
              kind="primary"
              busy={busy}
              disabled={chosen.length === 0}
              onClick={() => void answer({ optionIds: chosen }).then(done)}
            >
              {t(own ? 'saveVote' : 'vote')}
            </Button>
          )}
          {asks && own && (
            <>
              <Button size="small" onClick={() => setChoosing(null)}>
                {t('cancel')}
              </Button>
              <Button size="small" onClick={() => void answer(null).then(done)}>
                {t('takeBack')}
              </Button>
            </>
          )}
          {may && own && !asks && (
            <Button size="small" onClick={() => setChoosing(own)}>
              {t('changeVote')}
            </Button>
          )}
          {message.own && sent && !readOnly && (
            <CloseButton open={open} close={t('close')} reopen={t('reopen')} onAct={type => void act({ type })} />
          )}
        </>
      }
    >
      {asks ? (
        <Choices content={content} chosen={chosen} onChange={setChoosing} />
      ) : (
        <Results content={content} chosen={own ?? []} message={message} />
      )}
      {names.length > 0 && !asks && (
        <p className="messages-answers-own">{t('voted', { names: names.join(language === 'zh' ? '、' : ', ') })}</p>
      )}
      {may && rights.speak && (content.open || message.own) && (
        <AddOption onAdd={option => act({ type: 'addOption', ...option })} />
      )}
    </Card>
  )
}
