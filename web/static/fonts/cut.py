"""Cuts the shop's web font out of Pretendard Variable and writes css/fonts.css.

    npm pack pretendard && tar xzf pretendard-*.tgz && pip install fonttools brotli
    python3 cut.py package/dist/web/variable/woff2/PretendardVariable.woff2

The weights 400 to 850 are kept, which is what the pages use. The 2,350 syllables of KS X 1001 come in parts, so
that a browser fetches only what a page shows: those that lists of products use (the words of the frame and
the list, and the demo's names; those of its second store by themselves), those of all other pages, and the rest in blocks. Run it again when many
words have changed; a page is right without that, it only loads more. Pretendard is a reserved font name,
so the cut font is called Jangbu Sans.
"""
import glob
import os
import re
import sys

from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.ttLib.scaleUpem import scale_upem
from fontTools.varLib import instancer

HERE = os.path.dirname(os.path.abspath(__file__))
WEB = os.path.normpath(os.path.join(HERE, "..", ".."))
DEMO = os.path.join(WEB, "..", "ops", "demo")
# Files whose words are on a list or in the frame around it.
LIST = ["frame", "list", "common", "documents"]
WEIGHTS = (400, 850)
# Steps in which outlines are drawn, to an em. Pretendard has 2048; at 34 px on a screen of double density this is
# an eighth of a dot and no eye sees it, but a list loads 12 KB less.
STEPS = 576
# Syllables in one block of the rest.
BLOCK = 300


def ksx1001():
    rows = range(0xB0, 0xC9)
    return {ord(bytes([a, b]).decode("euc-kr")) for a in rows for b in range(0xA1, 0xFF)}


def read(*names):
    text = ""
    for name in names:
        with open(name, encoding="utf-8") as file:
            text += file.read()
    return text


def on_lists():
    """What a list of products shows: the words around it, and the demo's names and summaries."""
    words = (os.path.join(WEB, "locales", "ko", f"{name}.ftl") for name in LIST)
    words = read(*(name for name in words if os.path.exists(name)))
    stores = read(os.path.join(DEMO, "stores.toml"), os.path.join(WEB, "src", "frame.rs"))
    return {ord(sign) for sign in words + stores} | named("catalogue.toml")


def named(catalogue):
    """Names and summaries of a demo store's goods and categories."""
    shown = re.findall(r'^(?:name|summary) = (.*)$', read(os.path.join(DEMO, catalogue)), re.M)
    return {ord(sign) for sign in "".join(shown)}


def on_other_pages():
    names = glob.glob(os.path.join(WEB, "locales", "ko", "*.ftl"))
    names += glob.glob(os.path.join(WEB, "content", "ko", "*.toml"))
    names += glob.glob(os.path.join(WEB, "templates", "**", "*.hbs"), recursive=True)
    names += glob.glob(os.path.join(WEB, "src", "**", "*.rs"), recursive=True)
    names += glob.glob(os.path.join(DEMO, "*.toml"))
    return {ord(sign) for sign in read(*names)}


def ranges(points):
    out, points = [], sorted(points)
    start = last = points[0]
    for point in points[1:] + [None]:
        if point is not None and point == last + 1:
            last = point
            continue
        out.append(f"U+{start:X}" if start == last else f"U+{start:X}-{last:X}")
        start = last = point
    return ",".join(out)


def parts():
    syllables = ksx1001()
    lists = syllables & on_lists()
    house = (syllables & named("livestore.toml")) - lists
    pages = (syllables & on_other_pages()) - lists - house
    rest = sorted(syllables - lists - house - pages)
    latin = set(range(0x20, 0x7F)) | {ord(sign) for sign in "\u00a0©·×÷–—‘’“”…₩−←→›‹℃℉±½é"}
    signs = (set(range(0xA1, 0x180)) | set(range(0x3131, 0x3164))) - latin
    signs |= {ord(sign) for sign in "‐‑•‰€™↑↓↗≈≤≥■▲▼○●★☆✓✔、。「」『』【】ㆍ①②③④㎏～"}
    # Of faces whose ranges overlap the last one counts. So the rest may say where it begins and ends
    # instead of each syllable, which keeps the style sheet small; a syllable beyond KS X 1001 loads a
    # block in vain.
    for number, start in enumerate(range(0, len(rest), BLOCK), 1):
        block = rest[start:start + BLOCK]
        following = rest[start + BLOCK:start + BLOCK + 1] or [0xD7A4]
        yield f"rest-{number}", set(block), range(block[0], following[0])
    yield "pages", pages, pages
    # What only the lists of the second store need.
    yield "house", house, house
    yield "list", lists, lists
    yield "signs", signs, signs
    yield "latin", latin, latin


def cut(source, points, path):
    font = TTFont(source)
    options = subset.Options()
    options.layout_features = ["kern", "tnum"]
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 13, 14]
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=points)
    cutter.subset(font)
    font = instancer.instantiateVariableFont(font, {"wght": WEIGHTS})
    scale_upem(font, STEPS)
    for record in font["name"].names:
        if record.nameID in (1, 3, 4, 6):
            record.string = "JangbuSans" if record.nameID == 6 else "Jangbu Sans"
    font.flavor = "woff2"
    font.save(path)


def main():
    for old in glob.glob(os.path.join(HERE, "*.woff2")):
        os.remove(old)
    sheet = ["/* Written by static/fonts/cut.py. Jangbu Sans is cut from Pretendard (SIL OFL 1.1). */"]
    for name, points, covers in parts():
        path = os.path.join(HERE, f"jangbu-sans-{name}.woff2")
        cut(sys.argv[1], points, path)
        print(name, len(points), "characters,", os.path.getsize(path), "bytes")
        sheet.append('@font-face { font-family: "Jangbu Sans"; font-weight: %d %d; font-display: swap; ' % WEIGHTS
                     + f'src: url(/static/fonts/jangbu-sans-{name}.woff2) format("woff2"); '
                     f'unicode-range: {ranges(covers)}; }}')
    with open(os.path.join(WEB, "static", "css", "fonts.css"), "w", encoding="utf-8") as file:
        file.write("\n".join(sheet) + "\n")


if __name__ == "__main__":
    main()
