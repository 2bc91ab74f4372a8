"""The plain PixelCNN of the notebook in PyTorch, as in model/nets/plain/network.ts, for grey pictures."""

import torch
from torch import nn


class MaskedConv2d(nn.Conv2d):
    """Sees rows above and pixels to the left; with type B also the pixel itself."""

    def __init__(self, kind, inputs, outputs, side):
        super().__init__(inputs, outputs, side, padding=side // 2)
        mask = torch.ones_like(self.weight)
        mask[:, :, side // 2, side // 2 + (kind == "B") :] = 0
        mask[:, :, side // 2 + 1 :] = 0
        self.register_buffer("mask", mask)

    def forward(self, x):
        self.weight.data *= self.mask
        return super().forward(x)


class ResidualBlock(nn.Module):
    def __init__(self, filters, side):
        super().__init__()
        half = filters // 2
        self.block = nn.Sequential(
            nn.ReLU(),
            nn.Conv2d(filters, half, 1),
            nn.ReLU(),
            MaskedConv2d("B", half, half, side),
            nn.ReLU(),
            nn.Conv2d(half, filters, 1),
        )

    def forward(self, x):
        return x + self.block(x)


def pixelcnn(given):
    """[N, 1, H, W] levels as numbers -> logits [N, levels, H, W], in the layout of `memoryFormat`."""
    if given["architecture"] != "plain" or given["colour"] != "grey":
        raise SystemExit("The PyTorch peer supports only the plain network for grey pictures.")
    filters = given["filters"]
    net = nn.Sequential(
        MaskedConv2d("A", 1, filters, given["firstKernel"]),
        *[ResidualBlock(filters, given["kernel"]) for _ in range(given["blocks"])],
        nn.ReLU(),
        nn.Conv2d(filters, filters, 1),
        nn.ReLU(),
        nn.Conv2d(filters, filters, 1),
        nn.ReLU(),
        nn.Conv2d(filters, given["levels"], 1),
    )
    return net.to(memory_format=memory_format(given))


def memory_format(given):
    return torch.channels_last if given.get("memoryFormat") == "channels_last" else torch.contiguous_format


def live_parameters(net):
    """The number of learnt parameters, without masked ones."""
    hidden = sum(int((mask == 0).sum()) for mask in net.buffers())
    return sum(parameter.numel() for parameter in net.parameters()) - hidden
