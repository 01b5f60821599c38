import type { ContentOf } from '@lianqun/protocol'
import { File } from 'lucide-react'
import { oneLine } from '../../../../common/text.ts'
import { fileSize } from '../../../ui/index.ts'
import type { BodyProps, KindView } from '../kind.ts'

function Body({ content: { file } }: BodyProps<ContentOf<'file'>>) {
  return (
    <span className="messages-file">
      <File aria-hidden="true" />
      <span className="messages-file-name">{file.name}</span>
      <span className="muted">{fileSize(file.size)}</span>
    </span>
  )
}

export const file: KindView<ContentOf<'file'>> = {
  Body,
  line: (content, _names, { t }) => t('fileLine', { name: oneLine(content.file.name) }),
}
