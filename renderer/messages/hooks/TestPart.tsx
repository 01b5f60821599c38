import type { Content, HookDialect } from '@lianqun/protocol'
import { ChevronDown, CircleAlert, CircleCheck, Send } from 'lucide-react'
import { useMemo, useState } from 'react'
import type { CallResult, HookItem, MessageItem } from '../../../preload/contract/index.ts'
import { call, errorText } from '../../desktop.ts'
import { useLanguage, useTranslate } from '../../i18n.ts'
import { useMe } from '../../stores/session.ts'
import { Button, Menu, RowBoundary, serverNow, useBusy } from '../../ui/index.ts'
import { ConversationContext, readingContext } from '../conversation-context.ts'
import { kindOf } from '../kinds/index.ts'
import { shownLimits } from '../limits.ts'
import { dialectWords, eventWords } from './event-words.ts'
import { saidWords } from './said.ts'
import { samplesOf, written } from './samples.ts'

export type Tested = CallResult<'hooks.test'>

/** Tries what a payload would look like: a sample of the dialect, or one that is pasted. */
export function TestPart({ hook, dialect }: { hook: HookItem; dialect: HookDialect }) {
  const t = useTranslate('hooks')
  const samples = samplesOf(dialect)
  const [chosen, setChosen] = useState<string | null>(samples[0]?.id ?? null)
  const [own, setOwn] = useState('')
  const [tested, setTested] = useState<Tested | null>(null)
  const [failure, setFailure] = useState('')
  const [busy, run] = useBusy(error => setFailure(errorText(error)))
  const sample = samples.find(one => one.id === chosen)
  const body = sample === undefined ? own : written(sample.body)
  const choose = (id: string | null) => {
    setChosen(id)
    setTested(null)
    setFailure('')
  }
  const send = () => {
    setFailure('')
    run(() => call('hooks.test', { hookId: hook.id, body }).then(setTested))
  }
  const words = sample === undefined ? t('sampleOwn') : t(`sample_${sample.id}`)
  return (
    <section className="messages-hooks-part" aria-label={t('test')}>
      <h3>
        {t('test')}
        <small>{t('testHint')}</small>
      </h3>
      <div className="messages-hooks-line">
        <Menu
          trigger={
            <button
              type="button"
              className="input compact grow messages-hooks-select"
              aria-label={`${t('sample')} ${words}`}
            >
              <span className="ellipsis grow">{words}</span>
              <ChevronDown className="icon-sm" aria-hidden="true" />
            </button>
          }
          items={[
            ...samples.map(({ id }) => ({
              label: t(`sample_${id}`),
              checked: id === chosen,
              onSelect: () => choose(id),
            })),
            'line' as const,
            { label: t('sampleOwn'), checked: sample === undefined, onSelect: () => choose(null) },
          ]}
        />
        <Button kind="primary" busy={busy} disabled={body.trim() === ''} onClick={send}>
          <Send className="icon-sm" aria-hidden="true" />
          {t('sendTest')}
        </Button>
      </div>
      {sample === undefined && (
        <textarea
          className="messages-hooks-paste"
          aria-label={t('samplePaste')}
          placeholder={t('pastePlaceholder')}
          value={own}
          rows={6}
          spellCheck={false}
          maxLength={shownLimits.hookTestChars}
          onChange={event => setOwn(event.target.value)}
        />
      )}
      <div role="status">
        {failure !== '' && <p className="messages-hooks-verdict failed">{failure}</p>}
        {tested !== null && failure === '' && <Result hook={hook} tested={tested} />}
      </div>
    </section>
  )
}

/** What a payload looks like, what of it is lost, or why it is not shown. */
export function Result({ hook, tested }: { hook: HookItem; tested: Tested }) {
  const t = useTranslate('hooks')
  const language = useLanguage()
  const { problem, contents, lost, event } = tested
  const dialect = dialectWords(tested.dialect, language)
  const ok =
    event === '' || event === tested.dialect
      ? t('testOk', { dialect })
      : t('testOkEvent', { dialect, event: eventWords(event, language) })
  return (
    <>
      {problem !== '' ? (
        <p className="messages-hooks-verdict failed">
          <CircleAlert className="icon-sm" aria-hidden="true" />
          {t('testProblem', { problem: saidWords(problem, language) })}
        </p>
      ) : (
        <p className="messages-hooks-verdict shown">
          <CircleCheck className="icon-sm" aria-hidden="true" />
          {contents.length === 0 ? t('testNothing') : ok}
        </p>
      )}
      {contents.length > 0 && (
        <section className="messages-hooks-preview" aria-label={t('preview')}>
          {contents.map((content, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the contents of one answer never change
            <PreviewOf key={index} hook={hook} content={content} />
          ))}
        </section>
      )}
      <LostList lost={lost} />
    </>
  )
}

/** What is not shown as it was meant. */
export function LostList({ lost }: { lost: readonly string[] }) {
  const t = useTranslate('hooks')
  const language = useLanguage()
  if (lost.length === 0) return null
  return (
    <div className="messages-hooks-lost">
      <b>{t('lost')}</b>
      <ul>
        {[...new Set(lost)].map(words => (
          <li key={words}>{saidWords(words, language)}</li>
        ))}
      </ul>
    </div>
  )
}

/** A content as it would stand in the group. */
function PreviewOf({ hook, content }: { hook: HookItem; content: Content }) {
  const t = useTranslate('hooks')
  const meId = useMe().id
  const context = useMemo(() => readingContext(meId), [meId])
  const message = useMemo<MessageItem>(
    () => ({
      conversationId: hook.conversationId,
      seq: 0,
      revision: 0,
      clientId: null,
      sender: { id: hook.botId, name: hook.name, latinName: '' },
      own: false,
      sentAt: serverNow(),
      content,
      attributes: {},
      quote: null,
      bubble: true,
      counted: false,
      people: [],
      state: 'sent',
      error: null,
    }),
    [hook, content],
  )
  const { Body } = kindOf(content)
  return (
    <ConversationContext value={context}>
      <RowBoundary value={content} fallback={<span className="muted">{t('testNothing')}</span>}>
        <div className={content.type === 'card' ? undefined : 'messages-bubble'}>
          <div className="selectable messages-words">
            <Body content={content} message={message} tabbable />
          </div>
        </div>
      </RowBoundary>
    </ConversationContext>
  )
}
