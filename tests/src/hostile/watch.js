// From now on the page notes what the corpus tries: scripts that run, and requests that the content policy stops.
window.hostile = [];
window.stopped = [];
document.addEventListener("securitypolicyviolation", (event) => window.stopped.push(`${event.effectiveDirective} ${event.blockedURI}`));
return true;
