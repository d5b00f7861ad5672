// Runs at the start of <body>, before anything is drawn: says that scripts run here, so that what opens starts closed.
// Without it (no scripts, or an old browser) every part of a page is open and works.
if ("noModule" in HTMLScriptElement.prototype) {
  document.body.classList.add("js-enabled", "govuk-frontend-supported");
}
