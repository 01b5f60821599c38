import { Avatar, nameOf, useApi, useLianqun, useLianqunContext } from '@lianqun/sdk/react'
import { ArrowLeft, BellRing, Check, PenLine, Undo2 } from 'lucide-react'
import { type ReactNode, useRef, useState } from 'react'
import { linkText } from '../../../common/link-text.ts'
import { linkParts } from '../../../common/links.ts'
import { LoadFailed } from '../../shared/states.tsx'
import { useSharedStrings } from '../../shared/strings.ts'
import { type Announcement, isOpen, timeText } from './announcements.ts'
import { useStrings } from './strings.ts'
import { Unconfirmed } from './Unconfirmed.tsx'

type Doing = 'confirm' | 'remind' | 'withdraw' | null

interface ReaderProps {
  id: string
  onBack: () => void
  onChange: (id: string, fields: Partial<Announcement>) => void
  onEdit: (announcement: Announcement) => void
  onWithdrawn: () => void
  onNotice: (text: string) => void
}

/** One announcement, with the button to confirm it; for who may, to edit and withdraw it and to remind. */
export function Reader(props: ReaderProps) {
  const t = useStrings()
  const shared = useSharedStrings()
  const loaded = useApi('GET /announcements/:id', { params: { id: props.id } })
  const { doing, confirm, remind, withdraw } = useActions(props, now => loaded.change(() => now))
  const announcement = loaded.data
  return (
    <article className="reader">
      <button type="button" className="button quiet back" onClick={props.onBack}>
        <ArrowLeft className="small" aria-hidden="true" />
        {t.back}
      </button>
      {announcement ? (
        <>
          <div className="scroll">
            <Text announcement={announcement} onNotice={props.onNotice}>
              {announcement.canManage && (
                <Manage
                  busy={doing !== null}
                  onEdit={() => props.onEdit(announcement)}
                  onWithdraw={() => void withdraw()}
                />
              )}
            </Text>
            {announcement.canManage && <Unconfirmed announcement={announcement} />}
          </div>
          <Receipt
            announcement={announcement}
            doing={doing}
            onConfirm={() => void confirm()}
            onRemind={() => void remind()}
          />
        </>
      ) : loaded.error ? (
        <LoadFailed
          error={loaded.error}
          offlineText={t.offlineText}
          gone={{ title: t.goneTitle, text: t.goneText }}
          onRetry={loaded.reload}
        />
      ) : (
        <div className="scroll" role="status" aria-label={shared.loading}>
          <div className="text skeleton-text">
            <span className="skeleton" />
            <span className="skeleton" />
            <span className="skeleton" />
            <span className="skeleton" />
          </div>
        </div>
      )}
    </article>
  )
}

/** What can be done with an announcement; `doing`: what is under way. */
function useActions(props: ReaderProps, onAnswer: (now: Announcement) => void) {
  const t = useStrings()
  const lianqun = useLianqun()
  const [doing, setDoing] = useState<Doing>(null)
  const params = { id: props.id }
  const run = async (what: Doing, action: () => Promise<void>, failure: string) => {
    setDoing(what)
    try {
      await action()
    } catch (error) {
      console.error(error)
      props.onNotice(failure)
    } finally {
      setDoing(null)
    }
  }
  const changed = (now: Announcement) => {
    onAnswer(now)
    props.onChange(props.id, now)
  }
  return {
    doing,
    confirm: () =>
      run(
        'confirm',
        async () => changed(await lianqun.api('POST /announcements/:id/confirm', { params })),
        t.confirmFailed,
      ),
    remind: () =>
      run(
        'remind',
        async () => {
          const now = await lianqun.api('POST /announcements/:id/remind', { params })
          changed(now)
          props.onNotice(t.reminded(now.audienceCount - now.confirmedCount))
        },
        t.remindFailed,
      ),
    withdraw: () =>
      run(
        'withdraw',
        async () => {
          await lianqun.api('POST /announcements/:id/withdraw', { params })
          props.onWithdrawn()
        },
        t.withdrawFailed,
      ),
  }
}

