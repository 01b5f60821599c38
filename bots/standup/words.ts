import type { Language } from '../shared/companion.ts'

const zh = {
  about: '站会：分别问每个人，汇成一张卡片',
  hint: '[on 9:30 周一到周五 | off | now | away 2026-12-05]',
  title: '站会',
  yesterday: '昨天做了什么',
  today: '今天做什么',
  blocked: '有什么卡住了',
  send: '发到群里',
  sendAgain: '改一下',
  skip: '这次跳过',
  away: '今天请假',
  asks: (group: string) => `${group} 的站会`,
  answered: '已经发到群里了，结束前都可以改',
  skipped: '这次跳过',
  isAway: '请假',
  ended: '这次站会结束了',
  waiting: (names: string) => `还没说：${names}`,
  nobodyWaits: '都说过了',
  isBlocked: (what: string) => `卡住：${what}`,
  count: (done: number, all: number) => `${done}/${all} 人说过了`,
  reminder: '站会还等着你说一句：回到上面的卡片，填好发到群里就行',
  usage:
    '这样开：/standup on 9:30 周一到周五。/standup now 现在开一次，/standup off 停掉，/standup away 2026-12-05 请假到哪天',
  on: (time: string, days: string, next: string) => `站会定在 ${days} ${time}，下一次 ${next}`,
  off: '站会停掉了',
  isOff: '这个群没有定站会。/standup on 9:30 周一到周五',
  awayUntil: (day: string) => `${day} 之前（含当天）站会不问你`,
  problems: {
    time: (word: string) => `“${word}” 不是时间，写成 9:30`,
    days: (word: string) => `“${word}” 不是星期，写成 周一到周五`,
    zone: (word: string) => `没有 “${word}” 这个时区，写成 Asia/Shanghai`,
  },
  badDay: (word: string) => `“${word}” 不是日期，写成 2026-12-01`,
  days: ['周一', '周二', '周三', '周四', '周五', '周六', '周日'],
}
export type Words = typeof zh

const en: Words = {
  about: 'Stand-ups: asks everybody alone, and makes one card of it',
  hint: '[on 9:30 mon-fri | off | now | away 2026-12-05]',
  title: 'Stand-up',
  yesterday: 'What did you do yesterday?',
  today: 'What will you do today?',
  blocked: 'Is anything in your way?',
  send: 'Send to the group',
  sendAgain: 'Change it',
  skip: 'Skip this one',
  away: 'I am away today',
  asks: group => `Stand-up of ${group}`,
  answered: 'It is in the group, and can be changed until the end',
  skipped: 'Skipped',
  isAway: 'Away',
  ended: 'This stand-up is over',
  waiting: (names: string) => `Not yet: ${names}`,
  nobodyWaits: 'Everybody has spoken',
  isBlocked: (what: string) => `Blocked: ${what}`,
  count: (done, all) => `${done} of ${all} have spoken`,
  reminder: 'The stand-up still waits for a word of yours: fill in the card above and send it',
  usage:
    'Begin with /standup on 9:30 mon-fri. /standup now asks once, /standup off ends it, /standup away 2026-12-05: you are away until that day',
  on: (time, days, next) => `Stand-up at ${time}, ${days}; the next one ${next}`,
  off: 'There are no more stand-ups',
  isOff: 'This group has no stand-up. /standup on 9:30 mon-fri',
  awayUntil: day => `You are not asked until the end of ${day}`,
  problems: {
    time: word => `“${word}” is no time; write 9:30`,
    days: word => `“${word}” are no days; write mon-fri`,
    zone: word => `There is no time zone “${word}”; write Asia/Shanghai`,
  },
  badDay: word => `“${word}” is no day; write 2026-12-01`,
  days: ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'],
}

const all: Record<Language, Words> = { zh, en }
export const wordsOf = (language: Language): Words => all[language]
