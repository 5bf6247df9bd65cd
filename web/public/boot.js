/* Runs before the first paint, in a file of its own because the policy forbids inline scripts: theme and language. */
;(() => {
  const root = document.documentElement
  let theme = null
  let language = null
  try {
    theme = localStorage.getItem('windbreak.theme')
    language = localStorage.getItem('windbreak.language')
  } catch {
    // Storage can be forbidden; then the defaults hold.
  }
  const isDark = theme === 'dark' || (theme !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches)
  root.dataset.theme = isDark ? 'dark' : 'light'
  // The same choice as in i18n/first-language.ts.
  if (language !== 'zh-CN' && language !== 'en') {
    language = /^en(-|$)/i.test(navigator.languages[0] || '') ? 'en' : 'zh-CN'
  }
  root.lang = language
})()
