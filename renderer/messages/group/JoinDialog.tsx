import { useState } from 'react'
import type { CallResult } from '../../../preload/contract/index.ts'
import { call, errorText, on } from '../../desktop.ts'
import { useLanguage, useTranslate } from '../../i18n.ts'
import { goTo, openConversation } from '../../stores/navigation.ts'
import {
  Button,
  Dialog,
  ErrorState,
  GroupAvatar,
  nameOf,
  Spinner,
  showDialog,
  toast,
  useQuery,
} from '../../ui/index.ts'
import './group.css'

/** Shows where a link to a group leads, whenever one is opened. Returns the function that stops it. */
export function startJoinLinks(): () => void {
  return on('navigate', target => {
    if (target.to !== 'join') return
    goTo('messages')
    showDialog(close => <JoinDialog token={target.token} onClose={close} />)
  })
}

function JoinDialog({ token, onClose }: { token: string; onClose: () => void }) {
  const t = useTranslate('group')
  const preview = useQuery(`join:${token}`, () => call('conversations.joinPreview', { token }))
  return (
    <Dialog open onOpenChange={open => !open && onClose()} title={t('joinTitle')}>
      {preview.error !== undefined ? (
        <ErrorState error={preview.error} title={t('joinFailed')} onRetry={preview.reload} />
      ) : preview.data ? (
        <Preview token={token} preview={preview.data} onClose={onClose} />
      ) : (
        <Spinner />
      )}
    </Dialog>
  )
}

function Preview(props: { token: string; preview: CallResult<'conversations.joinPreview'>; onClose: () => void }) {
  const { token, preview, onClose } = props
  const t = useTranslate('group')
  const language = useLanguage()
  const [busy, setBusy] = useState(false)
  const [failure, setFailure] = useState('')
  const show = () => {
    openConversation(preview.conversationId)
    onClose()
  }
  const join = async () => {
    setBusy(true)
    try {
      const { joined } = await call('conversations.joinByLink', { token })
      if (joined) return show()
      toast({ kind: 'done', text: t('asked') })
      onClose()
    } catch (error) {
      setFailure(errorText(error))
    } finally {
      setBusy(false)
    }
  }
  return (
    <div className="messages-group-join">
      <GroupAvatar avatarPeople={preview.avatarPeople} size={56} />
      <h3>{preview.name || t('unnamed')}</h3>
      <p className="muted">{t('joinFacts', { count: preview.memberCount, name: nameOf(preview.inviter, language) })}</p>
      {preview.description !== '' && <p className="messages-group-words">{preview.description}</p>}
      {failure !== '' && (
        <div className="banner danger" role="alert">
          {failure}
        </div>
      )}
      {preview.member ? (
        <Button kind="primary" wide onClick={show}>
          {t('openGroup')}
        </Button>
      ) : (
        <Button kind="primary" wide busy={busy} onClick={() => void join()}>
          {t(preview.approval ? 'askToJoin' : 'join')}
        </Button>
      )}
      {preview.approval && !preview.member && <p className="small muted">{t('approvalNeeded')}</p>}
    </div>
  )
}
