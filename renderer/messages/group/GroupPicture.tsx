import { Camera } from 'lucide-react'
import { useRef } from 'react'
import type { ConversationItem } from '../../../preload/contract/index.ts'
import { call } from '../../desktop.ts'
import { useTranslate } from '../../i18n.ts'
import { ConversationAvatar, fileSize, Menu, Spinner, toast, useBusy } from '../../ui/index.ts'
import { shownLimits } from '../limits.ts'
import { stage } from '../media/outgoing/attachments.ts'

const size = 44

/** The avatar of a group; who may change it picks another picture, or goes back to those of the members. */
export function GroupPicture({ conversation, editable }: { conversation: ConversationItem; editable: boolean }) {
  const t = useTranslate('group')
  const { id, avatarId } = conversation
  const input = useRef<HTMLInputElement>(null)
  const [busy, run] = useBusy()
  if (!editable) return <ConversationAvatar conversation={conversation} size={size} />
  const give = async (staged: string | null) => {
    await call('conversations.setAvatar', { id, staged })
    toast({ kind: 'done', text: t('pictureChanged') })
  }
  const choose = (file: File | undefined) => {
    if (file === undefined) return
    if (file.size > shownLimits.avatarBytes) {
      toast({ kind: 'failed', text: t('pictureTooLarge', { most: fileSize(shownLimits.avatarBytes) }) })
      return
    }
    run(async () => give((await stage([file]))[0]?.id ?? null))
  }
  return (
    <>
      <Menu
        trigger={
          <button type="button" className="messages-group-picture" aria-label={t('picture')} disabled={busy}>
            <ConversationAvatar conversation={conversation} size={size} />
            <span>{busy ? <Spinner /> : <Camera aria-hidden="true" />}</span>
          </button>
        }
        items={[
          { label: t('choosePicture'), onSelect: () => input.current?.click() },
          avatarId !== null && { label: t('memberPicture'), onSelect: () => run(() => give(null)) },
        ]}
      />
      <input
        ref={input}
        type="file"
        accept="image/png,image/jpeg,image/webp,image/gif,image/avif"
        hidden
        tabIndex={-1}
        aria-hidden="true"
        onChange={event => {
          choose(event.target.files?.[0])
          // The same file can be chosen again.
          event.target.value = ''
        }}
      />
    </>
  )
}
