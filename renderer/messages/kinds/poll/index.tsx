import type { ContentOf } from '@lianqun/protocol'
import { oneLine } from '../../../../common/text.ts'
import { translatorIn } from '../../../i18n.ts'
import type { KindView } from '../kind.ts'
import { Poll } from './Poll.tsx'

export const poll: KindView<ContentOf<'poll'>> = {
  Body: Poll,
  line: ({ question }, _names, { language }) =>
    translatorIn(language, 'answers')('pollLine', { question: oneLine(question) }),
  copyText: ({ question, options }) => [question, ...options.map(({ text }) => `- ${text}`)].join('\n'),
}
