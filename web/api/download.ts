/** Asks the server for a file and keeps it where the browser keeps files. A link alone could not say who asks. */
import type { Problem } from '../../server/contract/common.ts'
import { type Answer, authorisation, BASE } from './ask.ts'

export async function download(path: string): Promise<Answer<null>> {
  try {
    const response = await fetch(BASE + path, { headers: authorisation() })
    if (!response.ok) return { kind: 'refused', status: response.status, problem: await problemOf(response) }
    keep(await response.blob(), nameIn(response.headers.get('content-disposition') ?? ''))
    return { kind: 'ok', value: null }
  } catch {
    return { kind: 'unreachable' }
  }
}

async function problemOf(response: Response): Promise<Problem | null> {
  const isProblem = /[/+]json\b/.test(response.headers.get('content-type') ?? '')
  return isProblem ? ((await response.json()) as Problem) : null
}

/** The server always writes the name in this form. */
function nameIn(disposition: string): string {
  const [, encoded] = /filename\*=UTF-8''([^;]+)/.exec(disposition) ?? []
  return encoded === undefined ? 'report' : decodeURIComponent(encoded)
}

/** Long enough for any browser to have begun reading it. */
const KEPT_MS = 60_000

function keep(file: Blob, name: string): void {
  const url = URL.createObjectURL(file)
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(url), KEPT_MS)
}
