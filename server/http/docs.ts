/** The API as a page to read, made from the OpenAPI document. No script; every text is escaped. */
import { escaped } from './escaped.ts'

interface Operation {
  readonly summary?: string
  readonly parameters?: readonly object[]
  readonly requestBody?: object
  readonly responses?: Readonly<Record<string, object>>
}

interface Document {
  readonly info: { readonly title: string; readonly version: string }
  readonly paths?: Readonly<Record<string, object>>
  readonly components?: { readonly schemas?: Readonly<Record<string, object>> }
}

const METHODS = ['get', 'post', 'put', 'delete'] as const

export const DOCS_STYLE = `
body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; color: #1c2733; background: #fff }
h2 { margin-top: 2.5rem; font: 600 1.05rem/1.4 ui-monospace, monospace; border-top: 1px solid #c9d2db; padding-top: 1rem }
table { border-collapse: collapse; width: 100% } td, th { text-align: left; vertical-align: top; padding: .25rem .75rem .25rem 0 }
pre { background: #f2f5f8; padding: 1rem; overflow: auto; font-size: .8rem } code { font-size: .9em }
`

export function docsPage(document: Document): string {
  const paths = Object.entries(document.paths ?? {})
  const sections = paths.flatMap(([path, item]) => METHODS.flatMap((method) => section(method, path, item)))
  const schemas = Object.entries(document.components?.schemas ?? {}).map(
    ([name, schema]) => `<h2 id="${escaped(name)}">${escaped(name)}</h2>${listing(schema)}`,
  )
  const title = escaped(`${document.info.title} ${document.info.version}`)
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${title}</title><link rel="stylesheet" href="/api/docs.css"></head>
<body><main><h1>${title}</h1>
<p>Machine-readable: <a href="/api/v1/openapi.json">openapi.json</a> (OpenAPI 3.1).</p>
${sections.join('\n')}
<h1>Shapes</h1>
${schemas.join('\n')}
</main></body></html>`
}

function section(method: (typeof METHODS)[number], path: string, item: object): string[] {
  const operation: Operation | undefined = Reflect.get(item, method)
  if (!operation) return []
  const parameters = (operation.parameters ?? []).map((parameter) => {
    const { name, in: where, description = '', schema } = parameter as Record<string, unknown>
    return `<tr><td><code>${escaped(name)}</code></td><td>${escaped(where)}</td><td>${escaped(description)}</td><td><code>${escaped(JSON.stringify(schema))}</code></td></tr>`
  })
  const table = parameters.length > 0 ? `<table><tbody>${parameters.join('')}</tbody></table>` : ''
  const body = operation.requestBody
    ? `<details><summary>Body</summary>${listing(operation.requestBody)}</details>`
    : ''
  const answers = Object.entries(operation.responses ?? {}).map(
    ([status, response]) =>
      `<li><b>${escaped(status)}</b> ${escaped(Reflect.get(response, 'description'))} ${shapes(response)}</li>`,
  )
  return [
    `<section><h2>${escaped(method.toUpperCase())} ${escaped(path)}</h2><p>${escaped(operation.summary ?? '')}</p>${table}${body}<ul>${answers.join('')}</ul></section>`,
  ]
}

/** Links to the shapes a response is made of. */
function shapes(response: object): string {
  const names = [...JSON.stringify(response).matchAll(/#\/components\/schemas\/(\w+)/g)].map(([, name]) => name)
  return [...new Set(names)].map((name) => `<a href="#${escaped(name)}">${escaped(name)}</a>`).join(' ')
}

function listing(value: object): string {
  return `<pre>${escaped(JSON.stringify(value, null, 2))}</pre>`
}
