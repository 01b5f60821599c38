import type { UnknownContent } from '@lianqun/protocol'
import { useTranslate } from '../../../i18n.ts'
import type { KindView } from '../kind.ts'

function Body() {
  const t = useTranslate('messages')
  return <span className="muted">{t('unknownMessage')}</span>
}

/** A kind of a later version: it is stored, and shown once an update knows it. */
export const unknown: KindView<UnknownContent> = {
  Body,
  line: (_content, _names, { t }) => t('unknownPreview'),
}
