import { describe, expect, test } from 'vitest'
import { deepLinkOf, externalLink, parseDeepLink } from './links.ts'

describe('links for the system', () => {
  test.each([
    ['https://example.com/a?b#c', 'https://example.com/a?b#c'],
    ['HTTP://EXAMPLE.com', 'http://example.com/'],
    ['mailto:zhou@example.com', 'mailto:zhou@example.com'],
    ['mailto:a@b.example?subject=x%26y&body=1%0A2', 'mailto:a@b.example?subject=x%26y&body=1%0A2'],
    ['mailto:?to=a@b.example&CC=c@d.example&bcc=e@f.example', 'mailto:?to=a@b.example&CC=c@d.example&bcc=e@f.example'],
    ['mailto:a@b.example?attach=/etc/passwd&subject=x', 'mailto:a@b.example?subject=x'],
    ['mailto:a@b.example?attachment=x&Attach=y', 'mailto:a@b.example'],
    ['mailto:a@b.example?subject=x%0D%0ABcc:%20c@d.example', 'mailto:a@b.example'],
    ['mailto:a@b.example%0D%0ABcc:c@d.example?%61ttach=/x', 'mailto:a@b.exampleBcc:c@d.example'],
    ['mailto:a@b.example?subject=x#attach=y', 'mailto:a@b.example?subject=x'],
  ])('%s is allowed', (address, out) => expect(externalLink(address)).toBe(out))

  test.each([
    'file:///etc/passwd',
    'javascript:alert(1)',
    'data:text/html,x',
    'app://lianqun/index.html',
    'smb://host/share',
    'ms-msdt:/id',
    'https://example.com@evil.example',
    'https://a:b@evil.example/',
    'not an address',
    '',
  ])('%s is refused', address => expect(externalLink(address)).toBeNull())
})

describe('deep links', () => {
  test.each([
    ['lianqun://conversation/c-1', { to: 'conversation', id: 'c-1', seq: null }],
    ['lianqun://conversation/C_1/?seq=42', { to: 'conversation', id: 'C_1', seq: 42 }],
    ['lianqun://conversation/c-1/42', { to: 'conversation', id: 'c-1', seq: 42 }],
    ['lianqun://conversation/c-1/0', { to: 'conversation', id: 'c-1', seq: null }],
    ['LIANQUN://Person/u1', { to: 'person', userId: 'u1' }],
    ['lianqun://conversation/c1?seq=-1', { to: 'conversation', id: 'c1', seq: null }],
    ['lianqun://conversation/c1?seq=99999999999999999999', { to: 'conversation', id: 'c1', seq: null }],
  ])('%s', (address, place) => expect(parseDeepLink(address)).toEqual(place))

  test.each([
    'lianqun://',
    'lianqun://conversation/',
    'lianqun://conversation/a/b',
    'lianqun://conversation/a/1/2',
    'lianqun://person/u1/2',
    'lianqun://conversation/%2e%2e',
    'lianqun://app/x',
    'https://conversation/c1',
    'lianqun://person/u1#x',
    `lianqun://person/${'u'.repeat(65)}`,
  ])('%s is refused', address => expect(parseDeepLink(address)).toBeNull())

  test('are found among the arguments, without the program itself', () => {
    expect(deepLinkOf(['/bin/app', '--flag', 'lianqun://person/u1'])).toBe('lianqun://person/u1')
    expect(deepLinkOf(['lianqun://person/u1', '--flag'])).toBeNull()
  })
})
