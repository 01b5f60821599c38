import { stripTypeScriptTypes } from 'node:module'
import { describe, expect, test } from 'vitest'
import { newProjectLine, snippetOf, systems, valuesOf } from './snippets.ts'

const connection = {
  addresses: {
    workspace: 'https://a.example',
    slack: 'https://a.example/api/slack/',
    wecom: 'wss://a.example/api/bots/aibot',
    feishu: 'https://a.example',
  },
  botId: 'b_1',
  feishuAppId: 'cli_0123456789abcdef',
  token: 'lqb-secret',
}

describe.each(systems)('the code for %s', system => {
  const code = snippetOf(system, connection)

  test('has each value that is to be filled in, as a word of the code', () => {
    for (const [name, value] of valuesOf(system, connection)) expect(code).toContain(`${name}: '${value}'`)
  })

  test('can be read', () => {
    expect(() => stripTypeScriptTypes(code)).not.toThrow()
  })

  test('no value ends the quotes around it', () => {
    const strange = { ...connection, token: "a\\'b'c" }
    expect(() => stripTypeScriptTypes(snippetOf(system, strange))).not.toThrow()
  })
})

test('Slack’s libraries want the token with their own prefixes', () => {
  expect(valuesOf('slack', connection).slice(1)).toEqual([
    ['token', 'xoxb-lqb-secret'],
    ['appToken', 'xapp-lqb-secret'],
  ])
})

test('the line for a new project has address and token', () => {
  expect(newProjectLine(connection)).toBe('npm run bot:new -- my-bot --url https://a.example --token lqb-secret')
})
