/** The form of a notice: filled from what was read of its text or from the notice itself, and checked before it is sent. */
import type { NoticeView } from '../../server/contract/notice.ts'
import type { NoticeReadingView } from '../../server/contract/notice-reading.ts'
import { MEASURES, type Measure } from '../../server/domain/control/measure.ts'
import type { NoticeKind } from '../../server/domain/control/notice.ts'
import type { EpochMs } from '../../server/domain/units.ts'
import { fromField, toField } from '../logic/zone-time.ts'

export type FieldName = 'number' | 'issuer' | 'text' | 'startsAt' | 'endsAt' | 'replyBy'
export type FieldProblem = 'missing' | 'noTime' | 'beforeStart' | 'past'

export class NoticeFields {
  number = $state('')
  issuer = $state('')
  text = $state('')
  kind = $state<NoticeKind | ''>('')
  /** `1` to `4`; '' when it names none. */
  level = $state('')
  /** Id; '' for the whole district. */
  township = $state('')
  measures = $state<readonly Measure[]>([])
  startsAt = $state('')
  /** '' until it is lifted. */
  endsAt = $state('')
  /** '' when no answer is asked. */
  replyBy = $state('')
  readonly #timeZone: string

  constructor(timeZone: string) {
    this.#timeZone = timeZone
  }

  /** What could not be read stays as it is. */
  fill(reading: NoticeReadingView): void {
    const field = (iso: string | null, before: string) => (iso === null ? before : toField(iso, this.#timeZone))
    this.number = reading.number ?? this.number
    this.issuer = reading.issuer ?? this.issuer
    this.kind = reading.kind ?? this.kind
    this.level = reading.level === null ? this.level : String(reading.level)
    this.township = reading.township ?? ''
    this.measures = reading.measures
    this.startsAt = field(reading.startsAt, this.startsAt)
    this.endsAt = field(reading.endsAt, this.endsAt)
    this.replyBy = field(reading.replyBy, this.replyBy)
  }

  take(notice: NoticeView): void {
    const field = (iso: string | null) => (iso === null ? '' : toField(iso, this.#timeZone))
    this.number = notice.number
    this.issuer = notice.issuer
    this.text = notice.text
    this.kind = notice.kind ?? ''
    this.level = notice.level === null ? '' : String(notice.level)
    this.township = notice.scope.township ?? ''
    this.measures = notice.measures
    this.startsAt = field(notice.startsAt)
    this.endsAt = field(notice.endsAt)
    this.replyBy = field(notice.replyBy)
  }

  toggle(measure: Measure): void {
    const isAsked = this.measures.includes(measure)
    this.measures = MEASURES.filter((one) => (one === measure ? !isAsked : this.measures.includes(one)))
  }

  /** Empty when it can be sent. */
  problems(now: EpochMs): Partial<Record<FieldName, FieldProblem>> {
    const found: Partial<Record<FieldName, FieldProblem>> = {}
    for (const name of ['number', 'issuer', 'text'] as const) if (this[name].trim() === '') found[name] = 'missing'
    const starts = fromField(this.startsAt, this.#timeZone)
    if (starts === null) found.startsAt = this.startsAt === '' ? 'missing' : 'noTime'
    const ends = this.endsAt === '' ? null : fromField(this.endsAt, this.#timeZone)
    if (this.endsAt !== '' && ends === null) found.endsAt = 'noTime'
    else if (ends !== null && starts !== null && ends <= starts) found.endsAt = 'beforeStart'
    else if (ends !== null && ends <= now) found.endsAt = 'past'
    if (this.replyBy !== '' && fromField(this.replyBy, this.#timeZone) === null) found.replyBy = 'noTime'
    return found
  }

  body() {
    const at = (field: string) => (field === '' ? null : fromField(field, this.#timeZone))
    return {
      number: this.number.trim(),
      issuer: this.issuer.trim(),
      text: this.text.trim(),
      kind: this.kind === '' ? null : this.kind,
      level: this.level === '' ? null : Number(this.level),
      scope: this.township === '' ? { kind: 'district' } : { kind: 'township', township: this.township },
      measures: [...this.measures],
      startsAt: at(this.startsAt),
      endsAt: at(this.endsAt),
      replyBy: at(this.replyBy),
    }
  }
}
