import { common, createLowlight } from 'lowlight'
import type { CodePart } from './CodeBlock.tsx'

const lowlight = createLowlight(common)

/** What each class of the highlighter is shown as. */
const kinds = new Map<string, CodePart['kind']>([
  ...['keyword', 'built_in', 'deletion', 'selector-tag'].map(name => [name, 'keyword'] as const),
  ...['string', 'regexp', 'symbol', 'addition'].map(name => [name, 'string'] as const),
  ...['comment', 'quote', 'meta', 'doctag'].map(name => [name, 'comment'] as const),
  ...['title', 'section', 'name', 'type', 'attr', 'attribute', 'selector-class', 'selector-id'].map(
    name => [name, 'name'] as const,
  ),
  ...['literal', 'number'].map(name => [name, 'number'] as const),
])

interface Node {
  type: string
  value?: string
  properties?: { className?: unknown }
  children?: readonly Node[]
}

/** The parts of code in a language of the highlighter; together they are the code. Plain where it fails. */
export function highlighted(code: string, language: string): CodePart[] {
  const parts: CodePart[] = []
  const walk = (node: Node, above: CodePart['kind']): void => {
    const kind = kindOf(node) ?? above
    if (node.type === 'text') {
      const last = parts.at(-1)
      if (last !== undefined && last.kind === kind) last.text += node.value ?? ''
      else parts.push({ text: node.value ?? '', kind })
    }
    for (const child of node.children ?? []) walk(child, kind)
  }
  try {
    walk(lowlight.highlight(language, code) as Node, null)
  } catch (error) {
    console.error('code could not be highlighted', language, error)
    return [{ text: code, kind: null }]
  }
  return parts
}

function kindOf({ properties }: Node): CodePart['kind'] | undefined {
  const names: unknown[] = Array.isArray(properties?.className) ? properties.className : []
  return names.map(name => kinds.get(String(name).replace(/^hljs-/, ''))).find(kind => kind !== undefined)
}
