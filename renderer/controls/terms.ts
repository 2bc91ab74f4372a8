/** The words of the field that the window uses, explained in place. */
export const terms = {
  levels:
    'The values a pixel may take. With 2 levels it is black or white; with 256 it is as fine as in a photo. The model gives every level a probability.',
  mask: 'What hides a pixel from its own prediction. A PixelCNN draws row by row, so a prediction may look only above and to the left; the mask sets every other weight to zero.',
  'bits per dimension':
    'How surprised the model is by one value of a pixel, on average: −log2 of the probability it gave the right one. Knowing nothing costs log2 of the levels, such as 2 bits for 4 levels. The fewer bits, the better it knows the images. Only runs of the same size and levels compare.',
  surprise:
    'What a level cost the model, in bits: −log2 of the probability that it gave to this level. 0 bits: it was certain. 1 bit: as likely as heads when a coin is tossed. Summed over all pixels it is the length of the file if the model packed the picture.',
  entropy:
    'How unsure the model is before it sees the level, in bits: the surprise it expects on average. 0 bits: only one level is possible. log2 of the levels, such as 2 bits for 4: it has no idea.',
  temperature:
    'How boldly pictures are drawn. At 1 every level comes as often as the model thinks; below 1 the likely ones come more often and pictures get plainer; above 1 the unlikely ones do, and pictures get wilder.',
  'top-k':
    'Draws only from this many of the likeliest levels; all others are left out, and the rest grows to fill the whole.',
  'top-p':
    'Draws only from the likeliest levels that together reach this share; the long tail of unlikely ones is left out.',
  'receptive field':
    'All the pixels that can influence the prediction of one: those above and to the left, as far as the layers reach. What lies outside it the model cannot know.',
  validation:
    'Images kept from training. When the model gets better on its training images but not on these, it learns them by heart.',
  checkpoint: 'Everything needed to go on with a training or to draw with it, written to disk now and then.',
} as const;

export type TermName = keyof typeof terms;
