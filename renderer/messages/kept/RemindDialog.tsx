import { useState } from 'react'
import { call } from '../../desktop.ts'
import { useLanguage, useTranslate } from '../../i18n.ts'
import { Button, Dialog, Field, serverNow, showDialog, toast, toastError } from '../../ui/index.ts'
import { comingTime } from './coming-time.ts'
import { fieldOf, remindChoices, remindTime, timeOf } from './remind-times.ts'
import './kept.css'

interface On {
  id: string
  seq: number
}

/** Asks when to be reminded of a message, or for how long a reminder sleeps. `at`: when it is to come now. */
export function askReminder(on: On, at: number | null): void {
  showDialog(close => <RemindDialog on={on} at={at} onClose={close} />)
}

function RemindDialog({ on, at, onClose }: { on: On; at: number | null; onClose: () => void }) {
  const t = useTranslate('saved')
  const language = useLanguage()
  const [now] = useState(serverNow)
  const [own, setOwn] = useState(() => fieldOf(at !== null && at > now ? at : now + 3_600_000))
  const [tried, setTried] = useState(false)
  const time = timeOf(own)
  // On a Sunday both are the same morning.
  const choices = remindChoices.filter(
    choice => choice !== 'monday' || remindTime('monday', now) !== remindTime('tomorrow', now),
  )
  const isPast = time === null || time <= serverNow()
  const set = (next: number) => {
    onClose()
    call('messages.remind', { ...on, at: next }).then(
      () => toast({ kind: 'done', text: t('reminderSet', { time: comingTime(next, language) }) }),
      toastError,
    )
  }
  return (
    <Dialog
      open
      onOpenChange={open => !open && onClose()}
      title={t('remindTitle')}
      description={t('remindText')}
      width={380}
    >
      <ul className="messages-remind-choices">
        {choices.map(choice => {
          const next = remindTime(choice, now)
          return (
            <li key={choice}>
              <button type="button" onClick={() => set(remindTime(choice, serverNow()))}>
                <span className="grow">{t(choice)}</span>
                <time>{comingTime(next, language, now)}</time>
              </button>
            </li>
          )
        })}
      </ul>
      <form
        className="messages-remind-own"
        onSubmit={event => {
          event.preventDefault()
          setTried(true)
          if (time !== null && !isPast) set(time)
        }}
      >
        <Field
          type="datetime-local"
          label={t('ownTime')}
          value={own}
          min={fieldOf(now)}
          max="9999-12-31T23:59"
          onChange={setOwn}
          error={tried && isPast ? t('past') : undefined}
        />
        <Button type="submit" kind="primary">
          {t('ownTimeSet')}
        </Button>
      </form>
    </Dialog>
  )
}
