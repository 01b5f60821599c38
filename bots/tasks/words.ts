const zh = {
  about: '任务：从消息里建，到点提醒',
  shortcut: '设为任务',
  commandTask: '新任务',
  hintTask: '做什么 @谁 什么时候',
  commandTasks: '这个群的任务',
  what: '做什么',
  who: '负责人',
  whom: '@谁',
  when: '什么时候',
  newTask: '新任务',
  editTask: '修改任务',
  create: '建立',
  save: '保存',
  nobody: '还没有人',
  gone: '已离开的同事',
  due: '截止',
  day: '截止日期',
  time: '时间',
  remind: '提醒',
  reminds: { '': '不提醒', 10: '提前 10 分钟', 60: '提前 1 小时', 1440: '提前 1 天' },
  states: { todo: '待办', doing: '进行中', done: '已完成' },
  late: '已逾期',
  noDue: '没有截止时间',
  doneIt: '完成',
  reopen: '重新打开',
  take: '我来',
  takeOver: '接手',
  edit: '修改',
  titleMissing: '写上要做什么',
  noMember: '只能交给这个会话里的人',
  dayUnclear: '日期看不懂',
  timeAlone: '有时间就要有日期',
  madeBy: (name: string) => `${name} 建立`,
  doneBy: (name: string) => `${name} 已完成`,
  quoted: (name: string) => `${name} 说`,
  takenBy: (name: string) => `${name} 已经接手了`,
  doneAlready: (name: string) => `${name} 已经完成了`,
  missing: '这个任务已经不在了',
  notHere: '你不在这个任务的群里',
  soon: '快到期了',
  isLate: '已逾期，还没完成',
  board: '任务看板',
  more: (count: number) => `还有 ${count} 项`,
  empty: '没有',
  refresh: '刷新',
  home: '我的任务',
  open: '要做的',
  dueSoon: '快到期',
  doneToday: '今天完成',
  nothing: '没有要做的。在消息菜单里选“设为任务”，或在群里输入 /task',
  weekdays: ['周日', '周一', '周二', '周三', '周四', '周五', '周六'],
  today: '今天',
  tomorrow: '明天',
  yesterday: '昨天',
  date: (month: number, day: number) => `${month}月${day}日`,
}

const en: typeof zh = {
  about: 'Tasks: made of messages, with reminders',
  shortcut: 'Make a task',
  commandTask: 'A new task',
  hintTask: 'what @who when',
  commandTasks: 'The tasks of this group',
  what: 'What',
  who: 'Assignee',
  whom: '@who',
  when: 'When',
  newTask: 'New task',
  editTask: 'Edit task',
  create: 'Create',
  save: 'Save',
  nobody: 'Nobody yet',
  gone: 'Somebody who left',
  due: 'Due',
  day: 'Due date',
  time: 'Time',
  remind: 'Reminder',
  reminds: { '': 'None', 10: '10 minutes before', 60: '1 hour before', 1440: '1 day before' },
  states: { todo: 'To do', doing: 'Doing', done: 'Done' },
  late: 'Overdue',
  noDue: 'No due date',
  doneIt: 'Done',
  reopen: 'Reopen',
  take: 'Take',
  takeOver: 'Take over',
  edit: 'Edit',
  titleMissing: 'Say what is to be done',
  noMember: 'Choose somebody of this conversation',
  dayUnclear: 'This is no date',
  timeAlone: 'A time needs a date',
  madeBy: name => `Made by ${name}`,
  doneBy: name => `Done by ${name}`,
  quoted: name => `${name} said`,
  takenBy: name => `${name} has taken it already`,
  doneAlready: name => `${name} has done it already`,
  missing: 'This task is gone',
  notHere: 'You are not in the group of this task',
  soon: 'Due soon',
  isLate: 'Overdue and not done',
  board: 'Board',
  more: count => `${count} more`,
  empty: 'None',
  refresh: 'Refresh',
  home: 'My tasks',
  open: 'Open',
  dueSoon: 'Due soon',
  doneToday: 'Done today',
  nothing: 'Nothing to do. Choose “Make a task” in the menu of a message, or type /task in a group',
  weekdays: ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'],
  today: 'Today',
  tomorrow: 'Tomorrow',
  yesterday: 'Yesterday',
  date: (month, day) =>
    `${['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'][month - 1]} ${day}`,
}

export const words = { zh, en }
export type Words = typeof zh

/** The language of what somebody wrote, or the one that is given where that does not tell. */
export function languageOf(text: string, otherwise: 'zh' | 'en'): 'zh' | 'en' {
  if (/\p{Script=Han}/u.test(text)) return 'zh'
  return /[a-z]{3}/i.test(text) ? 'en' : otherwise
}

const two = (n: number) => String(n).padStart(2, '0')

/** A time as it is read: `明天 15:00`, `Fri, Dec 4`. */
export function whenText(at: number, allDay: boolean, now: number, w: Words): string {
  const date = new Date(at)
  const midnight = (time: number) => new Date(time).setHours(0, 0, 0, 0)
  const days = Math.round((midnight(at) - midnight(now)) / 86_400_000)
  const near = ({ '-1': w.yesterday, 0: w.today, 1: w.tomorrow } as Record<string, string>)[days]
  const plain = w.date(date.getMonth() + 1, date.getDate())
  const named = near ?? (days > 1 && days < 7 ? `${w.weekdays[date.getDay()]} ${plain}` : plain)
  const year = date.getFullYear() === new Date(now).getFullYear() ? '' : `${date.getFullYear()} `
  return `${year}${named}${allDay ? '' : ` ${two(date.getHours())}:${two(date.getMinutes())}`}`
}

/** As inputs of a form have them: `2026-12-04` and `15:00`. */
export function inputsOf(at: number, allDay: boolean): { day: string; time: string } {
  const date = new Date(at)
  return {
    day: `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`,
    time: allDay ? '' : `${two(date.getHours())}:${two(date.getMinutes())}`,
  }
}
