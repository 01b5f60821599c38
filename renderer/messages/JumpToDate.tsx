import { CalendarSearch } from 'lucide-react'
import { useId, useRef } from 'react'
import { call } from '../desktop.ts'
import { useTranslate } from '../i18n.ts'
import { openConversation } from '../stores/navigation.ts'
import { serverNow, toast, toastError } from '../ui/index.ts'
import { dateOf, startOfDate } from './dates.ts'

/** Goes to the first message of a day: the day is typed and confirmed by Enter, or chosen in the system's calendar. */
export function JumpToDate({ id }: { id: string }) {
  const t = useTranslate('messages')
  const field = useRef<HTMLInputElement>(null)
  const label = useId()
  /** A year that is being typed changes the field at each digit; a calendar changes it once. */
  const typing = useRef(false)
  const jump = async () => {
    const date = field.current?.value ?? ''
    const time = startOfDate(date)
    if (time === null) return
    try {
      const { seq } = await call('messages.at', { id, time })
      if (seq === null) toast({ text: t('nothingSince') })
      else openConversation(id, seq)
    } catch (error) {
      toastError(error)
    }
  }
  return (
    <div className="messages-section messages-jump-to-date">
      <label htmlFor={label}>
        <CalendarSearch className="icon-sm" aria-hidden="true" />
        {t('jumpToDate')}
      </label>
      <span className="input compact">
        <input
          ref={field}
          id={label}
          type="date"
          max={dateOf(serverNow())}
          onKeyDown={event => {
            typing.current = true
            if (event.key === 'Enter') void jump()
          }}
          onPointerDown={() => {
            typing.current = false
          }}
          onChange={() => {
            if (!typing.current) void jump()
          }}
        />
      </span>
    </div>
  )
}
