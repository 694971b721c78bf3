// Looks for what must never be in the page; answers a line for each fault.
const ELEMENTS = new Set(["P", "STRONG", "EM", "S", "CODE", "PRE", "BLOCKQUOTE", "UL", "OL", "LI", "BR", "BDI", "SPAN"]);
const OF_LINKS = new Set(["role", "tabindex", "data-rac", "data-react-aria-pressable", "data-testid", "data-hovered", "data-pressed", "data-focused", "data-focus-visible"]);
const ADDRESSES = new Set(["href", "xlink:href", "src", "srcset", "action", "formaction", "data", "poster", "background", "ping", "cite", "manifest"]);
const faults = new Set();
const leadsAway = (value) => {
  try {
    const url = new URL(value, location.href);
    return url.origin !== location.origin && url.protocol !== "depesha-media:";
  } catch {
    return true;
  }
};
// A form can hide its own `attributes` behind a field of that name.
const attributesOf = (element) =>
  Element.prototype.getAttributeNames.call(element).map((name) => ({ name, value: Element.prototype.getAttribute.call(element, name) }));
for (const words of document.querySelectorAll('[data-testid="words"]')) {
  for (const element of words.querySelectorAll("*")) {
    if (!ELEMENTS.has(element.tagName)) faults.add(`an element ${element.tagName} among the words`);
    const link = element.tagName === "SPAN" && attributesOf(element).some(({ name, value }) => name === "role" && value === "link");
    for (const { name } of attributesOf(element)) {
      if (name !== "class" && !(link && OF_LINKS.has(name))) faults.add(`an attribute ${name} of ${element.tagName} among the words`);
    }
  }
}
for (const element of document.querySelectorAll("body *")) {
  for (const { name, value } of attributesOf(element)) {
    if (name.startsWith("on")) faults.add(`an attribute ${name} of ${element.tagName}`);
    if (ADDRESSES.has(name) && leadsAway(value)) faults.add(`${name} of ${element.tagName} leads away`);
  }
}
for (const one of window.hostile) faults.add(`a script of the corpus ran: ${one}`);
for (const one of window.stopped) faults.add(`only the content policy stopped ${one}`);
return [...faults];
