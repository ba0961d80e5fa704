// Before the first paint: the theme that was chosen here, or else the system's.
(() => {
  let chosen = null;
  try {
    chosen = localStorage.getItem('ropewalk-theme');
  } catch {
    // Storage is closed to this page.
  }
  const isDark =
    chosen === 'dark' || (chosen !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches);
  document.documentElement.dataset.theme = isDark ? 'dark' : 'light';
})();
