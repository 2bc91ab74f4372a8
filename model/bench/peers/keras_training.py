"""
A training step in Keras on TensorFlow: forward, backward and Adam, as the graph that Keras compiles for `fit`.

    python keras_training.py '{"architecture": "plain", "size": 16, "levels": 4, ..., "batchSize": 128, "rounds": 10}'
"""

import os

os.environ["KERAS_BACKEND"] = "tensorflow"
os.environ["TF_CPP_MIN_LOG_LEVEL"] = "2"

import keras
import numpy as np
import tensorflow as tf

from keras_gated_pixelcnn import gated_pixelcnn
from keras_layers import live_parameters
from keras_pixelcnn import pixelcnn
from keras_pixelcnn_plus_plus import mixture_nats, pixelcnn_plus_plus
from rounds import settings, take_rounds

given = settings()
levels, size, batch = given["levels"], given["size"], given["batchSize"]
channels = 3 if given["colour"] == "rgb" else 1
if "threads" in given:
    tf.config.threading.set_intra_op_parallelism_threads(given["threads"])
    tf.config.threading.set_inter_op_parallelism_threads(given["threads"])

build = {"plain": pixelcnn, "gated": gated_pixelcnn, "plus-plus": pixelcnn_plus_plus}[given["architecture"]]
model = build(given, channels)
adam = keras.optimizers.Adam(
    given["learningRate"],
    beta_1=given["beta1"],
    beta_2=given["beta2"],
    epsilon=1e-8,
    global_clipnorm=given["clipNorm"] or None,
    use_ema=given["averageDecay"] > 0,
    ema_momentum=given["averageDecay"],
)
is_mixture = given["architecture"] == "plus-plus"
loss = mixture_nats(levels) if is_mixture else keras.losses.SparseCategoricalCrossentropy(from_logits=True)
# Without XLA, which took an eighth more processor time for the notebook's network and the gated one.
model.compile(adam, loss, jit_compile=False)

values = np.random.default_rng(1).integers(0, levels, (batch, size, size, channels), np.int32)
bare = given["inputScaling"] == "levels" and not is_mixture
inputs = values.astype(np.float32) if bare else values.astype(np.float32) * (2 / (levels - 1)) - 1
facts = {"parameters": live_parameters(model), "version": f"Keras {keras.__version__}, TensorFlow {tf.__version__}"}


def step():
    return model.train_on_batch(inputs, values)


# The first steps warm up and trace the graph.
for _ in range(3):
    step()
take_rounds(step, given, facts)
