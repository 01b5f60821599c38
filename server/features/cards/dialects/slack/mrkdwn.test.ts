import type { CardInline } from '@lianqun/protocol'
import { describe, expect, it } from 'vitest'
import { mrkdwnElements, mrkdwnInlines, plainMrkdwn } from './mrkdwn.ts'

const link = (text: string, url: string, style: object = {}): CardInline => ({
  type: 'TextRun',
  text,
  ...style,
  selectAction: { type: 'Action.OpenUrl', url },
})
const styled = (text: string, style: object): CardInline => ({ type: 'TextRun', text, ...style })
const mention = (userId: string, text: string): CardInline => ({ type: 'Mention', userId, text })
const bold = { weight: 'bolder' }

describe('mrkdwn in a line', () => {
  it.each<[string, CardInline[]]>([
    ['a *b* c', ['a ', styled('b', bold), ' c']],
    [
      '_it_ ~gone~ `code`',
      [
        styled('it', { italic: true }),
        ' ',
        styled('gone', { strikethrough: true }),
        ' ',
        styled('code', { fontType: 'monospace' }),
      ],
    ],
    ['*_both_*', [styled('both', { ...bold, italic: true })]],
    ['*bold _and* on_', [styled('bold _and', bold), ' on_']],
    ['2 * 3 * 4', ['2 * 3 * 4']],
    ['snake_case_name', ['snake_case_name']],
    ['*not closed', ['*not closed']],
    ['*no\nline*', ['*no\nline*']],
    ['`*raw* <@U1> &lt;b&gt;`', [styled('*raw* @U1 <b>', { fontType: 'monospace' })]],
    ['(*a*).', ['(', styled('a', bold), ').']],
    ['&lt;!everyone&gt; &amp;lt;', ['<!everyone> &lt;']],
    ['hi <@U012AB3CD>', ['hi ', mention('id:U012AB3CD', '@U012AB3CD')]],
    [
      '<@U1|bob> <!here> <!channel|x>',
      [mention('id:U1', '@bob'), ' ', mention('all', '@here'), ' ', mention('all', '@channel')],
    ],
    ['<#C024BE7LR|general> <#C1>', ['#general #C1']],
    ['<!subteam^S1|@devs> <!subteam^S2>', ['@devs @S2']],
    ['<!date^1392734382^Posted {date_num} {time_secs}|in 2014>', ['Posted 2014-02-18 14:39:42']],
    ['<!date^1392734382^{date} at {time}^https://a.example/x|f>', [link('2014-02-18 at 14:39', 'https://a.example/x')]],
    ['<!date^soon^{date}|in <b> 2014>', ['<!date^soon^{date}|in <b> 2014>']],
    ['<!date^soon^{date}|then>', ['then']],
    ['<https://a.example/b?c=1&amp;d|the page>', [link('the page', 'https://a.example/b?c=1&d')]],
    ['*<https://a.example|A>*', [link('A', 'https://a.example', bold)]],
    ['see https://a.example/x_y_z. Or', ['see ', link('https://a.example/x_y_z', 'https://a.example/x_y_z'), '. Or']],
    ['<mailto:a@b.example|a@b.example>', [link('a@b.example', 'mailto:a@b.example')]],
    ['<nothing> 1 < 2 > 0', ['<nothing> 1 < 2 > 0']],
    [':tada: :unknown_one: :wave::skin-tone-3: :flag-cn: 10:30:00', ['🎉 :unknown_one: 👋🏼 🇨🇳 10:30:00']],
    ['`:tada:`', [styled(':tada:', { fontType: 'monospace' })]],
    ['**two**', ['*', styled('two', bold), '*']],
    ['[a](https://b.example)', ['[a](', link('https://b.example', 'https://b.example'), ')']],
  ])('reads %j', (text, inlines) => {
    expect(mrkdwnInlines(text, { timeZone: 'UTC' })).toEqual(inlines)
  })

  it('opens nothing but the web and mail, and says what it leaves out', () => {
    const lost: string[] = []
    const lose = (words: string) => lost.push(words)
    expect(
      mrkdwnInlines('<javascript:alert(1)|press> <data:text/html,x|y> <https://u:p@a.example|z>', { lose }),
    ).toEqual(['press y z'])
    expect(lost).toHaveLength(3)
  })

  it.each([
    ['<https://bad.example|https://good.example>', 'https://good.example (bad.example)'],
    ['<https://bad.example|good.example>', 'good.example (bad.example)'],
    ['<https://bad.example|Sign in at www.good.example/login>', 'Sign in at www.good.example/login (bad.example)'],
    ['<https://bad.example|good。example>', 'good。example (bad.example)'],
    ['<https://bad.example|https:\\\\good.example>', 'https:\\\\good.example (bad.example)'],
    ['<https://bad.example|boss@good.example>', 'boss@good.example (bad.example)'],
    ['<https://bad.example|10.0.0.1>', '10.0.0.1 (bad.example)'],
    ['<https://bad.example|\u202ehttps://good.example>', 'https://good.example (bad.example)'],
    ['<https://xn--e1awd7f.com|еріс.com>', 'еріс.com'],
    ['<https://www.good.example/a|good.example>', 'good.example'],
    ['<https://good.example|部署完成。请查看 v1.2>', '部署完成。请查看 v1.2'],
    ['<https://good.example|  >', 'https://good.example'],
  ])('shows honestly where %j leads', (text, shown) => {
    expect(mrkdwnInlines(text)).toMatchObject([{ text: shown }])
  })

  it('leaves marks as they are where they mean nothing', () => {
    expect(mrkdwnInlines('*a* <https://a.example|b>', { formatted: false })).toEqual([
      '*a* ',
      link('b', 'https://a.example'),
    ])
    expect(mrkdwnElements('> ```a```', { formatted: false })).toEqual([
      { type: 'RichTextBlock', inlines: ['> ```a```'] },
    ])
  })

  it('finds names that are not in brackets only when asked to', () => {
    expect(mrkdwnInlines('@here @ann.b, a@b.example', { linkNames: true })).toEqual([
      mention('all', '@here'),
      ' ',
      mention('name:ann.b', '@ann.b'),
      ', a@b.example',
    ])
    expect(mrkdwnInlines('@here')).toEqual(['@here'])
  })
})

