/**
 * `WINDBREAK_TOKENS`: who is known by which token, and for which part of the district.
 *
 * `token=role:actor`; a role that is bound to a part says which before the actor: `token=site:<place id>:<actor>` and
 * `token=township:<township id>:<actor>`; without an actor of its own it acts under the part's id. Without a part a site
 * could act for all others, so that is refused.
 */
import { type Scope, scopeOf } from '../domain/control/scope.ts'
import { BOUND_TO, isBound, ROLES, type Role } from '../domain/people/role.ts'
import type { SettingsReader } from './read.ts'

export interface Token {
  readonly token: string
  readonly role: Role
  /** Where it may act; the whole district for roles of the office. */
  readonly scope: Scope
  readonly actor: string
}

export function readTokens({ text, complain }: SettingsReader, isDrill: boolean): Token[] {
  const entries = text('WINDBREAK_TOKENS')
    .split(',')
    .map((entry) => entry.trim())
  const entryOf = new Map<string, number>()
  return entries
    .filter((entry) => entry !== '')
    .flatMap((entry, index) => {
      const read = readToken(entry, isDrill)
      const refused = typeof read === 'string' ? read : whyTaken(entryOf.get(read.token))
      if (typeof read !== 'string' && refused === null) {
        entryOf.set(read.token, index + 1)
        return [read]
      }
      complain('WINDBREAK_TOKENS', `entry ${index + 1} ${refused}`)
      return []
    })
}

/** Of two with the same token one would never count, with its place or its rights. null: nobody has it yet. */
function whyTaken(earlier: number | undefined): string | null {
  return earlier === undefined ? null : `has the same token as entry ${earlier}: each needs a token of its own`
}

const ENTRY = /^([^=:,\s]{8,}?)=([A-Za-z]+):(.+)$/
const ACTOR = /^.{1,64}$/
/** An id of the registry, or `*` for every one; then, if it is named, the actor. */
const PART = /^(\*|[A-Za-z0-9_-]{1,64})(?::(.{1,64}))?$/

/** The token, or what is wrong with it; never its secret. */
function readToken(entry: string, isDrill: boolean): Token | string {
  const [, token = '', name, rest = ''] = ENTRY.exec(entry) ?? []
  const role = ROLES.find((one) => one === name)
  if (!role || (!isBound(role) && !ACTOR.test(rest)))
    return `is not token=role:actor with a token of at least 8 characters and a role of ${ROLES.join(', ')}`
  if (!isBound(role)) return { token, role, scope: { kind: 'district' }, actor: rest }
  const kind = BOUND_TO[role]
  const [, part, actor = part] = PART.exec(rest) ?? []
  if (part === undefined || actor === undefined)
    return `does not say for which ${kind} it acts: write token=${role}:<${kind} id>:<actor>`
  if (part !== '*') return { token, role, scope: scopeOf(`${kind}:${part}`), actor }
  if (!isDrill) return `acts for every ${kind}, but * is for drills only: write token=${role}:<${kind} id>:<actor>`
  return { token, role, scope: { kind: 'district' }, actor }
}
