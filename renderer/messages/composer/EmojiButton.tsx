import { Smile } from 'lucide-react'
import { useState } from 'react'
import { useTranslate } from '../../i18n.ts'
import { EmojiPicker, IconButton, Popover } from '../../ui/index.ts'

/** Opens the emojis. `onClose`: one was chosen, or they were closed. */
export function EmojiButton({ onPick, onClose }: { onPick: (emoji: string) => void; onClose: () => void }) {
  const t = useTranslate('composer')
  const [open, setOpen] = useState(false)
  return (
    <Popover
      open={open}
      onOpenChange={setOpen}
      onClosed={onClose}
      label={t('emoji')}
      side="top"
      trigger={<IconButton label={t('emoji')} icon={<Smile />} />}
    >
      <EmojiPicker
        onPick={emoji => {
          onPick(emoji)
          setOpen(false)
        }}
      />
    </Popover>
  )
}
