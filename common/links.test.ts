import { expect, it } from 'vitest'
import { findLinks, linkParts } from './links.ts'

/** What is a link in a text, as it stands there; `text → url` where the address leads elsewhere than it reads. */
function linksIn(text: string): string[] {
  return findLinks(text).map(({ start, end, url }) => {
    const shown = text.slice(start, end)
    return url === shown || url === `https://${shown}` || url === `mailto:${shown}` ? shown : `${shown} → ${url}`
  })
}

const cases: readonly (readonly [string, ...string[]])[] = [
  // Chinese before and behind, without a space.
  ['请看https://wiki.example.com/a，谢谢', 'https://wiki.example.com/a'],
  ['或看www.example.com吧', 'www.example.com'],
  ['官网https://example.com获取', 'https://example.com'],
  ['发到maya@example.com，', 'maya@example.com'],
  ['发到maya@example.com吧', 'maya@example.com'],
  ['联系陈屿chen.yu@mail.example.cn或拨2043', 'chen.yu@mail.example.cn'],
  ['地址是http://10.20.30.40:8080/status。', 'http://10.20.30.40:8080/status'],
  ['打开http://localhost:3000/a看看', 'http://localhost:3000/a'],
  ['看example.com/a吧', 'example.com/a'],
  ['看wiki.example.cn，再说', 'wiki.example.cn'],
  ['先去taobao.com再去jd.com。', 'taobao.com', 'jd.com'],
  // Every mark of Chinese punctuation ends it.
  ['https://example.com/a。', 'https://example.com/a'],
  ['https://example.com/a；b', 'https://example.com/a'],
  ['https://example.com/a：好', 'https://example.com/a'],
  ['https://example.com/a！', 'https://example.com/a'],
  ['https://example.com/a？', 'https://example.com/a'],
  ['https://example.com/a、https://example.com/b', 'https://example.com/a', 'https://example.com/b'],
  ['（https://example.com/a）', 'https://example.com/a'],
  ['《https://example.com/a》', 'https://example.com/a'],
  ['【https://example.com/a】', 'https://example.com/a'],
  ['「https://example.com/a」', 'https://example.com/a'],
  ['“https://example.com/a”', 'https://example.com/a'],
  ['‘https://example.com/a’', 'https://example.com/a'],
  ['https://example.com/a……', 'https://example.com/a'],
  ['https://example.com/a——后面', 'https://example.com/a'],
  ['https://example.com/a～', 'https://example.com/a'],
  ['https://example.com/a\u3000下一句', 'https://example.com/a'],
  ['https://example.com/a\u200b下一句', 'https://example.com/a'],
  ['https://example.com/a👍', 'https://example.com/a'],
  ['https://example.com/a→下一步', 'https://example.com/a'],
  // Other scripts without spaces.
  ['https://example.com/aを見て', 'https://example.com/a'],
  ['https://example.com/aカ', 'https://example.com/a'],
  ['https://example.com/a에서', 'https://example.com/a'],
  // What belongs to an address stays in it.
  ['https://example.com/a?b=1&c=%E4%B8%AD#d-e 好', 'https://example.com/a?b=1&c=%E4%B8%AD#d-e'],
  ['https://example.com/a_(b) 好', 'https://example.com/a_(b)'],
  ['https://example.com/caf\u00e9', 'https://example.com/caf\u00e9'],
  ['https://example.com:8443/a,b;c 好', 'https://example.com:8443/a,b;c'],
  ['https://example.com/~user/@me/x.y 好', 'https://example.com/~user/@me/x.y'],
  ['HTTPS://EXAMPLE.COM/A', 'HTTPS://EXAMPLE.COM/A'],
  ['https://xn--fiqs8s.example.com/a', 'https://xn--fiqs8s.example.com/a'],
  // Latin punctuation at the end belongs to the sentence.
  ['See https://example.com/a.', 'https://example.com/a'],
  ['See https://example.com/a, please', 'https://example.com/a'],
  ['(see https://example.com/a)', 'https://example.com/a'],
  ['Is it https://example.com/a?', 'https://example.com/a'],
  ['"https://example.com/a"', 'https://example.com/a'],
  // Hosts in Han, where the whole host is.
  ['请看https://例子.中国/a，谢谢', 'https://例子.中国/a'],
  ['请看https://例子.中国查看', 'https://例子.中国'],
  ['请看https://淘宝.com查看', 'https://淘宝.com'],
  ['请看https://shop.淘宝.com/x。', 'https://shop.淘宝.com/x'],
  ['https://中文网站，没有域名'],
  ['https://example.com获取。下一句.com', 'https://example.com'],
  // Files, products, code and numbers are no links.
  ['改README.md'],
  ['改 README.md 和 build.zip'],
  ['README.md/build.zip'],
  ['ASP.NET'],
  ['asp.net core'],
  ['用ASP.NET Core 和 Node.js'],
  ['run.sh、setup.py、main.rs、lib.so、a.pl、logo.ai、clip.mov'],
  ['改 src/main.rs 和 docs/a.md'],
  ['System.IO'],
  ['user.name 和 this.user.id'],
  ['items.map(x => x)'],
  ['foo.com.example'],
  ['官网example.com(中文)', 'example.com'],
  ['版本 1.2.3 和 10.0.0.1'],
  ['完成了.好的'],
  ['done.It works'],
  ['e.g. i.e. a.k.a.'],
  ['@example.com'],
  ['C:\\work\\example.com'],
  ['javascript:alert(1)'],
  ['file:///etc/passwd'],
  ['ftp://example.com/a'],
  ['{"url":"https://example.com/a","size":1}', 'https://example.com/a'],
  ['<a href="https://example.com/a">b</a>', 'https://example.com/a'],
  ['`https://example.com/a`', 'https://example.com/a'],
  ['https://a.example.com/1https://b.example.com/2', 'https://a.example.com/1', 'https://b.example.com/2'],
  ['链接https://example.com', 'https://example.com'],
  ['https://example.com/?to=https://example.org/a', 'https://example.com/?to=https://example.org/a'],
  ['https://example.com/https://example.org/a', 'https://example.com/https://example.org/a'],
  ['ssh://git@example.com/a.git'],
  ['console.info、logger.info(x)'],
  ['try it.it works, come in.in the end ask us.us too'],
  ['www.example.info 和 example.it/a', 'www.example.info', 'example.it/a'],
  // A path in Han belongs to the address right behind a slash or an equals sign.
  ['http://a.b/路径', 'http://a.b/路径'],
  ['见https://zh.wikipedia.org/wiki/中国。', 'https://zh.wikipedia.org/wiki/中国'],
  ['https://example.com/路径/a?x=名&y=1，好', 'https://example.com/路径/a?x=名&y=1'],
  ['https://example.com/a查看', 'https://example.com/a'],
  ['https://例子.公司/路径。', 'https://例子.公司/路径'],
  ['A/B测试，见https://example.com', 'https://example.com'],
  // Brackets that belong to it, and such that stand around it.
  ['https://en.wikipedia.org/wiki/A_(b)', 'https://en.wikipedia.org/wiki/A_(b)'],
  ['（https://en.wikipedia.org/wiki/A_(b)）', 'https://en.wikipedia.org/wiki/A_(b)'],
  ['(https://en.wikipedia.org/wiki/A_(b))', 'https://en.wikipedia.org/wiki/A_(b)'],
  ['[文档](https://example.com/x)', 'https://example.com/x'],
  ['**https://example.com**', 'https://example.com'],
  ['|https://example.com|https://example.org|', 'https://example.com', 'https://example.org'],
  // IPv6, ports.
  ['http://[::1]:8080/x', 'http://[::1]:8080/x'],
  ['看http://[2001:db8::1]/a。', 'http://[2001:db8::1]/a'],
  ['http://[::1]', 'http://[::1]'],
  ['http://[1]/x http://[::1'],
  ['www.example.com:8080/x', 'www.example.com:8080/x'],
  // Mail.
  ['张三@公司.com', '张三@公司.com'],
  ['发给张三@公司.com，联系李四@公司.cn', '张三@公司.com', '李四@公司.cn'],
  ['请转张三@公司.com'],
  ['邮箱：张三@公司.com，电话', '张三@公司.com'],
  ['张三@example.com。', '张三@example.com'],
  ['联系zhang@公司.com吧', 'zhang@公司.com'],
  ['发给maya+news@example.com', 'maya+news@example.com'],
  ['mailto:a+b@example.com?subject=x', 'mailto:a+b@example.com?subject=x'],
  // What reads as another address is none.
  ['https://user:secret@example.com/x'],
  ['https://qq.com@example.com'],
  ['https://exam\u202eple.com/x'],
  ['https://ex\u200bample.com'],
  ['https://example.com/\u202egpj.exe'],
  ['JaVaScRiPt:alert(1)'],
  ['data:text/html,x vbscript:x'],
  // Several of each.
  ['a@example.com、b@example.com', 'a@example.com', 'b@example.com'],
  ['https://example.com/a\nhttps://example.com/b', 'https://example.com/a', 'https://example.com/b'],
  ['mailto:maya@example.com', 'mailto:maya@example.com'],
  // A host in Han goes on to its last label, and its path keeps the brackets that it opened.
  ['https://www.例子.com.cn/x。', 'https://www.例子.com.cn/x'],
  ['https://例子.公司.cn:8443/x', 'https://例子.公司.cn:8443/x'],
  ['见https://例子.com.然后', 'https://例子.com'],
  ['https://例子.中国/wiki/A_(b)', 'https://例子.中国/wiki/A_(b)'],
  ['(https://例子.中国/wiki/A_(b)).', 'https://例子.中国/wiki/A_(b)'],
  ['https://例子.中国/a?x=[1]', 'https://例子.中国/a?x=[1]'],
  // Marks of bold, italic and struck text, tables and lists without spaces.
  ['**https://example.com/x**', 'https://example.com/x'],
  ['_https://example.com/x_', 'https://example.com/x'],
  ['~~https://example.com/x~~ ', 'https://example.com/x'],
  ['*_https://example.com/x_*', 'https://example.com/x'],
  ['https://example.com/x__', 'https://example.com/x__'],
  ['|https://example.com/x|https://example.org/y|', 'https://example.com/x', 'https://example.org/y'],
  [
    'https://example.com/x,https://example.org/y;https://example.net',
    'https://example.com/x',
    'https://example.org/y',
    'https://example.net',
  ],
  [''],
]

