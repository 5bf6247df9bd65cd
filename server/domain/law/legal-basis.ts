/**
 * Legal bases (依据) as dated data: what an order may cite, from which day to which, and for which causes.
 *
 * An order cites the law in force on its day for its own cause, and no other (invariant 17). Source: domain.md 2.5. All
 * of it is second-hand, so a `text` is paraphrased in our own words: check the wording before quoting it.
 */

/** What a declared notice is about; null when the notice does not say. */
export const DECLARED_KINDS = ['heavyPollution', 'sandstorm', 'wind', 'temporary'] as const

export type DeclaredKind = (typeof DECLARED_KINDS)[number]

/** A cause as the law tells causes apart. A declared wind is a notice from above, not the wind we measured. */
export const LEGAL_CAUSE_KINDS = [
  'wind',
  'dust',
  'heavyPollution',
  'sandstorm',
  'declaredWind',
  'temporary',
  /** A notice that does not say what it is about. */
  'notice',
  'manual',
] as const

export type LegalCauseKind = (typeof LEGAL_CAUSE_KINDS)[number]

/** What an order answers to, with as much of it as decides which law it may cite. */
export type LegalCause =
  /** `rule`: the kind of the episode. */
  | { readonly kind: 'episode'; readonly rule: string }
  | { readonly kind: 'notice'; readonly declared: DeclaredKind | null }
  | { readonly kind: 'manual' }

/** Whose duty it is. */
export const ADDRESSEES = ['site', 'trucks', 'storage', 'publicGround', 'government', 'everyone'] as const

export type Addressee = (typeof ADDRESSEES)[number]

/** Who supervises or decides. */
export const AUTHORITIES = [
  /** County governments and above. */
  'government',
  /** 住房城乡建设 and the like. */
  'housing',
  'ecology',
  /** The department the local government names. */
  'designated',
  /** Each competent department for its own duties. */
  'departments',
] as const

export type Authority = (typeof AUTHORITIES)[number]

/**
 * `order`: an order rests on it, or it says what refusing that very order means.
 * `referral`: the penalty for a breach of duty; it is named when a case is handed over (转执法), never on an order.
 */
export const BASIS_USES = ['order', 'referral'] as const

export type BasisUse = (typeof BASIS_USES)[number]

/** A law or a technical document, and the local days on which it is in force. */
export interface LawDocument {
  /** Its title without the marks 《》. */
  readonly document: string
  readonly documentEn: string
  /** For example `HJ/T 393-2007`; null where it has none, or none that we know. */
  readonly number: string | null
  /** Local date, `YYYY-MM-DD`. */
  readonly validFrom: string
  /** The last local date on which it holds; null while no end is known. */
  readonly validTo: string | null
}

export interface LegalBasis extends LawDocument {
  readonly id: string
  /** null: the document as a whole. */
  readonly article: number | null
  readonly addressees: readonly Addressee[]
  /** null: a technical document, which nobody enforces by itself. */
  readonly authority: Authority | null
  readonly use: BasisUse
  /** What it says, paraphrased. */
  readonly text: { readonly zh: string; readonly en: string }
  /** The causes whose orders may cite it. */
  readonly causeKinds: readonly LegalCauseKind[]
}

/** Rules that see wind; every other rule sees dust. */
const WIND_RULES: ReadonlySet<string> = new Set(['windy-day', 'lone-wind'])

export function causeKindOf(cause: LegalCause): LegalCauseKind {
  switch (cause.kind) {
    case 'episode':
      return WIND_RULES.has(cause.rule) ? 'wind' : 'dust'
    case 'notice':
      return cause.declared === 'wind' ? 'declaredWind' : (cause.declared ?? 'notice')
    case 'manual':
      return 'manual'
  }
}
