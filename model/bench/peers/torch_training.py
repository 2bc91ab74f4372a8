"""
A training step in PyTorch: forward, backward and Adam, as in the notebook.

    python torch_training.py '{"architecture": "plain", "size": 16, "levels": 4, ..., "batchSize": 128, "rounds": 10}'

"memoryFormat": "channels_last" stores pictures and kernels with their channels last.
"""

import torch
from torch import nn

from rounds import settings, take_rounds
from torch_pixelcnn import live_parameters, memory_format, pixelcnn

given = settings()
if "threads" in given:
    torch.set_num_threads(given["threads"])
torch.manual_seed(1)
net = pixelcnn(given)
adam = torch.optim.Adam(net.parameters(), lr=given["learningRate"])
loss_of = nn.CrossEntropyLoss()
values = torch.randint(0, given["levels"], (given["batchSize"], given["size"], given["size"]))
inputs = values.float()[:, None].contiguous(memory_format=memory_format(given))


def step():
    adam.zero_grad()
    loss = loss_of(net(inputs), values)
    loss.backward()
    adam.step()
    return loss.item()


# The first steps warm up and allocate memory.
for _ in range(3):
    step()
take_rounds(step, given, {"parameters": live_parameters(net), "version": f"PyTorch {torch.__version__}"})
