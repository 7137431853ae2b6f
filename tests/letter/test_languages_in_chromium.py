"""The drawn page in other languages, whose words are longer."""

from dataclasses import replace

import pytest
from playwright.sync_api import sync_playwright

from hedgerow.letter.language import language_of
from hedgerow.letter.write import write_letter
from tests.letter.dressed import PARTS, WHOLE
from tests.letter.reports import READER
from tests.letter.test_letter_in_chromium import ARGS, drawn

pytestmark = pytest.mark.part("chromium")
# Words that stand on more than one line; a dash or a slash may part one.
BROKEN = """() => {
  const found = [], walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const node = walk.currentNode;
    if (node.parentElement.tagName === "STYLE" || !node.parentElement.getClientRects().length) continue;
    for (const word of node.data.matchAll(/[^\\s\\u2010-\\u2014/-]+/g)) {
      const range = document.createRange();
      range.setStart(node, word.index);
      range.setEnd(node, word.index + word[0].length);
      if (new Set([...range.getClientRects()].map(r => Math.round(r.top))).size > 1) found.push(word[0]);
    }
  }
  return found;
}"""


@pytest.mark.parametrize("code", ["en", "en-US", "de", "fr"])
def test_no_word_is_broken_and_nothing_sticks_out_on_a_phone(chromium_path: str, code: str) -> None:
    letter = write_letter(WHOLE, replace(READER, language=language_of(code)), PARTS)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path, args=ARGS)
        page = browser.new_page(viewport={"width": 375, "height": 900})
        page.set_content(drawn(letter))
        broken, width = page.evaluate(BROKEN), page.evaluate("document.documentElement.scrollWidth")
        browser.close()
    assert (broken, width) == ([], 375)
