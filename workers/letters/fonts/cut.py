"""Cuts the chart's font out of Pretendard Variable: digits and the few signs that a chart of sales needs.

    npm pack pretendard && tar xzf pretendard-*.tgz && pip install fonttools brotli
    python3 cut.py package/dist/web/variable/woff2/PretendardVariable.woff2

Two fixed weights, because not every drawer of SVG knows variable fonts. Pretendard is a reserved font
name, so the cut font is called Jangbu Sans.
"""
import os
import sys

from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

HERE = os.path.dirname(os.path.abspath(__file__))
SIGNS = "0123456789.,/−-+%₩ KMBTWFS만억조경원월일화수목금토()"
WEIGHTS = [("regular", 500), ("bold", 700)]


def main():
    for name, weight in WEIGHTS:
        font = instantiateVariableFont(TTFont(sys.argv[1]), {"wght": weight})
        options = subset.Options()
        options.layout_features = ["kern"]
        options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 13, 14]
        options.hinting = False
        cutter = subset.Subsetter(options)
        cutter.populate(text=SIGNS)
        cutter.subset(font)
        style = name.capitalize()
        names = {1: "Jangbu Sans", 2: style, 3: f"Jangbu Sans {style}", 4: f"Jangbu Sans {style}",
                 6: f"JangbuSans-{style}"}
        for record in font["name"].names:
            record.string = names.get(record.nameID, record.toUnicode())
        font["OS/2"].usWeightClass = 700 if name == "bold" else 400
        font.flavor = None
        path = os.path.join(HERE, f"jangbu-sans-{name}.ttf")
        font.save(path)
        print(name, len(font.getGlyphOrder()), "glyphs,", os.path.getsize(path), "bytes")


if __name__ == "__main__":
    main()
