// Light or dark, where somebody chose one: read before anything is drawn, so that nothing flashes. Not a module for that.
(() => {
  try {
    const theme = localStorage.getItem('hf-downloader.theme');
    if (theme === 'light' || theme === 'dark') {
      document.documentElement.dataset.theme = theme;
    }
  } catch {
    // no storage is allowed here: the system's choice it is
  }
})();
