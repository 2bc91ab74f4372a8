"""The masks of the kernels (van den Oord et al. 2016, arXiv 1601.06759, section 3.4)."""

import numpy as np


def colour_mask(kind, inputs, outputs, colours):
    """
    The mask of the tap at the pixel itself, [inputs, outputs]: with type A a colour sees earlier colours, with B itself
    too.
    Channel k of F belongs to colour floor(colours * k / F).
    """
    seen = colours * np.arange(inputs)[:, None] // inputs
    seeing = colours * np.arange(outputs)[None, :] // outputs
    return (seen < seeing if kind == "A" else seen <= seeing).astype(np.float32)


def square_mask(kind, side, inputs, outputs, colours):
    """A whole kernel [side, side, inputs, outputs]: rows above, pixels to the left, and the pixel itself."""
    reach = side // 2
    mask = np.zeros((side, side, inputs, outputs), np.float32)
    mask[:reach] = 1
    mask[reach, :reach] = 1
    mask[reach, reach] = colour_mask(kind, inputs, outputs, colours)
    return mask


def row_mask(own, taps):
    """A kernel of one row that ends at the pixel itself, [1, taps, inputs, outputs]: all to the left, then `own`."""
    left = np.ones((taps - 1, *own.shape), np.float32)
    return np.concatenate([left, own[None]])[None]


def for_gates(mask):
    """The mask for twice as many outputs: both halves of a gate have the same mask."""
    return np.concatenate([mask, mask], axis=-1)
