import { Copy, MessageSquare, RefreshCw } from 'lucide-react'
import { useState } from 'react'
import type { HookDeliveryDetailItem, HookDeliveryItem, HookItem } from '../../../preload/contract/index.ts'
import { call } from '../../desktop.ts'
import { useLanguage, useTranslate } from '../../i18n.ts'
import { openConversation } from '../../stores/navigation.ts'
import { useOnline } from '../../stores/session.ts'
import {
  Button,
  clockTime,
  copyText,
  cx,
  daysBetween,
  ErrorState,
  fullTime,
  SkeletonRows,
  Tag,
  toast,
  useBusy,
  useQuery,
} from '../../ui/index.ts'
import { Tabs } from '../Tabs.tsx'
import { curlOf, pretty } from './curl.ts'
import { dialectWords } from './event-words.ts'
import { JsonView } from './JsonView.tsx'
import { saidWords } from './said.ts'
import { LostList } from './TestPart.tsx'
import { lookOf, problemWords, signatureWords, titleOf, verdictWords } from './verdict.ts'

/** `14:09:22`, as one compares it with the log of another system. */
function exactTime(time: number): string {
  return `${clockTime(time)}:${String(new Date(time).getSeconds()).padStart(2, '0')}`
}

/** One delivery, or call of a button: what became of it, what was sent and what was answered. */
export function DeliveryDetail(props: {
  hook: HookItem
  delivery: HookDeliveryItem
  address: string | undefined
  onResent: (made: HookDeliveryItem) => void
}) {
  const { hook, delivery, address, onResent } = props
  const t = useTranslate('hooks')
  const language = useLanguage()
  const title = titleOf(delivery, language)
  const query = useQuery(`delivery:${hook.id}/${delivery.id}`, () =>
    call('hooks.delivery', { hookId: hook.id, deliveryId: delivery.id }),
  )
  const look = lookOf(delivery)
  const words = problemWords(delivery, language)
  const { at } = delivery
  const time = daysBetween(at, Date.now()) <= 0 ? exactTime(at) : fullTime(at, language)
  return (
    <section className="column messages-hooks-detail" aria-label={title}>
      <div className="messages-hooks-detail-head">
        <h3>
          <time>{time}</time> <span className="ellipsis grow">{title}</span>
          {delivery.status > 0 && (
            <Tag tone={look === 'failed' ? 'danger' : look === 'shown' ? 'success' : 'plain'}>{delivery.status}</Tag>
          )}
        </h3>
        <p className={cx('messages-hooks-verdict', look)}>{words}</p>
      </div>
      {query.error && !query.data ? (
        <ErrorState error={query.error} title={t('detailFailed')} onRetry={query.reload} />
      ) : query.data ? (
        <Parts hook={hook} detail={query.data.delivery} address={address} onResent={onResent} />
      ) : (
        <SkeletonRows count={2} />
      )}
    </section>
  )
}

type Part = 'request' | 'answer' | 'shown' | 'headers'
const parts: readonly Part[] = ['request', 'answer', 'shown', 'headers']

function Parts(props: {
  hook: HookItem
  detail: HookDeliveryDetailItem
  address: string | undefined
  onResent: (made: HookDeliveryItem) => void
}) {
  const { hook, detail, address, onResent } = props
  const t = useTranslate('hooks')
  const language = useLanguage()
  const online = useOnline()
  const [part, setPart] = useState<Part>('request')
  const [busy, run] = useBusy()
  const resend = () =>
    run(() =>
      call('hooks.resend', { hookId: hook.id, deliveryId: detail.id }).then(({ delivery }) => {
        toast({
          kind: lookOf(delivery) === 'failed' ? 'failed' : 'done',
          text: t('resentOk', { verdict: verdictWords(delivery, t) }),
        })
        onResent(delivery)
      }),
    )
  return (
    <>
      <Tabs label={t('parts')} tabs={parts.map(name => ({ name, label: t(name) }))} tab={part} onTab={setPart}>
        <div className="messages-hooks-part-body">
          {part === 'request' && <TextOf text={detail.body} label={t('request')} cut={detail.cut} />}
          {part === 'answer' && <TextOf text={detail.answer} label={t('answer')} cut={false} />}
          {part === 'shown' && <ShownOf hook={hook} detail={detail} />}
          {part === 'headers' && <Headers headers={detail.headers} />}
          <dl className="messages-hooks-facts">
            {[
              [
                t(detail.outgoing ? 'target' : 'source'),
                [detail.source, detail.headers['user-agent']].filter(Boolean).join(' · '),
              ],
              [t('format'), dialectWords(detail.dialect, language)],
              [t('signature'), detail.outgoing ? '' : signatureWords(detail.signature, t)],
              [t('number'), detail.id],
            ]
              .filter(([, value]) => value)
              .map(([name, value]) => (
                <div key={name}>
                  <dt>{name}</dt>
                  <dd className="selectable">{value}</dd>
                </div>
              ))}
          </dl>
        </div>
      </Tabs>
      {!detail.outgoing && (
        <div className="messages-hooks-actions">
          <Button size="small" busy={busy} disabled={!online} onClick={resend}>
            <RefreshCw className="icon-sm" aria-hidden="true" />
            {t('resend')}
          </Button>
          {address !== undefined && !detail.cut && (
            <Button
              size="small"
              kind="quiet"
              onClick={() => void copyText(curlOf(address, detail.body, detail.headers), t('curlCopied'))}
            >
              <Copy className="icon-sm" aria-hidden="true" />
              {t('copyCurl')}
            </Button>
          )}
        </div>
      )}
    </>
  )
}

function TextOf({ text, label, cut }: { text: string; label: string; cut: boolean }) {
  const t = useTranslate('hooks')
  if (text === '') return <p className="messages-hooks-hint">{t('emptyBody')}</p>
  return (
    <>
      <JsonView text={pretty(text).text} label={label} />
      {cut && <p className="messages-hooks-hint">{t('cut')}</p>}
    </>
  )
}

/** What the group sees of a delivery. */
function ShownOf({ hook, detail }: { hook: HookItem; detail: HookDeliveryDetailItem }) {
  const t = useTranslate('hooks')
  const language = useLanguage()
  const { seq, lost, problem } = detail
  return (
    <>
      {seq === null ? (
        <p className="messages-hooks-hint">{problem === '' ? t('nothingShown') : saidWords(problem, language)}</p>
      ) : (
        <Button size="small" onClick={() => openConversation(hook.conversationId, seq)}>
          <MessageSquare className="icon-sm" aria-hidden="true" />
          {t('inGroup')}
        </Button>
      )}
      {seq !== null && lost.length === 0 && <p className="messages-hooks-hint">{t('allShown')}</p>}
      <LostList lost={lost} />
    </>
  )
}

function Headers({ headers }: { headers: Readonly<Record<string, string>> }) {
  const t = useTranslate('hooks')
  const lines = Object.entries(headers)
  if (lines.length === 0) return <p className="messages-hooks-hint">{t('emptyBody')}</p>
  return (
    <dl className="messages-hooks-facts mono">
      {lines.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd className="selectable">{value}</dd>
        </div>
      ))}
    </dl>
  )
}
