import type { ContentOf } from '@lianqun/protocol'
import { oneLine } from '../../../../common/text.ts'
import { translatorIn } from '../../../i18n.ts'
import type { KindView } from '../kind.ts'
import { Signup } from './Signup.tsx'

export const signup: KindView<ContentOf<'signup'>> = {
  Body: Signup,
  line: ({ title }, _names, { language }) => translatorIn(language, 'answers')('signupLine', { title: oneLine(title) }),
}
