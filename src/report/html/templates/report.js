// The report is complete without this script: it filters, and opens what a link leads to.
const input = document.querySelector(".filter input");
const count = document.querySelector(".filter output");
const parts = [...document.querySelectorAll("[data-filter]")];

input.closest(".filter").hidden = false;
input.addEventListener("input", () => {
  const words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
  let shown = 0;
  for (const part of parts) {
    const text = part.textContent.toLowerCase();
    part.hidden = !words.every((word) => text.includes(word));
    if (!part.hidden) shown++;
  }
  count.textContent = words.length === 0 ? "" : `${shown} of ${parts.length} shown`;
});

function openTarget() {
  const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (!target) return;
  for (let each = target; each; each = each.parentElement) {
    each.hidden = false;
    if (each.tagName === "DETAILS") each.open = true;
  }
  target.scrollIntoView();
}

addEventListener("hashchange", openTarget);
// Paper has no details to open.
addEventListener("beforeprint", () => {
  for (const each of document.querySelectorAll("details")) each.open = true;
});
openTarget();
