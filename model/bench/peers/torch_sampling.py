"""
Draws in PyTorch as the notebook does: a forward pass over whole pictures for every pixel, of which one pixel's
probabilities are used. A round draws `batchSize` pictures; with "rows" it draws only that many rows, from which the
time for all can be computed, since every pixel costs the same.
"""

import torch

from rounds import settings, take_rounds
from torch_pixelcnn import live_parameters, memory_format, pixelcnn

given = settings()
if "threads" in given:
    torch.set_num_threads(given["threads"])
torch.manual_seed(1)
net = pixelcnn(given)
size = given["size"]


@torch.no_grad()
def draw(rows):
    pictures = torch.zeros(given["batchSize"], 1, size, size).contiguous(memory_format=memory_format(given))
    for row in range(rows):
        for column in range(size):
            probabilities = net(pictures)[:, :, row, column].softmax(dim=1)
            pictures[:, :, row, column] = torch.multinomial(probabilities, 1).float()
    return pictures


# A few forward passes to warm up.
draw(rows=1)
facts = {"parameters": live_parameters(net), "version": f"PyTorch {torch.__version__}"}
take_rounds(lambda: draw(given.get("rows", size)), given, facts)
