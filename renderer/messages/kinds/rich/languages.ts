/** A language of code blocks, by its name in the highlighter. */
export interface CodeLanguage {
  name: string
  label: string
  /** Other names under which it is written. */
  also: readonly string[]
}

const language = (name: string, label: string, ...also: string[]): CodeLanguage => ({ name, label, also })

/** The languages that a person can choose, and that are highlighted. */
export const codeLanguages: readonly CodeLanguage[] = [
  language('bash', 'Bash', 'sh', 'shell', 'shellscript', 'zsh', 'console'),
  language('c', 'C', 'h'),
  language('cpp', 'C++', 'c++', 'cc', 'hpp'),
  language('csharp', 'C#', 'cs', 'c#'),
  language('css', 'CSS'),
  language('diff', 'Diff', 'patch'),
  language('go', 'Go', 'golang'),
  language('graphql', 'GraphQL', 'gql'),
  language('xml', 'HTML / XML', 'html', 'xhtml', 'svg', 'vue'),
  language('ini', 'INI / TOML', 'toml', 'properties'),
  language('java', 'Java'),
  language('javascript', 'JavaScript', 'js', 'jsx', 'mjs', 'cjs', 'javascriptreact'),
  language('json', 'JSON', 'jsonc', 'json5'),
  language('kotlin', 'Kotlin', 'kt', 'kts'),
  language('less', 'Less'),
  language('lua', 'Lua'),
  language('makefile', 'Makefile', 'make', 'mk'),
  language('markdown', 'Markdown', 'md'),
  language('objectivec', 'Objective-C', 'objc', 'objective-c'),
  language('perl', 'Perl', 'pl'),
  language('php', 'PHP'),
  language('python', 'Python', 'py', 'python3'),
  language('r', 'R'),
  language('ruby', 'Ruby', 'rb'),
  language('rust', 'Rust', 'rs'),
  language('scss', 'SCSS'),
  language('sql', 'SQL', 'mysql', 'postgres', 'postgresql', 'sqlite'),
  language('swift', 'Swift'),
  language('typescript', 'TypeScript', 'ts', 'tsx', 'mts', 'cts', 'typescriptreact'),
  language('vbnet', 'Visual Basic', 'vb', 'vba'),
  language('yaml', 'YAML', 'yml'),
]

const byName = new Map(codeLanguages.flatMap(known => [known.name, ...known.also].map(name => [name, known])))

/** The language of a name that somebody wrote, or null when it is not known. */
export function languageOf(name: string | null): CodeLanguage | null {
  return (name !== null && byName.get(name.trim().toLowerCase())) || null
}
