import { type Named, nameIn } from '../../common/names.ts'
import { cleanName, isolated } from '../../common/text.ts'
import { type Language, translator, translatorIn } from '../i18n.ts'

export { otherName } from '../../common/names.ts'

export interface Face extends Named {
  id: string
  /** The name of its picture, if it is a bot. */
  bot?: string | undefined
}

/** The name in the reader's script, or a text for a missing name. */
export function nameOf(named: Named, language: Language): string {
  return nameIn(named, language) || translator('ui')('nameless')
}

/** The name of who says something, where a line is all that is shown of it: that of a bot says that it is one. */
export function speakerOf(speaker: Named & Pick<Face, 'bot'>, language: Language): string {
  const name = nameOf(speaker, language)
  return speaker.bot === undefined ? name : translatorIn(language, 'ui')('botName', { name: isolated(name) })
}

/** Names in a row: "A、B、C" or "A, B, C". */
export function joinNames(people: readonly Named[], language: Language): string {
  return people.map(person => isolated(nameOf(person, language))).join(translatorIn(language, 'ui')('listSeparator'))
}

/** A conversation's title: its name, or the people in it. */
export function conversationTitle(
  conversation: { name: string; titlePeople: readonly Named[]; morePeople: number },
  language: Language,
): string {
  const { titlePeople, morePeople } = conversation
  const name = cleanName(conversation.name)
  if (name !== '') return name
  const names = joinNames(titlePeople, language)
  if (names === '') return translator('ui')('nameless')
  if (morePeople === 0) return names
  return translatorIn(language, 'ui')('namesAndMore', { names, more: morePeople })
}

/**
 * The title of the conversation in which somebody said something, to stand beside their name; null where it would say
 * that name again.
 */
export function titleBeside(
  sender: Named,
  conversation: Parameters<typeof conversationTitle>[0] & { kind: string },
  language: Language,
): string | null {
  const title = conversationTitle(conversation, language)
  return conversation.kind === 'direct' && title === joinNames([sender], language) ? null : title
}

/** "Department · title" of a person. A title that the reader of the language cannot read is left out. */
export function departmentAndTitle(
  person: { departmentName: string; departmentLatinName: string; title: string },
  language: Language,
): string {
  const department = nameIn({ name: person.departmentName, latinName: person.departmentLatinName }, language)
  const foreign = language === 'en' && department !== '' && /\p{Script=Han}/u.test(person.title)
  return [department, foreign ? '' : person.title].filter(Boolean).map(isolated).join(' · ')
}
