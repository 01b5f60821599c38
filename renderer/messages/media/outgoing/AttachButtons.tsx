import { Image, Paperclip } from 'lucide-react'
import { useRef } from 'react'
import { useTranslate } from '../../../i18n.ts'
import { IconButton } from '../../../ui/index.ts'
import { attach } from './attachments.ts'

/** The buttons that choose pictures, and files of any type. */
export function AttachButtons({ id }: { id: string }) {
  const t = useTranslate('media')
  const input = useRef<HTMLInputElement>(null)
  const choose = (accept: string) => {
    if (!input.current) return
    input.current.accept = accept
    input.current.click()
  }
  return (
    <>
      <IconButton label={t('attachPicture')} icon={<Image />} onClick={() => choose('image/*,video/*')} />
      <IconButton label={t('attach')} icon={<Paperclip />} onClick={() => choose('')} />
      <input
        ref={input}
        type="file"
        multiple
        hidden
        tabIndex={-1}
        aria-hidden="true"
        onChange={event => {
          attach(id, Array.from(event.target.files ?? []))
          // The same file can be chosen again.
          event.target.value = ''
        }}
      />
    </>
  )
}
