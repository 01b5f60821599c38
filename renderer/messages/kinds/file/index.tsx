import type { ContentOf } from '@lianqun/protocol'
import { Download, FolderOpen } from 'lucide-react'
import { translatorIn } from '../../../i18n.ts'
import { FileCard } from '../../media/FileCard.tsx'
import { saveFile, showFile } from '../../media/file-actions.ts'
import { fileLine } from '../../media/lines.ts'
import type { BodyProps, KindView } from '../kind.ts'
import '../../media/media.css'

type File = ContentOf<'file'>

function Body({ content, message, tabbable }: BodyProps<File>) {
  return (
    <span className="messages-media-bare">
      <FileCard file={content.file} message={message} tabbable={tabbable} />
    </span>
  )
}

export const file: KindView<File> = {
  Body,
  line: (content, _names, { language }) => fileLine(content, language),
  actions: (content, message, { language }) => {
    if (message.seq === 0) return []
    const t = translatorIn(language, 'media')
    return [
      { id: 'save-file', label: t('saveAs'), icon: <Download />, run: () => saveFile(content.file) },
      { id: 'show-file', label: t('showInFolder'), icon: <FolderOpen />, run: () => showFile(content.file) },
    ]
  },
}
