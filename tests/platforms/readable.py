"""What a page needs so that everybody can read it, looked at in the browser: language, headings, names, contrast."""

from itertools import pairwise

from tests.platforms.browser import Page

LEAST_CONTRAST = 4.5  # WCAG 2.2 AA, for text of any size
CONTRASTS = """(() => {
  const dark = matchMedia('(prefers-color-scheme: dark)').matches;
  const numbers = color => color.match(/[\\d.]+/g).map(Number);
  const light = color => numbers(color).slice(0, 3).map(part => part / 255)
    .map(part => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4)
    .reduce((sum, part, index) => sum + part * [0.2126, 0.7152, 0.0722][index], 0);
  const behind = element => {
    for (let each = element; each; each = each.parentElement) {
      const color = getComputedStyle(each).backgroundColor;
      const alpha = numbers(color)[3];
      if (alpha === undefined || alpha === 1) return color;
    }
    return dark ? 'rgb(18, 18, 18)' : 'rgb(255, 255, 255)';
  };
  const own = element => [...element.childNodes].some(each => each.nodeType === 3 && each.data.trim());
  return [...document.body.querySelectorAll('*')].filter(own).map(element => {
    const [one, other] = [light(getComputedStyle(element).color), light(behind(element))].sort((a, b) => b - a);
    return [element.textContent.trim().slice(0, 40), (one + 0.05) / (other + 0.05)];
  });
})()"""
OUTLINE = "document.links.length === 0 || getComputedStyle(document.activeElement).outlineStyle"


async def faults_of(page: Page) -> list[str]:
    """What keeps somebody from reading the page that is open, in light and dark and on a small screen."""
    found = [fault for fault, there in (await _shape(page)).items() if there]
    for scheme in ("light", "dark"):
        await page.dark(scheme)
        told = await page.run(CONTRASTS)
        assert isinstance(told, list) and told, "there are words on it"
        found += [f"{scheme}: {words} {ratio:.1f}" for words, ratio in told if ratio < LEAST_CONTRAST]
    await page.narrow()
    if await page.run("document.documentElement.scrollWidth > innerWidth"):
        found.append("wider than a small screen")
    await page.ask("Emulation.clearDeviceMetricsOverride")
    return [*found, *page.troubles]


async def _shape(page: Page) -> dict[str, bool]:
    levels = await page.run("[...document.querySelectorAll('h1,h2,h3,h4')].map(each => +each.tagName[1])")
    assert isinstance(levels, list)
    await page.tab()
    return {
        "no language": await page.run("document.documentElement.lang") != "en",
        "no title": await page.run("document.title") == "",
        "title and heading differ": not await page.run("document.title === document.querySelector('h1')?.innerText"),
        "headings": levels[:1] != [1] or levels.count(1) != 1 or any(b - a > 1 for a, b in pairwise(levels)),
        "no main part": await page.run("document.querySelectorAll('main').length") != 1,
        "a link without a name": bool(
            await page.run("[...document.querySelectorAll('a')].some(each => !each.textContent.trim())")
        ),
        "focus is not seen": await page.run(OUTLINE) == "none",
    }
