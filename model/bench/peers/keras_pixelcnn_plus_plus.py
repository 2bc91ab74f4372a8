"""PixelCNN++ (Salimans et al. 2017, arXiv 1701.05517), as in model/nets/plus-plus/network.ts."""

import keras
from keras import layers, ops

from keras_layers import NormalisedConv2D, NormalisedConv2DTranspose


def pixelcnn_plus_plus(given, channels):
    """For sides that can be halved twice. Outputs as `mixture_nats` reads them: 10K per pixel, 3K for grey pictures."""
    filters, blocks = given["filters"], given["blocks"]

    def down_shifted(x, outputs, kernel=(2, 3), strides=1):
        side = kernel[1] // 2
        padded = layers.ZeroPadding2D(((kernel[0] - 1, 0), (side, side)))(x)
        return NormalisedConv2D(outputs, kernel, strides=strides)(padded)

    def right_shifted(x, outputs, kernel=(2, 2), strides=1):
        padded = layers.ZeroPadding2D(((kernel[0] - 1, 0), (kernel[1] - 1, 0)))(x)
        return NormalisedConv2D(outputs, kernel, strides=strides)(padded)

    def down_doubled(x):
        spread = NormalisedConv2DTranspose(filters, (2, 3), strides=2)(x)
        return layers.Cropping2D(((0, 0), (1, 0)))(spread)

    def right_doubled(x):
        return NormalisedConv2DTranspose(filters, (2, 2), strides=2)(x)

    def block(conv, x, *taken):
        inner = conv(concat_elu(x), filters)
        if taken:
            inner = inner + NormalisedConv2D(filters, 1)(concat_elu(ops.concatenate(taken, axis=-1)))
        inner = layers.Dropout(given["dropout"])(concat_elu(inner))
        value, gate = ops.split(conv(inner, 2 * filters), 2, axis=-1)
        return x + value * ops.sigmoid(gate)

    x = keras.Input((given["size"], given["size"], channels))
    marked = layers.Concatenate()([x, ops.ones_like(x[..., :1])])
    down = shift_down(down_shifted(marked, filters))
    right = shift_down(down_shifted(marked, filters, (1, 3))) + shift_right(right_shifted(marked, filters, (2, 1)))
    partners = [(down, right)]
    for halved in range(3):
        for _ in range(blocks):
            down = block(down_shifted, down)
            right = block(right_shifted, right, down)
            partners.append((down, right))
        if halved < 2:
            down, right = down_shifted(down, filters, strides=2), right_shifted(right, filters, strides=2)
            partners.append((down, right))
    partners.pop()
    for halved in reversed(range(3)):
        if halved < 2:
            down, right = down_doubled(down), right_doubled(right)
        for _ in range(blocks if halved == 2 else blocks + 1):
            partner_down, partner_right = partners.pop()
            down = block(down_shifted, down, partner_down)
            right = block(right_shifted, right, down, partner_right)
    outputs = given["mixtures"] * (10 if channels == 3 else 3)
    return keras.Model(x, NormalisedConv2D(outputs, 1)(ops.elu(right)))


def concat_elu(x):
    return ops.elu(ops.concatenate([x, -x], axis=-1))


def shift_down(x):
    return layers.ZeroPadding2D(((1, 0), (0, 0)))(layers.Cropping2D(((0, 1), (0, 0)))(x))


def shift_right(x):
    return layers.ZeroPadding2D(((0, 0), (1, 0)))(layers.Cropping2D(((0, 0), (0, 1)))(x))


def mixture_nats(levels):
    """
    The loss in nats per dimension under a discretized mixture of logistics. Outputs of a pixel: K weights, then for
    each channel K means, K log scales and, for three channels, K coefficients (G on R, B on R, B on G).
    """
    half_bin = 1 / (levels - 1)

    def loss(values, outputs):
        channels = values.shape[-1]
        kinds = 3 if channels == 3 else 2
        mixtures = outputs.shape[-1] // (channels * kinds + 1)
        weights = ops.log_softmax(outputs[..., :mixtures])
        parts = ops.reshape(outputs[..., mixtures:], (*outputs.shape[:-1], channels, kinds, mixtures))
        # With the components last: [N, H, W, channels, K].
        x = ops.cast(values, "float32")[..., None] * (2 * half_bin) - 1
        means = parts[..., 0, :]
        if channels == 3:
            red, green = x[..., 0, :], x[..., 1, :]
            coefficients = ops.tanh(parts[..., 2, :])
            mean_green = means[..., 1, :] + coefficients[..., 0, :] * red
            mean_blue = means[..., 2, :] + coefficients[..., 1, :] * red + coefficients[..., 2, :] * green
            means = ops.stack([means[..., 0, :], mean_green, mean_blue], axis=-2)
        log_scales = ops.maximum(parts[..., 1, :], -7.0)
        inverse = ops.exp(-log_scales)
        distance = x - means
        # A bin's mass is s(upper) * s(-lower) * (1 - exp(-width)); the first and the last bin reach to infinity.
        log_upper = -ops.softplus(-(distance + half_bin) * inverse)
        log_lower = -ops.softplus((distance - half_bin) * inverse)
        width = ops.maximum(2 * half_bin * inverse, 1e-7)
        log_width = ops.log(-ops.expm1(-width))
        is_first, is_last = (values == 0)[..., None], (values == levels - 1)[..., None]
        masses = (
            ops.where(is_last, 0.0, log_upper)
            + ops.where(is_first, 0.0, log_lower)
            + ops.where(ops.logical_or(is_first, is_last), 0.0, log_width)
        )
        return -ops.logsumexp(weights + ops.sum(masses, axis=-2), axis=-1) / channels

    return loss
