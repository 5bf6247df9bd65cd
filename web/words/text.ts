/** Texts in both languages, as server and screen share them. */
export { filled, type Values, type Wording } from '../../server/contract/wording.ts'