/** The buttons to edit and withdraw; withdrawing asks first. */
function Manage(props: { busy: boolean; onEdit: () => void; onWithdraw: () => void }) {
  const t = useStrings()
  const question = useRef<HTMLDialogElement>(null)
  return (
    <div className="manage">
      <button type="button" className="button quiet" disabled={props.busy} onClick={props.onEdit}>
        <PenLine className="small" aria-hidden="true" />
        {t.edit}
      </button>
      <button
        type="button"
        className="button quiet"
        disabled={props.busy}
        onClick={() => question.current?.showModal()}
      >
        <Undo2 className="small" aria-hidden="true" />
        {t.withdraw}
      </button>
      <dialog ref={question} className="question" aria-labelledby="withdraw-title" aria-describedby="withdraw-text">
        <b id="withdraw-title">{t.withdrawTitle}</b>
        <p id="withdraw-text">{t.withdrawText}</p>
        <form method="dialog">
          <button type="submit" className="button">
            {t.cancel}
          </button>
          <button type="submit" className="button danger" onClick={props.onWithdraw}>
            {t.withdraw}
          </button>
        </form>
      </dialog>
    </div>
  )
}

/** The number of confirmations, and the buttons to confirm and to remind. */
function Receipt(props: { announcement: Announcement; doing: Doing; onConfirm: () => void; onRemind: () => void }) {
  const t = useStrings()
  const { announcement, doing, onConfirm, onRemind } = props
  const busy = doing === 'confirm'
  const userId = useLianqunContext().user?.id ?? null
  return (
    <footer className="receipt">
      <div className="progress">
        <progress
          max={Math.max(1, announcement.audienceCount)}
          value={announcement.confirmedCount}
          aria-hidden="true"
        />
        <span>{t.confirmedOf(announcement.confirmedCount, announcement.audienceCount)}</span>
      </div>
      {announcement.canManage && announcement.confirmedCount < announcement.audienceCount && (
        <button
          type="button"
          className="button large"
          disabled={doing !== null}
          aria-busy={doing === 'remind'}
          onClick={onRemind}
        >
          <BellRing className="small" aria-hidden="true" />
          {t.remind}
        </button>
      )}
      {announcement.confirmedAt !== null ? (
        <span className="done" role="status">
          <Check className="small" aria-hidden="true" />
          {t.youConfirmed}
        </span>
      ) : (
        isOpen(announcement, userId) && (
          <button type="button" className="button primary large" disabled={busy} aria-busy={busy} onClick={onConfirm}>
            {busy && <span className="spinner" />}
            {t.confirm}
          </button>
        )
      )}
    </footer>
  )
}

function Text(props: { announcement: Announcement; onNotice: (text: string) => void; children: ReactNode }) {
  const { announcement, onNotice } = props
  const t = useStrings()
  const lianqun = useLianqun()
  const { language } = useLianqunContext()
  const author = nameOf({ name: announcement.authorName, latinName: announcement.authorLatinName }, language)
  const open = (url: string) => {
    lianqun.openLink(url).catch(error => {
      console.error(error)
      onNotice(t.linkFailed)
    })
  }
  return (
    <div className="text">
      <h2>{announcement.title}</h2>
      <div className="byline">
        <Avatar id={announcement.authorId} name={author} size={32} />
        <div className="grow">
          <div>{author}</div>
          <time>{timeText(announcement.createdAt, language)}</time>
          {announcement.editedAt !== null && (
            <time className="edited">{t.editedAt(timeText(announcement.editedAt, language))}</time>
          )}
        </div>
        {props.children}
      </div>
      <div className="body">
        {linkParts(announcement.body).map(({ text, url }, index) =>
          // The client opens no mail for an app.
          url !== null && /^https?:/i.test(url) ? (
            <a
              key={index}
              href={url}
              onClick={event => {
                event.preventDefault()
                open(url)
              }}
            >
              <bdi>{linkText(text, url)}</bdi>
            </a>
          ) : (
            text
          ),
        )}
      </div>
    </div>
  )
}
