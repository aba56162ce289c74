"""Cuts the shop's web font out of Pretendard Variable and writes css/fonts.css.

    npm pack pretendard && tar xzf pretendard-*.tgz && pip install fonttools brotli
    python3 cut.py package/dist/web/variable/woff2/PretendardVariable.woff2

The result holds the 2,350 syllables of KS X 1001 in two parts: those that the shop's own templates
use, and the rest; browsers fetch the second part only when a name needs it. Pretendard is a reserved
font name, so the cut font is called Jangbu Sans.
"""
import os
import sys

from fontTools import subset
from fontTools.ttLib import TTFont

HERE = os.path.dirname(os.path.abspath(__file__))
WEB = os.path.normpath(os.path.join(HERE, "..", ".."))
TEXTS = [os.path.join(WEB, "templates"), os.path.join(WEB, "src"),
         os.path.join(WEB, "..", "ops", "demo")]


def ksx1001():
    rows = range(0xB0, 0xC9)
    return {ord(bytes([a, b]).decode("euc-kr")) for a in rows for b in range(0xA1, 0xFF)}


def used():
    found = set()
    for root in TEXTS:
        for folder, _, names in os.walk(root):
            for name in names:
                if name.endswith((".hbs", ".rs", ".toml")):
                    with open(os.path.join(folder, name), encoding="utf-8") as file:
                        found |= {ord(c) for c in file.read()}
    return found


def ranges(points):
    out, points = [], sorted(points)
    start = last = points[0]
    for point in points[1:] + [None]:
        if point is not None and point == last + 1:
            last = point
            continue
        out.append(f"U+{start:04X}" if start == last else f"U+{start:04X}-{last:04X}")
        start = last = point
    return ", ".join(out)


def main():
    source = sys.argv[1]
    syllables = ksx1001()
    common = syllables & used()
    latin = set(range(0x20, 0x7F)) | set(range(0xA0, 0x180)) | set(range(0x3131, 0x3164))
    latin |= {ord(c) for c in "‐‑–—‘’“”•…‰₩€™←↑→↓↗−≈≤≥■▲▼○●★☆✓✔、。「」『』【】·ㆍ①②③④℃㎏～›‹×÷"}
    sheet = ["/* Written by static/fonts/cut.py. Jangbu Sans is cut from Pretendard (SIL OFL 1.1). */"]
    for name, points in [("latin", latin), ("hangul-2", syllables - common), ("hangul-1", common)]:
        font = TTFont(source)
        options = subset.Options()
        options.layout_features = ["kern", "tnum", "calt", "case"]
        options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 13, 14]
        cutter = subset.Subsetter(options)
        cutter.populate(unicodes=points)
        cutter.subset(font)
        for record in font["name"].names:
            if record.nameID in (1, 3, 4, 6):
                record.string = "JangbuSans" if record.nameID == 6 else "Jangbu Sans"
        font.flavor = "woff2"
        path = os.path.join(HERE, f"jangbu-sans-{name}.woff2")
        font.save(path)
        print(name, len(points), "characters,", os.path.getsize(path), "bytes")
        sheet.append(f'@font-face {{ font-family: "Jangbu Sans"; font-weight: 45 920; font-display: swap; '
                     f'src: url(/static/fonts/jangbu-sans-{name}.woff2) format("woff2"); '
                     f'unicode-range: {ranges(points)}; }}')
    with open(os.path.join(WEB, "static", "css", "fonts.css"), "w", encoding="utf-8") as file:
        file.write("\n".join(sheet) + "\n")


if __name__ == "__main__":
    main()
