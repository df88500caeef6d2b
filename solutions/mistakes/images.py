"""Wrong versions of the functions in solutions.images."""

import numpy as np


def _image(*shape):
    """Numbers that are all different, in no order, positive and negative."""
    return (np.arange(np.prod(shape)) * 37 % 101 - 50.5).reshape(shape)


# what tells the versions of each function apart, and each from the right one
INPUTS = {
    "image2vector": [
        _image(2, 4, 3),
        _image(4, 3, 2),
        _image(3, 3, 2),
        _image(2, 2, 2),
        _image(3, 2, 5),
        _image(2, 5),
        [[1, 2], [3, 4]],
    ],
    "vector2image": [
        (_image(12, 1), (2, 3, 2)),
        (_image(24, 1), (4, 2, 3)),
        (_image(6, 1), (2, 3)),
        (_image(12, 1), (4, 3)),
    ],
    "images2matrix": [
        _image(2, 3, 4, 1),
        _image(3, 2, 4, 2),
        _image(4, 1, 3, 2),
        _image(2, 2, 3, 3),
        _image(3, 2, 4),
        [[[1, 2]], [[3, 4]]],
    ],
    "to_unit_range": [
        np.array([[10, 51, 102], [153, 204, 30]], dtype=np.uint8),
        np.array([[255, 7], [90, 180], [0, 128]], dtype=np.uint8),
        np.array([3, 40, 25], dtype=np.uint8),
        np.array([[[200], [100]]], dtype=np.uint8),
    ],
}


def image2vector__table_of_channels(image):
    """One column for each channel.

    Your result keeps the channels apart: a row for each pixel and a column for each channel. All
    values belong into a single column, however many channels there are.
    """
    image = np.asarray(image)
    return image.reshape(image.shape[0] * image.shape[1], -1)


def image2vector__eighteen(image):
    """The example's size written in.

    18 is the number of values in the example alone. Let the image's own shape, or NumPy, find the
    number of rows.
    """
    return np.reshape(image, (18, 1))


def image2vector__three_channels(image):
    """Three channels written in.

    Your number of rows is right for images with 3 channels only. Read the length of the last axis
    from the image's shape.
    """
    image = np.asarray(image)
    return image.reshape(image.shape[0] * image.shape[1] * 3, 1)


def image2vector__two_channels(image):
    """Two channels written in.

    Your number of rows is right for images with 2 channels only. Read the length of the last axis
    from the image's shape.
    """
    image = np.asarray(image)
    return image.reshape(image.shape[0] * image.shape[1] * 2, 1)


def image2vector__only_colour(image):
    """A third axis is expected.

    An image in shades of grey has two axes, and your function needs a third one. How many values
    there are does not depend on the number of axes.
    """
    image = np.asarray(image)
    return image.reshape(image.shape[0] * image.shape[1] * image.shape[2], 1)


def image2vector__three_names(image):
    """As image2vector__only_colour, with h, w, c = image.shape."""
    image = np.asarray(image)
    h, w, c = image.shape
    return image.reshape(h * w * c, 1)


def image2vector__square(image):
    """Height used for width.

    Your number of rows is right only for images that are as wide as they are high. Look at which
    axis each factor comes from.
    """
    image = np.asarray(image)
    return image.reshape(image.shape[0] * image.shape[0] * image.shape[-1], 1)


def image2vector__square_of_width(image):
    """As image2vector__square, with the width twice."""
    image = np.asarray(image)
    return image.reshape(image.shape[1] * image.shape[1] * image.shape[-1], 1)


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

    The shape is right, but in your column the first axis runs fastest. In reading order the last
    one does: that needs no `order`, and nothing transposed.
    """
    return np.reshape(image, (-1, 1), order="F")


def image2vector__channels_first(image):
    """One channel after the other.

    The shape is right, but your column holds all values of the first channel, then those of the
    next. In reading order the channels of each pixel stay together.
    """
    return np.moveaxis(np.asarray(image), -1, 0).reshape(-1, 1)


def image2vector__height_and_width_exchanged(image):
    """Height and width exchanged.

    The shape is right, but your column goes through the image column by column. Reading order goes
    row by row, from left to right.
    """
    return np.swapaxes(np.asarray(image), 0, 1).reshape(-1, 1)


def image2vector__no_lists(image):
    """A list is not made an array.

    Your function asks for what an array has and a Python list has not. Make an array of the image
    first.
    """
    return image.reshape(-1, 1)


def image2vector__no_lists_ravel(image):
    """As image2vector__no_lists, with ravel."""
    return np.reshape(image.ravel(), (-1, 1))


def image2vector__no_lists_flatten(image):
    """As image2vector__no_lists, with flatten."""
    return np.reshape(image.flatten(), (-1, 1))


def image2vector__no_lists_shape(image):
    """As image2vector__no_lists, with shape."""
    return np.reshape(image, (int(np.prod(image.shape)), 1))


def image2vector__no_lists_size(image):
    """As image2vector__no_lists, with size."""
    return np.reshape(image, (image.size, 1))


def image2vector__in_place(image):
    """The argument itself is changed.

    Your function changes the image that it was given, which belongs to the caller. Return a result
    of the new shape and leave the image as it is.

    Seen: changes-argument
    """
    image = np.asarray(image)
    image.shape = (image.size, 1)
    return image


def vector2image__down_the_columns(v, shape):
    """The values in another order.

    The shape is right, but in your image the first axis runs fastest. The way back has to use the
    same order as the way there, in which the last axis does.
    """
    return np.reshape(v, shape, order="F")


def vector2image__still_flat(v, shape):
    """Still flat.

    Your result has a single axis. It should have the shape that is given as second argument.
    """
    return np.reshape(v, -1)


def vector2image__unchanged(v, shape):
    """Still a column.

    Your result has the shape of the column. It should have the shape that is given as second
    argument.
    """
    return np.array(v)


def vector2image__turned_round(v, shape):
    """The shape turned round.

    The axes of your image come in the reverse order. Use the shape as it is given.
    """
    return np.reshape(v, tuple(shape)[::-1])


def vector2image__transposed(v, shape):
    """Transposed at the end.

    Your image has its axes in the reverse order: the shape is turned round, and the values with it.
    Nothing needs to be transposed.
    """
    return np.reshape(v, shape).T


def images2matrix__scrambled(X):
    """The images are mixed.

    The shape is right, but your columns hold values of several images. A reshape moves no value to
    another place in the reading order: give each image a row first, then let rows become columns.
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


