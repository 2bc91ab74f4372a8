"""The plain PixelCNN of the notebook, as in model/nets/plain/network.ts."""

import keras
from keras import layers, ops

from keras_layers import MaskedConv2D
from masks import square_mask


def pixelcnn(given, channels):
    filters = given["filters"]
    half = filters // 2

    def conv(kind, side, inputs, outputs):
        mask = square_mask(kind, side, inputs, outputs, channels)
        return MaskedConv2D(mask, padding="same") if not mask.all() else layers.Conv2D(outputs, side)

    x = keras.Input((given["size"], given["size"], channels))
    h = conv("A", given["firstKernel"], channels, filters)(x)
    for _ in range(given["blocks"]):
        y = conv("B", 1, filters, half)(ops.relu(h))
        y = conv("B", given["kernel"], half, half)(ops.relu(y))
        y = conv("B", 1, half, filters)(ops.relu(y))
        h = layers.add([h, y])
    for _ in range(2):
        h = conv("B", 1, filters, filters)(ops.relu(h))
    logits = conv("B", 1, filters, channels * given["levels"])(ops.relu(h))
    shape = (given["size"], given["size"], channels, given["levels"])
    return keras.Model(x, layers.Reshape(shape)(logits))
