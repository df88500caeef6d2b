// A page that was opened from the disk cannot run Python: say so in place of an empty window.
if (location.protocol === "file:") {
  addEventListener("DOMContentLoaded", () => {
    const root = document.documentElement.dataset.content_root;
    for (const link of document.querySelectorAll("a.try")) link.href = `${root}browser.html#from-the-disk`;
  });
}
