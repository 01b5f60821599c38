import type { FastifyInstance } from 'fastify'
import type { DemoCompany, DemoPage } from './types.ts'

/** Where the pages are below the server's address. */
export const pagesPath = '/demo'

const escapes: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }
/** A text as text or attribute of HTML or XML. */
export const escapeHtml = (text: string): string => text.replace(/[&<>"]/g, char => escapes[char] ?? char)

/** An address of the company in a text: a host below its domain and a path, but not the domain of a mail address. */
function addressPattern({ domain }: DemoCompany): RegExp {
  return new RegExp(`(?<![@\\w.-])((?:[a-z]+\\.)+)${domain.replace('.', '\\.')}((?:/[\\w.-]*\\w)*)`, 'g')
}

/** The keys of the pages that a text refers to. */
export function pagesIn(company: DemoCompany, text: string): string[] {
  return [...text.matchAll(addressPattern(company))].map(([, host = '', path = '']) => keyOf(host, path))
}

/** Replaces the addresses of the company by links to its pages at `pagesUrl`. */
export function linkPages(company: DemoCompany, text: string, pagesUrl: string): string {
  return text.replace(
    addressPattern(company),
    (_all, host: string, path: string) => `${pagesUrl}${pagesPath}/${keyOf(host, path)}`,
  )
}

function keyOf(host: string, path: string): string {
  return `${host.slice(0, -1)}${path}`
}

/** Serves the pages of a company, without scripts. */
export function servePages(app: FastifyInstance, company: () => DemoCompany | null): void {
  app.get<{ Params: { '*': string } }>(`${pagesPath}/*`, async (request, reply) => {
    const current = company()
    const key = request.params['*']
    const page = current !== null && Object.hasOwn(current.pages, key) ? current.pages[key] : undefined
    if (current === null || page === undefined) return reply.callNotFound()
    return reply
      .header('content-security-policy', "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'")
      .header('x-content-type-options', 'nosniff')
      .type('text/html; charset=utf-8')
      .send(htmlOf(current, page))
  })
}

function htmlOf(company: DemoCompany, { title, lines }: DemoPage): string {
  const body = lines
    .map(line => (line.startsWith('- ') ? `<li>${escapeHtml(line.slice(2))}</li>` : `<p>${escapeHtml(line)}</p>`))
    .join('\n')
    .replace(/<li>[\s\S]*?<\/li>(?!\n<li>)/g, list => `<ul>${list}</ul>`)
  return `<!doctype html>
<html lang="${company.language === 'zh' ? 'zh-CN' : 'en'}">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${escapeHtml(title)}</title>
<style>
:root { color-scheme: light dark }
body { font: 16px/1.7 system-ui, "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif; max-width: 42rem; margin: 12vh auto; padding: 0 24px }
small { opacity: .65 }
h1 { font-size: 1.6rem; line-height: 1.3; margin: .2em 0 .8em }
</style>
<small>${escapeHtml(company.language === 'zh' ? company.name : company.latinName || company.name)}</small>
<h1>${escapeHtml(title)}</h1>
${body}
</html>
`
}
