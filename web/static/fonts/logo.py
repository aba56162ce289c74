"""Draws the household store's logo and favicon: a house with 살림 inside, and the shop's name beside it.

    pip install fonttools && python3 logo.py

Then draw its icons anew: `cargo run -p web --example icons -- web/static/themes`.

The letters are Black Han Sans (SIL OFL 1.1) as paths, so the files need no font.
"""
import os

from fontTools.pens.boundsPen import BoundsPen
from fontTools.pens.svgPathPen import SVGPathPen
from fontTools.pens.transformPen import TransformPen
from fontTools.ttLib import TTFont

HERE = os.path.dirname(os.path.abspath(__file__))
FONT = TTFont(os.path.join(HERE, "..", "..", "src", "picture", "black-han-sans-subset.ttf"))
GLYPHS, NAMES = FONT.getGlyphSet(), FONT.getBestCmap()
HOUSE = "M17.6 1.7a4 4 0 0 1 4.8 0L36.8 12.4A5.5 5.5 0 0 1 39 16.8V33a6 6 0 0 1-6 6H7a6 6 0 0 1-6-6V16.8a5.5 5.5 0 0 1 2.2-4.4Z"


def number(value):
    return f"{value:.1f}".removesuffix(".0")


def drawn(sign, left, top, width, height):
    """A syllable stretched into a box."""
    glyph = GLYPHS[NAMES[ord(sign)]]
    bounds = BoundsPen(GLYPHS)
    glyph.draw(bounds)
    x0, y0, x1, y1 = bounds.bounds
    across, down = width / (x1 - x0), height / (y1 - y0)
    pen = SVGPathPen(GLYPHS, ntos=number)
    glyph.draw(TransformPen(pen, (across, 0, 0, -down, left - x0 * across, top + y1 * down)))
    return pen.getCommands()


def main():
    inside = drawn("살", 10.4, 11.8, 19.2, 11.4) + drawn("림", 10.4, 24.4, 19.2, 11.4)
    mark = f'<path fill="{{}}" d="{HOUSE}"/><path fill="{{}}" d="{inside}"/>'
    word = "".join(drawn(sign, 50 + place * 26.3, 7.4, 23.4, 24) for place, sign in enumerate("살림장부"))
    logo = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 155 40" role="img" aria-label="살림장부">'
    files = {
        "logo.svg": logo + mark.format("#333f8f", "#ffd591") + f'<path fill="#191c30" d="{word}"/></svg>',
        "logo-light.svg": logo + mark.format("#ffd591", "#191c30") + f'<path fill="#fff" d="{word}"/></svg>',
        "favicon.svg": '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 40">'
                       + f'<path fill="#333f8f" d="{HOUSE}"/><path fill="#ffd591" d="{drawn("살", 8.5, 13.5, 23, 21.5)}"/></svg>',
    }
    for name, text in files.items():
        with open(os.path.join(HERE, "..", "themes", "livestore", name), "w", encoding="utf-8") as file:
            file.write(text + "\n")


if __name__ == "__main__":
    main()
