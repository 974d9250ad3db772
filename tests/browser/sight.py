"""What can be seen of a page, measured in the browser: texts over one another, texts cut, and what axe-core finds."""

from __future__ import annotations

from pathlib import Path
from typing import Any

AXE = (Path(__file__).parents[1] / "vendor" / "axe.min.js").read_text(encoding="utf-8")
# A chart is one picture to a screen reader, with a text: what plotly draws in it is not read.
VIOLATIONS = """async (asked) => {
    const found = await axe.run({ exclude: ['.main-svg'] }, { resultTypes: ['violations'], ...asked });
    return found.violations.flatMap(({ id, nodes }) => nodes.map((n) => `${id}: ${n.target} ${n.failureSummary}`));
}"""

# Each text as its box, of which lines set tight may share the outer parts; what is hidden, scrolled away or read out
# only has none. A chart's text is cut at the edge of its drawing, another one by whatever hides what flows over; what a
# reader can scroll to is not cut, but out of sight.
TROUBLES = """() => {
    const shown = (part) => part.checkVisibility({ opacityProperty: true, visibilityProperty: true })
        && !part.closest('.unseen, .skip, .js-plotly-tester, #js-plotly-tester, .gtitle, .formula, .problem');
    const boxes = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        const part = node.parentElement;
        if (!node.data.trim() || /^(SCRIPT|STYLE|NOSCRIPT|TITLE|OPTION)$/i.test(part.tagName) || !shown(part)) continue;
        const range = document.createRange();
        range.selectNodeContents(node);
        for (const box of range.getClientRects()) {
            if (box.width > 1 && box.height > 1) boxes.push({ node, part, text: node.data.trim(), box });
        }
    }
    const cut = [];
    const seen = boxes.filter(({ part, text, box }) => {
        for (let outer = part; outer && outer !== document.body; outer = outer.parentElement) {
            const style = getComputedStyle(outer);
            const flows = outer.tagName === 'svg' ? 'hidden' : style.overflowX;
            const edge = outer.getBoundingClientRect();
            if (flows === 'visible' || edge.width < 2 || edge.height < 2) continue;
            const beside = box.left < edge.left - 2 || box.right > edge.right + 2;
            const scrolls = /auto|scroll/.test(flows);
            if (beside && !scrolls) cut.push(`cut: ${text}`);
            if (beside || (scrolls && (box.top < edge.top - 2 || box.bottom > edge.bottom + 2))) return false;
        }
        return true;
    }).sort((a, b) => a.box.top - b.box.top);
    const over = [];
    seen.forEach((a, i) => {
        const inner = a.box.bottom - 0.2 * a.box.height;
        for (let j = i + 1; j < seen.length && seen[j].box.top < a.box.bottom; j++) {
            const b = seen[j];
            if (a.node === b.node || b.box.top + 0.2 * b.box.height > inner) continue;
            if (Math.min(a.box.right, b.box.right) - Math.max(a.box.left, b.box.left) > 2) {
                over.push(`over one another: ${a.text} | ${b.text}`);
            }
        }
    });
    return [...new Set([...cut, ...over])];
}"""


def troubles(page: Any) -> list[str]:
    """Texts of a settled page that are cut or lie over one another."""
    found: list[str] = page.evaluate(TROUBLES)
    return found


def violations(page: Any, *looks: str) -> list[str]:
    """What axe-core finds in a page; its contrasts, which colours alone decide, in these looks."""
    page.evaluate(AXE)
    # axe does not look into what is folded, though wide windows show it.
    page.evaluate("for (const fold of document.querySelectorAll('details.fold')) fold.open = true")
    found: list[str] = page.evaluate(VIOLATIONS, {"rules": {"color-contrast": {"enabled": False}}})
    for look in looks:
        page.evaluate("(look) => { document.documentElement.dataset.look = look; }", look)
        page.evaluate("Promise.allSettled(document.getAnimations().map((change) => change.finished))")
        found += [f"{look} {v}" for v in page.evaluate(VIOLATIONS, {"runOnly": "color-contrast"})]
    return found