def images2matrix__one_row(X):
    """All images in one row.

    The batch became a single row. The images stay apart: one column for each.
    """
    return np.reshape(X, (1, -1))


def images2matrix__all_transposed(X):
    """The values of each image in another order.

    The shape is right and no images are mixed, but in your columns the first axis of each image
    runs fastest. Flatten the images in reading order; only the matrix needs to be transposed.
    """
    X = np.asarray(X)
    return X.T.reshape(-1, X.shape[0])


def images2matrix__only_colour(X):
    """A fourth axis is expected.

    A batch of grey images has three axes, and your function needs a fourth one. NumPy can work out
    how many values an image has.
    """
    X = np.asarray(X)
    return X.reshape(X.shape[0], X.shape[1] * X.shape[2] * X.shape[3]).T


def images2matrix__four_names(X):
    """As images2matrix__only_colour, with m, h, w, c = X.shape."""
    X = np.asarray(X)
    m, h, w, c = X.shape
    return X.reshape(m, h * w * c).T


def images2matrix__no_lists(X):
    """A list is not made an array.

    Your function asks for what an array has and a Python list has not. Make an array of the batch
    first.
    """
    return np.reshape(X, (X.shape[0], -1)).T


def images2matrix__no_lists_reshape(X):
    """As images2matrix__no_lists, with reshape."""
    return X.reshape(len(X), -1).T


def to_unit_range__256(image):
    """Divided by 256.

    Your result is the image divided by 256. There are 256 values, but the largest of them is 255,
    and it should become 1.
    """
    return np.asarray(image) / 256


def to_unit_range__whole(image):
    """Fractions cut off.

    Everything below 255 became 0, since your fractions were cut off: `//` does that, and so does an
    array of whole numbers.

    Seen: gives-integers
    """
    return np.asarray(image) // 255


def to_unit_range__int(image):
    """As to_unit_range__whole, by astype(int)."""
    return (np.asarray(image) / 255).astype(int)


def to_unit_range__own_maximum(image):
    """Divided by the image's own maximum.

    Your result is the image divided by its own largest value, so a dark image becomes as bright as
    any other. Divide by the largest value that there can be.
    """
    image = np.asarray(image)
    return image / image.max()


def to_unit_range__stretched(image):
    """Stretched from its own minimum to its own maximum.

    The darkest pixel became 0 and the brightest 1, whatever they were. Only divide, by the largest
    value that there can be.
    """
    image = np.asarray(image, dtype=float)
    return (image - image.min()) / (image.max() - image.min())


def to_unit_range__from_minus_one(image):
    """From -1 to 1.

    Your values go from -1 to 1. They should go from 0 to 1: only divide, by the largest value that
    there can be.
    """
    return np.asarray(image) / 127.5 - 1


def to_unit_range__unchanged(image):
    """Not divided.

    Your result has the values of the image. They should be divided by the largest value that there
    can be.
    """
    return np.asarray(image, dtype=float)


def to_unit_range__percent(image):
    """Divided by 100.

    Your result is the image divided by 100. Divide by the largest value that there can be, so that
    it becomes 1.
    """
    return np.asarray(image) / 100


def to_unit_range__upside_down(image):
    """Light and dark exchanged.

    Your result is 1 where the image is 0, and 0 where it is 255. Only divide: 0 stays 0.
    """
    return 1 - np.asarray(image) / 255
