import { IdCard } from 'lucide-react'
import { useState } from 'react'
import type { PersonName } from '../../../preload/contract/index.ts'
import { call } from '../../desktop.ts'
import { useTranslate } from '../../i18n.ts'
import { Button, Dialog, IconButton, showDialog, useBusy } from '../../ui/index.ts'
import { jumpToLatest, useMessageList } from '../message-list-store.ts'
import { PeoplePicker } from '../PeoplePicker.tsx'

/** The most cards that are sent at once. */
const most = 10

/** The button that sends people's cards to a conversation. */
export function ContactButton({ id }: { id: string }) {
  const t = useTranslate('requests')
  return (
    <IconButton
      label={t('sendCard')}
      icon={<IdCard />}
      onClick={() => showDialog(close => <ChooseContacts id={id} onClose={close} />)}
    />
  )
}

function ChooseContacts({ id, onClose }: { id: string; onClose: () => void }) {
  const t = useTranslate('requests')
  const [chosen, setChosen] = useState<PersonName[]>([])
  const [busy, run] = useBusy()
  const send = async () => {
    for (const { id: userId } of chosen) await call('messages.send', { id, content: { type: 'contact', userId } })
    if (useMessageList.getState().id === id) jumpToLatest()
  }
  const submit = () => run(() => send().then(onClose))
  return (
    <Dialog
      open
      onOpenChange={open => !open && !busy && onClose()}
      title={t('sendCard')}
      width={640}
      keepOpen={busy || chosen.length > 0}
      footer={
        <>
          <Button disabled={busy} onClick={onClose}>
            {t('cancel')}
          </Button>
          <Button kind="primary" busy={busy} disabled={chosen.length === 0 || chosen.length > most} onClick={submit}>
            {t('sendCards')}
          </Button>
        </>
      }
    >
      <PeoplePicker chosen={chosen} onChange={setChosen} />
      {chosen.length > most && <p role="alert">{t('tooManyCards', { count: most })}</p>}
    </Dialog>
  )
}
