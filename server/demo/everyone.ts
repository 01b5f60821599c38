import { chance } from './story.ts'
import type { DemoBot, DemoBotReply, DemoCompany, DemoPerson } from './types.ts'
import { addressed, topic } from './voice.ts'

const han = /\p{Script=Han}/u

/** The scripts of all but the demo user: their own, or the one of their department. */
export function everyBot(company: DemoCompany): DemoBot[] {
  const scripts = new Map(company.bots.map(bot => [bot.person, bot]))
  return company.people
    .filter(({ key }) => key !== company.account)
    .map(person => {
      const own = scripts.get(person.key)
      return own === undefined ? plainBot(company, person) : { ...own, replies: withMore(own.replies, company, person) }
    })
}

/** What people of a person's department say when they have nothing better, in an order of this person. */
function sayings(company: DemoCompany, { key, departments }: DemoPerson, language: 'zh' | 'en'): string[] {
  const parents = new Map(company.departments.map(({ key: of, parent }) => [of, parent]))
  let at: string | null = departments[0] ?? null
  while (at !== null && company.manners[at] === undefined) at = parents.get(at) ?? null
  const all = [
    ...(at === null ? [] : (company.manners[at]?.[language] ?? [])),
    ...(company.manners['']?.[language] ?? []),
  ]
  return all.toSorted((a, b) => chance(key, a) - chance(key, b))
}

/** Scripted answers to anything else go on with those of the department, so that none is heard twice in a row. */
function withMore(replies: DemoBotReply[], company: DemoCompany, person: DemoPerson): DemoBotReply[] {
  const chinese = han.test(person.name)
  return replies.map(reply => {
    const { matches } = reply.when
    if (matches !== undefined && matches !== topic.han) return reply
    const language = matches === topic.han && chinese ? 'zh' : 'en'
    return { ...reply, say: [...reply.say, ...sayings(company, person, language)] }
  })
}

function plainBot(company: DemoCompany, person: DemoPerson): DemoBot {
  const chinese = han.test(person.name)
  const zh = sayings(company, person, chinese ? 'zh' : 'en')
  const en = sayings(company, person, 'en')
  const latin = person.latinName || person.name
  return {
    person: person.key,
    replies: addressed([
      ...(chinese ? chineseTopics(person) : []),
      [topic.presentEn, 'Yes, here.', 'I’m around, go ahead.'],
      [topic.whoEn, `${latin}, ${chinese ? person.title : person.title.toLowerCase()}.`],
      [topic.botEn, 'Last time I checked I was a person.'],
      [topic.thanksEn, 'You’re welcome.', 'Any time.'],
      [topic.greetingEn, 'Hi {name}.', 'Hello {name}!'],
      [topic.okEn, '👍'],
      [topic.laughs, '😄'],
      [topic.han, ...zh],
      [undefined, ...en],
    ]),
  }
}

function chineseTopics({ name, title }: DemoPerson): [string, ...string[]][] {
  return [
    [topic.botZh, '真人，如假包换。'],
    [topic.presentZh, '在的，你说。', '在。'],
    [topic.whoZh, `${name}，${title}。`],
    [topic.thanksZh, '不客气。', '应该的。'],
    [topic.greetingZh, '{name}好。', '你好，{name}。'],
    [topic.okZh, '👌', '好。'],
  ]
}
