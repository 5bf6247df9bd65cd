/** Text as it may stand in HTML, between tags and in quoted attributes. */
const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

export function escaped(text: unknown): string {
  return String(text ?? '').replaceAll(/[&<>"']/g, (character) => ENTITIES[character] ?? '')
}
