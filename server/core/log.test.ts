import { expect, test } from 'vitest'
import { createLogger } from './log.ts'
import { inRequest, outsideRequest } from './request-context.ts'

function logger() {
  const lines: string[] = []
  const log = createLogger('trace', { write: line => void lines.push(line) })
  return { log, lines, last: () => JSON.parse(lines.at(-1) ?? '') as Record<string, unknown> }
}

test('a line of a request names it, also later in the same request, and a line of none does not', async () => {
  const { log, last } = logger()
  const context = { connection: '7', request: 12, span: null, ended: false }
  let after = () => {}
  const later = new Promise<void>(resolve => {
    after = resolve
  })
  const work = inRequest(context, async () => {
    log.info('at once')
    expect(last()).toMatchObject({ connection: '7', request: 12 })
    outsideRequest(() => log.info('for all'))
    expect(last()).not.toHaveProperty('request')
    await later
    log.child({ part: 'gateway' }).info('later')
    expect(last()).toMatchObject({ connection: '7', request: 12, part: 'gateway' })
    context.ended = true
    log.info('left behind')
    expect(last()).not.toHaveProperty('request')
  })
  log.info('meanwhile')
  expect(last()).not.toHaveProperty('connection')
  after()
  await work
})

test('an error loses what quotes values: its own fields, and the text that could not be parsed', () => {
  const { log, lines, last } = logger()
  const secret = '不可外传的话'
  const database = Object.assign(new Error('duplicate key value violates unique constraint "users_account"'), {
    code: '23505',
    constraint: 'users_account',
    detail: `Key (account)=(${secret}) already exists.`,
    parameters: [secret],
    rawPacket: Buffer.from(secret),
  })
  log.error({ err: database }, 'request failed')
  expect(last().err).toMatchObject({ type: 'Error', code: '23505', constraint: 'users_account' })
  expect(JSON.stringify(last().err)).toContain('log.test.ts')
  const quoting = () => JSON.parse(`{"text": ${secret}}`) as unknown
  expect(quoting).toThrow(secret)
  try {
    quoting()
  } catch (error) {
    log.error({ err: error }, 'request failed')
    log.error({ err: new Error('reading a row', { cause: error }) }, 'request failed')
    expect(last().err).toMatchObject({ message: 'reading a row', cause: { type: 'SyntaxError' } })
    log.error({ err: new AggregateError([error, database], 'both') }, 'request failed')
    expect(last().err).toMatchObject({ errors: [{ type: 'SyntaxError' }, { code: '23505' }] })
  }
  log.error({ err: secret }, 'request failed')
  log.error({ err: { text: secret } }, 'request failed')
  const circle = new Error('a circle')
  circle.cause = circle
  log.error({ err: circle }, 'request failed')
  const request = { method: 'GET', url: `/api/apps/directory/search?q=${secret}`, routeOptions: { url: '/api/x' } }
  log.warn({ req: request }, 'a request')
  expect(last().req).toEqual({ method: 'GET', route: '/api/x' })
  expect(lines).toHaveLength(8)
  expect(lines.join('')).not.toContain(secret)
})
