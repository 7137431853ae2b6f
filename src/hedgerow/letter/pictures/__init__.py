"""Pictures of the letter, drawn by ourselves as SVG and handed over as PNG: one set for light, dark and inverted pages.

They are transparent, and their colours are mid-tones that stand out from a light card as from a dark one. Text is
in them only where it lies on a shape of its own; all other words stand beside them as text that can grow.
"""
