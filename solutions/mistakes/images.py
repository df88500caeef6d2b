"""Wrong versions of the functions in solutions.images."""

import numpy as np

# what tells the versions of each function apart, and each from the right one
INPUTS = {
    "image2vector": [
        np.array([[[-0.06, -1.09], [0.28, -0.14]], [[-2.11, -0.53], [-1.63, 0.21]]]),
        np.array([[[0.06, 1.09], [-0.28, 0.14]], [[2.11, 0.53], [1.63, -0.21]]]),
        np.array([[[1.94, 0.91], [2.28, 1.86]], [[-0.11, 1.47], [0.37, 2.21]]]),
        np.array([0.28, -0.41, -0.93]),
        np.array([[-0.06, -1.09], [0.28, -0.14]]),
        [[1, 2], [3, 4]],
    ],
    "vector2image": [
        ([[1], [2]], (1, 2)),
        (
            np.arange(12.0).reshape(12, 1),
            (2, 3, 2),
        ),
    ],
    "images2matrix": [
        np.array([[[[1.38], [-1.45]], [[-1.92], [-0.22]]], [[[0.45], [0.36]], [[-0.69], [1.8]]]]),
        np.array([[[[-1.38], [1.45]], [[1.92], [0.22]]], [[[-0.45], [-0.36]], [[0.69], [-1.8]]]]),
        np.array([[[[3.38], [0.55]], [[0.08], [1.78]]], [[[2.45], [2.36]], [[1.31], [3.8]]]]),
        np.array([[[[-0.22], [1.8]], [[1.38], [0.36]]], [[[-0.69], [-1.45]], [[-1.92], [0.45]]]]),
        np.array([[[[1.62], [-1.38]], [[-2.0], [3.62]]], [[[-2.5], [-1.38]], [[1.0], [2.12]]]]),
        [[[[1], [2]]], [[[3], [4]]]],
    ],
    "to_unit_range": [
        np.array([0.0, 51.0]),
        np.array([0, -51]),
    ],
}


def image2vector__table_of_channels(image):
    """One column for each channel.

    Your result keeps the channels apart: height times width rows, and a column for each channel.
    All values belong into a single column, however many channels there are.
    """
    image = np.asarray(image)
    return image.reshape(image.shape[0] * image.shape[1], -1)


def image2vector__eighteen(image):
    """The example's size written in.

    18 is the size of the example alone. Let the image's own shape, or NumPy, find the number of
    rows.
    """
    return np.reshape(image, (18, 1))


def image2vector__three_channels(image):
    """Three channels written in.

    Not every image has 3 channels. Read the length of the last axis from the image's shape.
    """
    image = np.asarray(image)
    return image.reshape(image.shape[0] * image.shape[1] * 3, 1)


def image2vector__two_channels(image):
    """Two channels written in.

    Only the example has 2 channels. Read the length of the last axis from the image's shape.
    """
    image = np.asarray(image)
    return image.reshape(image.shape[0] * image.shape[1] * 2, 1)


def image2vector__only_colour(image):
    """A third axis is expected.

    An image in shades of grey has two axes, and asking for the third fails. The number of elements
    does not depend on how many axes there are.
    """
    image = np.asarray(image)
    return image.reshape(image.shape[0] * image.shape[1] * image.shape[2], 1)


def image2vector__square(image):
    """Height used for width.

    Your formula fits images that are as wide as they are high. Look at which axis each factor comes
    from.
    """
    image = np.asarray(image)
    return image.reshape(image.shape[0] * image.shape[0] * image.shape[-1], 1)


def image2vector__row(image):
    """A row where a column is asked for.

    Your result has one row. A column has as many rows as there are values, and one column.
    """
    return np.reshape(image, (1, -1))


def image2vector__flat(image):
    """No column, but one axis.

    Your result has a single axis. A column has two, and the second has length 1.
    """
    return np.reshape(image, -1)


