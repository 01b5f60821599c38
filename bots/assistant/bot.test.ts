import { randomUUID } from 'node:crypto'
import { createServer, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Stage, startStage, told } from '../shared/testing.ts'
import { assistantBy } from './bot.ts'
import { openAiProvider } from './provider.ts'

/** A service that speaks OpenAI's chat completions: no model can be had here. */
let service: Server
let stage: Stage
const asked: { body: { messages: { content: string }[]; stream: boolean }; key: string | undefined }[] = []
let answer: (response: ServerResponse) => void
const piece = (text: string) => `data: ${JSON.stringify({ choices: [{ delta: { content: text } }] })}\n\n`
beforeAll(async () => {
  service = createServer((request, response) => {
    let body = ''
    request.on('data', chunk => {
      body += chunk
    })
    request.on('end', () => {
      asked.push({ body: JSON.parse(body), key: request.headers.authorization })
      answer(response)
    })
  })
  await new Promise<void>(resolve => service.listen(0, '127.0.0.1', resolve))
  const { port } = service.address() as AddressInfo
  // Each reading of the clock is a second later, so that every piece is shown.
  let now = 1_790_000_000_000
  stage = await startStage(
    assistantBy(openAiProvider({ url: `http://127.0.0.1:${port}/v1/`, model: 'test-1', key: 'k' })),
    {
      now: () => {
        now += 1_000
        return now
      },
    },
  )
})
afterAll(async () => {
  await stage.end()
  service.closeAllConnections()
  service.close()
})

const ask = (text: string) =>
  stage.b.request('message.send', {
    conversationId: stage.group,
    clientId: randomUUID(),
    content: { type: 'text', text: `@助手 ${text}`, mentions: [{ userId: stage.botId, offset: 0, length: 3 }] },
  })

test('it answers who names it, grows while it does, and is marked as what it is', async () => {
  await stage.a.request('message.send', {
    conversationId: stage.group,
    clientId: randomUUID(),
    content: { type: 'text', text: '周五十点发布', mentions: [] },
  })
  const begun = told(stage.b, '答：')
  let go: () => void = () => {}
  answer = response => {
    response.writeHead(200, { 'content-type': 'text/event-stream' })
    response.write(piece('答：'))
    go = () => {
      response.write(piece('**十点**。'))
      response.end('data: [DONE]\n\n')
    }
  }
  await ask('几点发布？')
  await begun
  const history = async () => {
    const { messages } = await stage.b.request('message.history', { conversationId: stage.group, limit: 1 })
    return messages[0]
  }
  expect((await history())?.attributes).toMatchObject({ growing: true })
  const ended = told(stage.b, '答：**十点**。')
  go()
  await ended
  await expect.poll(async () => (await history())?.attributes?.growing).toBeUndefined()
  expect(JSON.stringify((await history())?.content)).toContain('AI 生成，请核对 · test-1')
  expect(asked[0]).toMatchObject({ key: 'Bearer k', body: { model: 'test-1', stream: true } })
  expect(asked[0]?.body.messages.map(({ content }) => content).join('\n')).toContain('A: 周五十点发布')
})

test('where the service fails, the answer says so and ends', async () => {
  answer = response => response.writeHead(502).end()
  const failed = told(stage.b, '没能作答：answers HTTP 502')
  await ask('在吗？')
  await failed
})

test('who asked stops an answer; what was written stays', async () => {
  const begun = told(stage.b, '很长')
  answer = response => {
    response.writeHead(200, { 'content-type': 'text/event-stream' })
    response.write(piece('很长'))
  }
  await ask('讲个故事')
  await begun
  const { messages } = await stage.b.request('message.history', { conversationId: stage.group, limit: 1 })
  const [message] = messages
  const content = message?.content as { card: { actions: { id: string }[] }; version: number } | undefined
  const stopped = told(stage.b, '很长\n\n已停止。')
  await stage.b.request('card.submit', {
    conversationId: stage.group,
    seq: message?.seq ?? 0,
    actionId: content?.card.actions[0]?.id ?? '',
    inputs: {},
    version: content?.version ?? 0,
    clientId: randomUUID(),
  })
  await stopped
})

test('an answer that was cut off by the end of the bot says so at its next start', async () => {
  const begun = told(stage.b, '半句')
  answer = response => {
    response.writeHead(200, { 'content-type': 'text/event-stream' })
    response.write(piece('半句'))
  }
  await ask('再讲一个')
  await begun
  const { messages } = await stage.b.request('message.history', { conversationId: stage.group, limit: 1 })
  const { token } = await stage.a.request('bot.renew', { botId: stage.botId })
  // As if it had been killed: nothing of what it began is ended by it.
  const broken = told(stage.b, '作答时中断了')
  const provider = openAiProvider({ url: 'http://127.0.0.1:1', model: 'test-1' })
  const next = assistantBy(provider).make({ url: stage.workspace.server.httpUrl, token, language: 'zh' })
  await next.start()
  await broken
  const after = await stage.b.request('message.get', { conversationId: stage.group, seqs: [messages[0]?.seq ?? 0] })
  expect(after.messages[0]?.attributes?.growing).toBeUndefined()
  await next.stop()
})
