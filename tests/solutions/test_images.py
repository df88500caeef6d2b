"""The references of 07 images do what their docstrings promise."""

import numpy as np
import pytest

from solutions.images import image2vector, images2matrix, to_unit_range, vector2image


@pytest.mark.parametrize("shape", [(3, 3, 2), (2, 5, 3), (4, 1, 1), (3, 4)])
def test_an_image_becomes_a_column_and_an_image_again(shape):
    """All values, in reading order, there and back."""
    image = np.arange(np.prod(shape)).reshape(shape)
    column = image2vector(image)
    assert column.shape == (image.size, 1)
    np.testing.assert_array_equal(column.ravel(), np.arange(image.size))
    np.testing.assert_array_equal(vector2image(column, shape), image)


def test_each_column_of_the_matrix_is_one_image():
    """Column k equals image2vector of image k; a plain reshape would mix them."""
    X = np.arange(2 * 3 * 5 * 4).reshape(2, 3, 5, 4)
    matrix = images2matrix(X)
    assert matrix.shape == (60, 2)
    for k in range(2):
        np.testing.assert_array_equal(matrix[:, k : k + 1], image2vector(X[k]))
    assert not np.array_equal(matrix, X.reshape(60, 2))


def test_a_wrong_shape_is_an_error():
    """Six values do not fill (2, 2)."""
    with pytest.raises(ValueError, match="cannot reshape"):
        vector2image(np.zeros((6, 1)), (2, 2))


def test_pixels_are_scaled_to_the_unit_range():
    """0 stays 0, 255 becomes 1, and uint8 does not wrap."""
    result = to_unit_range(np.array([[0, 128, 255]], dtype=np.uint8))
    assert result.dtype == np.float64
    np.testing.assert_allclose(result, [[0, 128 / 255, 1]], rtol=1e-15)
