import { useMemo } from 'react'
import type { KeptItem, MessageItem } from '../../../preload/contract/index.ts'
import { useLanguage, useTranslate } from '../../i18n.ts'
import { useMe } from '../../stores/session.ts'
import { Dialog, fullTime, RowBoundary, showDialog, speakerOf } from '../../ui/index.ts'
import { ConversationContext, readingContext } from '../conversation-context.ts'
import { kindOf } from '../kinds/index.ts'
import { forwardMessages } from '../talk/ForwardDialog.tsx'

/** Shows a message that the user keeps, as it was said, away from its conversation. */
export function showKept(item: KeptItem): void {
  if (item.message === null) return
  const { message } = item
  showDialog(close => <KeptDialog message={message} onClose={close} />)
}

function KeptDialog({ message, onClose }: { message: MessageItem; onClose: () => void }) {
  const t = useTranslate('saved')
  const language = useLanguage()
  const meId = useMe().id
  // What is shown here belongs to no open conversation, and it can be read and passed on.
  const context = useMemo(() => readingContext(meId, message => forwardMessages([message])), [meId])
  const { Body } = kindOf(message.content)
  return (
    <Dialog
      open
      onOpenChange={open => !open && onClose()}
      title={speakerOf(message.sender, language)}
      description={fullTime(message.sentAt, language)}
      width={460}
    >
      <ConversationContext value={context}>
        <RowBoundary value={message} fallback={<span className="muted">{t('notHere')}</span>}>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: the keyboard scrolls a long message */}
          <div className="selectable messages-words messages-kept-words" tabIndex={0}>
            <Body content={message.content} message={message} tabbable />
          </div>
        </RowBoundary>
      </ConversationContext>
    </Dialog>
  )
}
