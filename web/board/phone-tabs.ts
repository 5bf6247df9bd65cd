/** What a phone shows of the board, one at a time. */
export const PHONE_TABS = ['now', 'late', 'map', 'curves', 'more'] as const
export type PhoneTab = (typeof PHONE_TABS)[number]
