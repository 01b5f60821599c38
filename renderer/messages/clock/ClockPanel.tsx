import type { ConversationItem, GroupItem } from '../../../preload/contract/index.ts'
import { call } from '../../desktop.ts'
import { translator, useLanguage, useTranslate } from '../../i18n.ts'
import { Button, confirm, listTime, Switch, toastError, useAction, useMinute } from '../../ui/index.ts'
import { ClockTag, GoTo } from './ClockBar.tsx'
import { type Clock, hoursText, stepTimes } from './clock.ts'
import './clock.css'

/** In the details of a problem group: when each part of its clock was reached. */
export function ClockSection({ id, clock, role }: { id: string; clock: Clock; role: GroupItem['role'] }) {
  const t = useTranslate('clock')
  const language = useLanguage()
  const now = useMinute()
  const { busy, run } = useAction(() => {})
  return (
    <div className="messages-section messages-clock">
      <h2>
        {t('clock')}
        <ClockTag clock={clock} />
      </h2>
      <ol className="messages-clock-track">
        <Cell
          id={id}
          name={t('opened')}
          time={listTime(clock.openedAt, language, now)}
          at={null}
          seq={clock.openedSeq}
        />
        {stepTimes(clock, now).map(({ step, ms, running, seq, at }) => (
          <Cell
            key={step}
            id={id}
            name={t(step)}
            time={ms === null ? '—' : hoursText(ms, language)}
            at={at === null ? t(running ? 'open' : 'waits') : listTime(at, language, now)}
            seq={seq}
            running={running}
          />
        ))}
      </ol>
      {!clock.result && <p className="small muted">{t('markHint')}</p>}
      {clock.result && role !== 'member' && (
        <Button wide busy={busy} onClick={() => run(() => call('conversations.setProblem', { id, on: true }))}>
          {t('startAgain')}
        </Button>
      )}
    </div>
  )
}

function Cell(props: {
  id: string
  name: string
  time: string
  at: string | null
  seq: number | null
  running?: boolean
}) {
  const { id, name, time, at, seq, running = false } = props
  const words = (
    <>
      <small>{name}</small>
      <b>{time}</b>
      {at !== null && <small>{at}</small>}
    </>
  )
  return (
    <li data-reached={seq !== null || undefined} data-running={running || undefined}>
      {seq === null ? (
        <div>{words}</div>
      ) : (
        <GoTo id={id} seq={seq}>
          {words}
        </GoTo>
      )}
    </li>
  )
}

async function confirmEnd(id: string): Promise<void> {
  const t = translator('clock')
  await confirm({
    title: t('endTitle'),
    text: t('endText'),
    action: t('end'),
    danger: true,
    onConfirm: () => call('conversations.setProblem', { id, on: false }),
  })
}

/** In the settings of a group, for its owner and admins: whether it is a problem group. */
export function ProblemSwitch({ conversation, group }: { conversation: ConversationItem; group: GroupItem }) {
  const t = useTranslate('clock')
  const { id } = conversation
  if (group.role === 'member') return null
  return (
    <div className="messages-section">
      <Switch
        label={t('problemGroup')}
        hint={t('problemHint')}
        checked={group.clock !== null}
        onChange={on =>
          on ? void call('conversations.setProblem', { id, on: true }).catch(toastError) : void confirmEnd(id)
        }
      />
    </div>
  )
}
