// When a passkey or key is cancelled or fails, says so on the page; the library only tells the console.
document.addEventListener('allauth.error', function (event) {
  const problem = document.getElementById('passkey-problem')
  if (!problem) return
  event.preventDefault()
  problem.hidden = true
  problem.hidden = false
  problem.setAttribute('tabindex', '-1')
  problem.focus()
})
