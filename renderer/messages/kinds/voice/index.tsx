import type { ContentOf } from '@lianqun/protocol'
import { voiceLine } from '../../media/lines.ts'
import { VoiceNote } from '../../media/voice/VoiceNote.tsx'
import type { BodyProps, KindView } from '../kind.ts'
import '../../media/media.css'

type Voice = ContentOf<'voice'>

function Body({ content, message, tabbable }: BodyProps<Voice>) {
  return <VoiceNote content={content} message={message} tabbable={tabbable} />
}

export const voice: KindView<Voice> = {
  Body,
  line: (content, _names, { language }) => voiceLine(content, language),
}
