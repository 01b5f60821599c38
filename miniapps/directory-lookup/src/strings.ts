import { useLianqunContext } from '@lianqun/sdk/react'

const zh = {
  title: '通讯录查询',
  search: '姓名、拼音、职务或邮箱',
  clear: '清除',
  loading: '正在查找',
  startTitle: '找一位同事',
  startText: '输入姓名、拼音首字母、职务或邮箱。',
  noneTitle: (query: string) => `没有找到“${query}”`,
  noneText: '换个写法试试，比如拼音首字母。',
  results: (count: number) => `${count} 位同事`,
  more: '只列出前面的同事，再多输几个字会更准。',
  back: '返回结果',
  message: '发消息',
  profile: '查看名片',
  self: '这是你自己',
  department: '部门',
  jobTitle: '职务',
  place: '所在地',
  detailOffline: '现在离线，部门和电话没有载入。',
  phone: '电话',
  mail: '邮箱',
  copyPhone: '复制电话',
  copyMail: '复制邮箱',
  copied: '已复制',
  copyFailed: '没能复制，请选中后手动复制。',
  openFailed: '没能打开，请稍后再试。',
  notAllowed: '这个应用还没有得到这项权限。',
  pickTitle: '选择一位同事',
  pickText: '电话、邮箱和部门会显示在这里。',
  offlineTitle: '现在离线',
  offlineText: '联网后会自动查找。离线时可以用客户端的通讯录。',
  failedTitle: '没能载入',
  retry: '重试',
  outsideTitle: '请从连群打开',
  outsideText: '这是连群工作台里的应用，请在连群客户端的工作台里打开它。',
}
const en: typeof zh = {
  title: 'Directory lookup',
  search: 'Name, title or mail',
  clear: 'Clear',
  loading: 'Searching',
  startTitle: 'Find a colleague',
  startText: 'By name, pinyin initials, title or mail.',
  noneTitle: query => `Nobody matches “${query}”`,
  noneText: 'Try another spelling, or the initials.',
  results: count => (count === 1 ? '1 colleague' : `${count} colleagues`),
  more: 'Only the first ones are listed. Type more to narrow it down.',
  back: 'Back to the results',
  message: 'Message',
  profile: 'Card',
  self: 'This is you',
  department: 'Department',
  jobTitle: 'Title',
  place: 'Place',
  detailOffline: 'You are offline: department and phone did not load.',
  phone: 'Phone',
  mail: 'Mail',
  copyPhone: 'Copy the phone number',
  copyMail: 'Copy the mail address',
  copied: 'Copied',
  copyFailed: 'Not copied. Select it and copy by hand.',
  openFailed: 'This did not open. Try again in a moment.',
  notAllowed: 'This app does not have the permission yet.',
  pickTitle: 'Pick a colleague',
  pickText: 'Phone, mail and department appear here.',
  offlineTitle: 'You are offline',
  offlineText: 'It searches by itself when the network is back. The client’s own directory works offline.',
  failedTitle: 'This did not load',
  retry: 'Retry',
  outsideTitle: 'Open it in Lianqun',
  outsideText: 'This is an app of the Lianqun workbench. Open it from the workbench of the client.',
}
const catalogues = { zh, en }

/** The words in the client's language. */
export function useWords(): typeof zh {
  return catalogues[useLianqunContext().language]
}

/** The words before there is a client: in the browser's language. */
export function earlyWords(): typeof zh {
  return navigator.language.startsWith('zh') ? zh : en
}