describe('mrkdwn of several lines', () => {
  it('has quotes and code beside its text', () => {
    expect(
      mrkdwnElements('one\n> two\n&gt; *three*\nfour ```\ncode <https://a.example|x>\n  *more*\n``` five'),
    ).toEqual([
      { type: 'RichTextBlock', inlines: ['one'] },
      {
        type: 'Container',
        style: 'emphasis',
        items: [{ type: 'RichTextBlock', inlines: ['two\n', styled('three', bold)] }],
      },
      { type: 'RichTextBlock', inlines: ['four'] },
      { type: 'CodeBlock', codeSnippet: 'code x\n  *more*' },
      { type: 'RichTextBlock', inlines: [' five'] },
    ])
  })

  it('quotes all that follows >>>', () => {
    expect(mrkdwnElements('a\n>>> b\nc\n> d')).toMatchObject([
      { type: 'RichTextBlock', inlines: ['a'] },
      { type: 'Container', items: [{ inlines: ['b\nc\n> d'] }] },
    ])
  })

  it('takes a fence without its end as text', () => {
    expect(mrkdwnElements('a ``` b')).toEqual([{ type: 'RichTextBlock', inlines: ['a ``` b'] }])
    expect(mrkdwnElements('``````')).toEqual([{ type: 'RichTextBlock', inlines: ['``````'] }])
  })

  it('fits into blocks of text', () => {
    const many = mrkdwnElements('*a* '.repeat(300))
    expect(many.map(element => element.type === 'RichTextBlock' && element.inlines.length)).toEqual([200, 200, 199])
    const long = mrkdwnElements('长'.repeat(30_000)).map(element =>
      element.type === 'RichTextBlock'
        ? element.inlines.map(inline => typeof inline === 'string' && inline.length)
        : [],
    )
    expect(long).toEqual([[12_000, 12_000, 6_000]])
  })

  it.each([
    '<'.repeat(40_000),
    '*a '.repeat(15_000),
    '`'.repeat(40_001),
    ':a'.repeat(20_000),
    '> '.repeat(20_000),
    'https://'.repeat(5_000),
    '```'.repeat(13_000),
    `<https://a.example|${'a.'.repeat(1_900)}>`.repeat(10),
  ])('reads what is made to be slow (%#)', text => {
    expect(mrkdwnElements(text).length).toBeGreaterThan(0)
  })
})

describe('plain text', () => {
  it('is a text with whom it names', () => {
    expect(plainMrkdwn('hi <@U1>, <https://a.example> &amp; <!here> :tada:')).toEqual({
      text: 'hi @U1, https://a.example & @here 🎉',
      mentions: [
        { person: 'id:U1', offset: 3, length: 3 },
        { person: 'all', offset: 28, length: 5 },
      ],
    })
  })

  it.each(['*a*', '> a', '```a```', '<https://a.example|b>', '`a`'])('is not %j', text => {
    expect(plainMrkdwn(text)).toBeNull()
  })
})
