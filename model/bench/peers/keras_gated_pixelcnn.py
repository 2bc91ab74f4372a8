"""The Gated PixelCNN (van den Oord et al. 2016, arXiv 1606.05328), as in model/nets/gated/network.ts."""

import keras
import numpy as np
from keras import layers, ops

from keras_layers import MaskedConv2D
from masks import colour_mask, for_gates, row_mask


def gated_pixelcnn(given, channels):
    filters = given["filters"]
    gates = 2 * filters

    def dense(inputs, outputs):
        mask = colour_mask("B", inputs, outputs, channels)
        return MaskedConv2D(mask[None, None]) if not mask.all() else layers.Conv2D(outputs, 1)

    def link():
        half = for_gates(colour_mask("B", filters, filters, channels))
        mask = np.concatenate([half, half])[None, None]
        return MaskedConv2D(mask, use_bias=False) if not mask.all() else layers.Conv2D(gates, 1, use_bias=False)

    x = keras.Input((given["size"], given["size"], channels))
    vertical = horizontal = x
    for layer in range(given["blocks"]):
        is_first = layer == 0
        reach = given["firstKernel" if is_first else "kernel"] // 2

        # The first layer sees nothing of a pixel's own row, so it omits the lowest row.
        seen = layers.Cropping2D(((0, 1), (0, 0)))(vertical) if is_first else vertical
        rows = reach if is_first else reach + 1
        padded = layers.ZeroPadding2D(((reach, 0), (reach, reach)))(seen)
        above = layers.Conv2D(gates, (rows, 2 * reach + 1))(padded)

        own = colour_mask("A" if is_first else "B", horizontal.shape[-1], filters, channels)
        if own.any():
            padded = layers.ZeroPadding2D(((0, 0), (reach, 0)))(horizontal)
            row = MaskedConv2D(row_mask(for_gates(own), reach + 1))(padded)
        else:
            padded = layers.ZeroPadding2D(((0, 0), (reach, 0)))(layers.Cropping2D(((0, 0), (0, 1)))(horizontal))
            row = layers.Conv2D(gates, (1, reach))(padded)

        result = dense(filters, filters)(gate(layers.add([row, link()(above)])))
        horizontal = result if is_first else layers.add([horizontal, result])
        vertical = gate(above)

    head = given["headFilters"]
    h = dense(filters, head)(ops.relu(horizontal))
    h = dense(head, head)(ops.relu(h))
    logits = dense(head, channels * given["levels"])(ops.relu(h))
    shape = (given["size"], given["size"], channels, given["levels"])
    return keras.Model(x, layers.Reshape(shape)(logits))


def gate(maps):
    value, opening = ops.split(maps, 2, axis=-1)
    return ops.tanh(value) * ops.sigmoid(opening)
