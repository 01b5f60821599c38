import { FileText, Pencil, X } from 'lucide-react'
import { useTranslate } from '../../i18n.ts'
import { Button, IconButton } from '../../ui/index.ts'

/** Says that a sent message is being edited. */
export function EditStrip({ onCancel }: { onCancel: () => void }) {
  const t = useTranslate('composer')
  return (
    <div className="messages-strip" role="status">
      <Pencil className="icon-sm" aria-hidden="true" />
      <span className="grow ellipsis">{t('editing')}</span>
      <span className="muted">{t('editHint')}</span>
      <IconButton size="small" label={t('editCancel')} icon={<X />} onClick={onCancel} />
    </div>
  )
}

/** Offers to format what was pasted. */
export function MarkdownStrip({ onConvert, onKeep }: { onConvert: () => void; onKeep: () => void }) {
  const t = useTranslate('composer')
  return (
    <div className="messages-strip" role="status">
      <FileText className="icon-sm" aria-hidden="true" />
      <span className="grow ellipsis">{t('pastedMarkdown')}</span>
      <Button size="small" kind="quiet" onClick={onKeep}>
        {t('keepText')}
      </Button>
      <Button size="small" onClick={onConvert}>
        {t('convertMarkdown')}
      </Button>
    </div>
  )
}

/** Offers to send a long text as a file. */
export function LongTextStrip({ onFile }: { onFile: () => void }) {
  const t = useTranslate('composer')
  return (
    <div className="messages-strip" role="status">
      <FileText className="icon-sm" aria-hidden="true" />
      <span className="grow ellipsis">{t('longText')}</span>
      <Button size="small" onClick={onFile}>
        {t('asTextFile')}
      </Button>
    </div>
  )
}
