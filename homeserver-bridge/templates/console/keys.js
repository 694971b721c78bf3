/**
 * Speaks to a security key: takes what the page's form carries, asks the browser, and sends the form with the answer.
 * Without this script, or at another address than the keys' own, the form stays hidden, and everything else works.
 */
const form = document.querySelector("form[data-key]");
const show = (selector, shown) => document.querySelector(selector)?.toggleAttribute("hidden", !shown);

async function answerOf() {
  const { publicKey } = JSON.parse(form.dataset.options);
  if (form.dataset.key === "create") {
    return navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(publicKey) });
  }
  return navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(publicKey) });
}

/** Shows one of the page's sentences about what went wrong, or none. */
function say(what) {
  const sentences = [...form.querySelectorAll("[data-said]")];
  const fitting = sentences.find((one) => one.dataset.said === what) ?? sentences.find(() => what);
  for (const one of sentences) one.hidden = one !== fitting;
}

async function send(event) {
  event.preventDefault();
  const button = form.querySelector("button");
  say("");
  button.disabled = true;
  try {
    form.elements.namedItem("answer").value = JSON.stringify(await answerOf());
    form.submit();
  } catch (error) {
    button.disabled = false;
    button.focus();
    say(error.name);
  }
}

if (form && form.dataset.at !== location.origin) {
  show("[data-no-key]", false);
  show("[data-elsewhere]", true);
} else if (form && window.PublicKeyCredential?.parseRequestOptionsFromJSON) {
  show("[data-no-key]", false);
  form.hidden = false;
  form.addEventListener("submit", send);
  // A form that was hidden cannot have had the focus; where a code can be typed, that field keeps it.
  form.elements.namedItem("label")?.focus();
}
