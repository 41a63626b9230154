/** Runs before anything is painted, so that a dark room sees no white flash. */
const kept = (() => {
  try {
    return localStorage.getItem('plantwright.theme')
  } catch {
    return null
  }
})()
document.documentElement.dataset.theme = kept ?? (matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light')
