// What is too tall for the picture is set smaller; a table then loses its last rows, and says how many.
"use strict";

document.fonts.ready.then(() => {
  const { words: said, locale } = JSON.parse(document.getElementById("data").textContent);
  const block = document.querySelector(".block");
  const fits = () => block.scrollHeight <= block.clientHeight && block.scrollWidth <= block.clientWidth;
  for (let share = 1; share > 0.65 && !fits(); share -= 0.05) block.style.setProperty("--share", share);
  const table = block.querySelector("table");
  if (!table || fits()) return;
  const more = block.querySelector(".more") ?? table.insertAdjacentElement("afterend", document.createElement("p"));
  more.className = "more";
  const rows = more.querySelector(".rows") ?? Object.assign(document.createElement("span"), { className: "rows" });
  if (!rows.isConnected) more.prepend(rows, more.hasChildNodes() ? " · " : "");
  while (!fits() && table.tBodies[0].rows.length > 1) {
    table.tBodies[0].lastElementChild.remove();
    const left = table.dataset.rows - table.tBodies[0].rows.length;
    rows.textContent = said.left.replace("{}", left.toLocaleString(locale));
  }
});
