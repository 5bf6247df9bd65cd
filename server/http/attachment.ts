/** A file to keep, not a page to show. Its name is made of people's words: what a file system or a header cannot take is left out. */
const LONGEST_NAME = 100

export function attachment(name: string, ending: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is taken out.
  const safe = name.replaceAll(/[\u0000-\u001f\u007f\u200e\u200f\u202a-\u202e\u2066-\u2069\\/:*?"<>|]/g, '-')
  const short = [...safe.toWellFormed()].slice(0, LONGEST_NAME).join('')
  const encoded = encodeURIComponent(`${short}.${ending}`).replaceAll(/['()*]/g, (sign) => `%${hex(sign)}`)
  return `attachment; filename="report.${ending}"; filename*=UTF-8''${encoded}`
}

function hex(sign: string): string {
  return sign.charCodeAt(0).toString(16).toUpperCase()
}
