import { Bot } from '../../sdk/bot/index.ts'
import type { Companion } from '../shared/companion.ts'

const words = {
  zh: { about: '把你说的话再说一遍', hint: '[要说的话]', empty: '说点什么：/echo 你好' },
  en: { about: 'Says what you say once more', hint: '[words]', empty: 'Say something: /echo hello' },
}

/** The example: it answers `/echo`, what names it, and what is said to it alone. */
export const echo: Companion = {
  key: 'echo',
  icon: 'message',
  names: { zh: '回声', en: 'Echo' },
  scopes: ['messages.write'],
  make({ language, ...options }) {
    const { about, hint, empty } = words[language]
    return new Bot({ ...options, description: about })
      .command({ name: 'echo', description: about, hint }, ({ text, reply, whisper }) =>
        text.trim() === '' ? whisper(empty) : reply(text),
      )
      .onMessage(({ text, reply }) => {
        if (text !== '') return reply(text)
      })
  },
}