def image2vector__down_the_columns(image):
    """The values in another order.

    The shape is right, but the first axis runs fastest in your column. NumPy's own order lets the
    last axis run fastest: look at what `order` you ask for.
    """
    return np.reshape(image, (-1, 1), order="F")


def image2vector__channels_first(image):
    """One channel after the other.

    The shape is right, but your column holds all values of the first channel, then those of the
    next. The axes were moved before flattening; leave them as they are.
    """
    return np.moveaxis(np.asarray(image), -1, 0).reshape(-1, 1)


def image2vector__no_lists(image):
    """Lists are not turned into arrays.

    A Python list has neither shape nor `reshape`. Make an array of the image first.
    """
    return image.reshape(-1, 1)


def image2vector__in_place(image):
    """The shape of the argument itself is changed.

    Assigning to `image.shape` changes the array of whoever called your function. Return a result of
    the new shape and leave the image as it is.
    """
    image = np.asarray(image)
    image.shape = (image.size, 1)
    return image


def vector2image__down_the_columns(v, shape):
    """The values in another order.

    The shape is right, but the pixels are not where they were: the way back has to use the same
    order as the way there.
    """
    return np.reshape(v, shape, order="F")


def vector2image__still_flat(v, shape):
    """Still flat.

    Your result has a single axis. It should have the shape that is given as second argument.
    """
    return np.reshape(v, -1)


def vector2image__turned_round(v, shape):
    """The shape turned round.

    The axes of your image come in the reverse order. Use the shape as it is given.
    """
    return np.reshape(v, tuple(shape)[::-1])


def images2matrix__scrambled(X):
    """The images are mixed.

    The shape is right, but each of your columns holds pixels of several images. A reshape cannot
    move an axis: flatten each image into a row first, then let rows and columns change places.
    """
    X = np.asarray(X)
    return X.reshape(-1, X.shape[0])


def images2matrix__rows(X):
    """A row for each image.

    Each image is in order, but in a row. Here every image is to have a column of its own.
    """
    X = np.asarray(X)
    return X.reshape(X.shape[0], -1)


def images2matrix__one_column(X):
    """All images in one column.

    The batch became a single column. The images stay apart: one column for each.
    """
    return np.reshape(X, (-1, 1))


def images2matrix__all_transposed(X):
    """The pixels in another order.

    The shape is right and no images are mixed, but transposing the whole batch also turned each
    image round. Flatten first, then transpose.
    """
    X = np.asarray(X)
    return X.T.reshape(-1, X.shape[0])


def images2matrix__no_lists(X):
    """Lists are not turned into arrays.

    A Python list has neither shape nor `reshape`. Make an array of the batch first.
    """
    return X.reshape(X.shape[0], -1).T


def to_unit_range__256(image):
    """Divided by 256.

    The brightest value, 255, does not become 1. There are 256 values, but the largest is 255.
    """
    return np.asarray(image) / 256


def to_unit_range__whole(image):
    """Divided without fractions.

    Everything below 255 became 0: your division drops the fraction. Look at the operator.
    """
    return np.asarray(image) // 255


def to_unit_range__own_maximum(image):
    """Divided by the image's own maximum.

    A dark image becomes as bright as any other, because you divide by its own largest value. Divide
    by the largest value that there can be.
    """
    image = np.asarray(image)
    return image / image.max()


def to_unit_range__stretched(image):
    """Stretched from its own minimum to its own maximum.

    The darkest pixel became 0 and the brightest 1, whatever they were. Only divide, by the largest
    value that there can be.
    """
    image = np.asarray(image) * 1.0
    return (image - image.min()) / (image.max() - image.min())


def to_unit_range__eight_bits(image):
    """Stored in eight bits again.

    Fractions do not fit into whole numbers of eight bits, so they were lost. Leave the result as
    floats.
    """
    return (np.asarray(image) / 255).astype(np.uint8)