it.each(cases)('%j has the links %j', (text, ...links) => {
  expect(linksIn(text)).toEqual(links)
})

it('a range is where the link stands, also behind characters of two code units', () => {
  expect(findLinks('𠮷👍 https://example.com/a，')).toEqual([{ start: 5, end: 26, url: 'https://example.com/a' }])
})

it('a long text of dots and Han takes linear work', () => {
  const text = `${'https://中'.repeat(20_000)}${'a.'.repeat(20_000)}`
  expect(findLinks(text).length).toBeLessThan(3)
})

it('a long address is one link, and hostile lengths take linear work', () => {
  const long = `https://example.com/${'x'.repeat(8_000)}`
  expect(linksIn(`${long}。`)).toEqual([long])
  for (const text of ['https://a.b/中'.repeat(20_000), 'https://a.b/' + '中/'.repeat(50_000), '张三@'.repeat(50_000)])
    expect(findLinks(text).length).toBeLessThan(20_001)
  for (const text of ['a'.repeat(100_000), `${'a.'.repeat(50_000)}@公`, `https://${'.'.repeat(100_000)}a`])
    expect(findLinks(text)).toEqual([])
})

it('the parts of a text are all of it', () => {
  expect(linkParts('见 www.example.com。')).toEqual([
    { text: '见 ', url: null },
    { text: 'www.example.com', url: 'https://www.example.com' },
    { text: '。', url: null },
  ])
  expect(linkParts('')).toEqual([])
})
