import { ProtocolError } from '@lianqun/protocol'
import type { Handlers, Owned } from '../../core/feature.ts'
import { identityOf } from '../../core/gateway/connection.ts'
import type { Services } from '../../core/services.ts'
import { wordsOf } from './domain.ts'
import type { Translations } from './translations.ts'

/** Translates messages. `translations`: null where the workspace has no service. */
export function translationHandlers(
  { store, persons }: Services,
  translations: Translations | null,
): Handlers<Owned<'translation'>> {
  return {
    async 'translation.get'({ conversationId, seq, language }, connection) {
      if (translations === null) throw new ProtocolError('unknown_method')
      const on = { conversationId, seq, userId: identityOf(connection).userId }
      const words = () =>
        persons.page(
          on.userId,
          () => store.read(db => wordsOf(db, on)),
          () => 1,
        )
      const text = await words()
      persons.translate(on.userId)
      const found = await translations.translate(text, language)
      // Meanwhile it may have been recalled or edited, or the person may have left.
      if ((await words()) !== text) throw new ProtocolError('not_found')
      return found
    },
  }
}
