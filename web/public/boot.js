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
  root.lang = language === 'en' ? 'en' : 'zh-CN'
})()
