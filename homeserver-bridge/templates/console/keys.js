/**
 * Speaks to a security key: takes what the page's form carries, asks the browser, and sends the form with the answer.
 * Without this script the form stays hidden, and everything else works.
 */
const form = document.querySelector("form[data-key]");

async function answerOf() {
  const { publicKey } = JSON.parse(form.dataset.options);
  if (form.dataset.key === "create") {
    return navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(publicKey) });
  }
  return navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(publicKey) });
}

if (form && window.PublicKeyCredential?.parseRequestOptionsFromJSON) {
  form.hidden = false;
  document.querySelector("[data-no-key]")?.setAttribute("hidden", "");
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const failed = form.querySelector("[role=alert]");
    failed.hidden = true;
    try {
      form.elements.namedItem("answer").value = JSON.stringify(await answerOf());
      form.submit();
    } catch {
      failed.hidden = false;
    }
  });
}
