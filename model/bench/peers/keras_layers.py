"""Convolutions that the three networks share, implemented with the hook `convolution_op` of Keras."""

import keras
from keras import ops


class MaskedConv2D(keras.layers.Conv2D):
    """A convolution whose kernel is multiplied by a mask of the kernel's shape."""

    def __init__(self, mask, **options):
        rows, columns, _, outputs = mask.shape
        super().__init__(outputs, (rows, columns), **options)
        self.mask = mask

    def convolution_op(self, inputs, kernel):
        return super().convolution_op(inputs, kernel * self.mask)


class NormalisedConv2D(keras.layers.Conv2D):
    """Weight normalisation (Salimans and Kingma 2016, arXiv 1602.07868): each output's kernel has a learnt length."""

    def build(self, shape):
        super().build(shape)
        self.scale = self.add_weight(name="scale", shape=(self.filters,), initializer="ones")

    def convolution_op(self, inputs, kernel):
        return super().convolution_op(inputs, normalised(kernel, (0, 1, 2)) * self.scale)


class NormalisedConv2DTranspose(keras.layers.Conv2DTranspose):
    """The same for a convolution that doubles height and width. Kernel [rows, columns, outputs, inputs]."""

    def build(self, shape):
        super().build(shape)
        self.scale = self.add_weight(name="scale", shape=(self.filters, 1), initializer="ones")

    def call(self, inputs):
        kernel = normalised(self.kernel, (0, 1, 3)) * self.scale
        return ops.conv_transpose(inputs, kernel, self.strides, self.padding) + self.bias


def normalised(kernel, axes):
    return kernel * ops.rsqrt(ops.sum(ops.square(kernel), axis=axes, keepdims=True))


def live_parameters(model):
    """The number of learnt parameters, without masked ones."""
    hidden = sum(int((layer.mask == 0).sum()) for layer in model.layers if isinstance(layer, MaskedConv2D))
    return sum(int(ops.size(weight)) for weight in model.trainable_weights) - hidden
