#!/bin/sh
# Draws the icons anew from the two SVG files. Needs rsvg-convert (Debian: librsvg2-bin).
set -eu
cd "$(dirname "$0")"
for size in 16 32; do rsvg-convert -w $size -h $size icon-small.svg -o icons/$size.png; done
for size in 48 64 128 256 512; do rsvg-convert -w $size -h $size icon.svg -o icons/$size.png; done
