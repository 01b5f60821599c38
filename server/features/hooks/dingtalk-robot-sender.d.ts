declare module 'dingtalk-robot-sender' {
  interface Answer {
    status: number
    data: { errcode: number; errmsg: string }
  }
  interface At {
    atMobiles?: string[]
    isAtAll?: boolean
  }
  export default class ChatBot {
    constructor(
      options: { webhook: string; secret?: string } | { baseUrl: string; accessToken: string; secret?: string },
    )
    text(content: string, at?: At): Promise<Answer>
    link(link: { title: string; text: string; messageUrl: string; picUrl?: string }): Promise<Answer>
    markdown(title: string, text: string, at?: At): Promise<Answer>
    actionCard(card: {
      title: string
      text: string
      btnOrientation?: 0 | 1
      btns: { title: string; actionURL: string }[]
    }): Promise<Answer>
    feedCard(links: { title: string; messageURL: string; picURL: string }[]): Promise<Answer>
  }
}
