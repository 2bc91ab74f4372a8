/** The technical terms of the window, explained in place. */
export const terms = {
  levels:
    'The values a pixel may take. With 2 levels it is black or white; with 256 it is as fine as a photo. The model gives every level a probability.',
  mask: 'Hides a pixel from its own prediction. A PixelCNN draws row by row, so a prediction may use only the pixels above and to the left; the mask sets all other weights to zero.',
  'bits per dimension':
    'How surprised the model is by one value of a pixel, on average: −log2 of the probability it gave the right one. A model that knows nothing needs log2 of the number of levels, such as 2 bits for 4 levels. The fewer bits, the better it knows the images. Compare only runs of the same size and levels.',
  surprise:
    'What a level cost the model, in bits: −log2 of the probability that it gave to this level. 0 bits: it was certain. 1 bit: as likely as heads in a coin toss. The sum over all pixels is the size of the picture if the model compressed it.',
  entropy:
    'How unsure the model is before it sees the level, in bits: the surprise it expects on average. 0 bits: only one level is possible. log2 of the number of levels, such as 2 bits for 4: all are equally likely.',
  temperature:
    'How freely pictures are drawn. At 1 every level is drawn as often as the model predicts; below 1 likely levels are drawn more often and pictures get plainer; above 1 unlikely ones are, and pictures get more varied.',
  'top-k':
    'Draws only from this many of the likeliest levels; the others are left out, and the probabilities of the rest grow to sum to 1.',
  'top-p':
    'Draws only from the likeliest levels that together reach this probability; all others are left out.',
  'receptive field':
    'All the pixels that can influence the prediction of one: those above and to the left, as far as the layers reach. The model cannot see anything outside it.',
  validation:
    'Images kept out of training. When the model improves on its training images but not on these, it memorises them.',
  checkpoint:
    'Everything needed to resume a training or to draw with its model, written to disk at intervals.',
} as const;

export type TermName = keyof typeof terms;
