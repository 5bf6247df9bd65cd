/** Says in words what a schema refused: which field, what was found there, what was expected. */

export interface FieldProblem {
  readonly field: string
  /** Shortened, as JSON text. */
  readonly found: string
  readonly expected: string
}

/** The part of a schema's complaint that is used here. */
export interface SchemaIssue {
  readonly code?: string | undefined
  readonly path: readonly PropertyKey[]
  readonly message: string
  readonly keys?: readonly string[]
  readonly errors?: readonly (readonly SchemaIssue[])[]
}

/** `input` is what the schema was given. */
export function fieldProblems(issues: readonly SchemaIssue[], input: unknown): FieldProblem[] {
  return issues.flatMap((issue) => {
    const field = fieldName(issue.path)
    const found = valueAt(input, issue.path)
    if (issue.code !== 'unrecognized_keys') return [{ field, found: shown(found), expected: expectedText(issue) }]
    return (issue.keys ?? []).slice(0, 20).map((key) => ({
      field: fieldName([...issue.path, key]).slice(0, 100),
      found: shown(valueAt(found, [key])),
      expected: 'no such field',
    }))
  })
}

/** `places[3].attributes.sprays`; `body` for the whole. */
function fieldName(path: readonly PropertyKey[]): string {
  const name = path.map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`)).join('')
  return name === '' ? 'body' : name.replace(/^\./, '')
}

function valueAt(input: unknown, path: readonly PropertyKey[]): unknown {
  let value = input
  for (const part of path) {
    // A list that is written as text with commas: the whole of it was found.
    if (typeof value === 'string' && typeof part === 'number') return value
    if (value === null || typeof value !== 'object') return undefined
    value = Object.hasOwn(value, part) ? Reflect.get(value, part) : undefined
  }
  return value
}

/** zod words most of its messages "…: expected X, received Y"; ours are the expectation itself. */
function expectedText({ message, errors }: SchemaIssue): string {
  const first = errors?.[0]?.[0]
  if (first) return expectedText(first)
  return message.replace(/^[^:]*: expected /, '').replace(/, received .*$/s, '')
}

/** Never walks into what was sent: it may be nested deeper than the stack. */
export function shown(value: unknown): string {
  if (value === undefined) return 'nothing'
  if (typeof value === 'string') return JSON.stringify(value.length > 64 ? `${value.slice(0, 64)}…` : value)
  if (Array.isArray(value)) return `an array of ${value.length}`
  return typeof value === 'object' && value !== null ? 'an object' : String(value)
}
