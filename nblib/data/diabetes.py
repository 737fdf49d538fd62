"""Diabetes: how far the disease has come after a year. Few rows, much noise: good for
overfitting.
"""

from nblib.data.dataset import Dataset, read_embedded

FEATURES = ("age", "sex", "bmi", "bp", "s1", "s2", "s3", "s4", "s5", "s6")


def load_diabetes(*, full=False):
    """Return the diabetes data as a Dataset; y is a measure of the disease's progression after one
    year, 25 to 346.

    The columns, not scaled: age (years), sex (1 or 2; the source does not say which is which), bmi
    (body mass index, kg/m²), bp (average blood pressure) and six of blood serum: s1 total
    cholesterol, s2 low-density lipoproteins, s3 high-density lipoproteins, s4 total cholesterol
    over s3, s5 possibly the log of triglycerides, s6 blood sugar. For bp, s1 to s3, s6 and y the
    source gives no units.
    full: accepted for uniformity: the embedded file is the whole set.
    x_train has shape (353, 10), float64, y_train (353,); 89 rows are for testing; the split is
    fixed. Raises DataError for a damaged file. Source: Efron, Hastie, Johnstone and Tibshirani,
    2004.
    """
    arrays, provenance = read_embedded("diabetes")
    x = arrays["x"]  # (442, 10)
    y = arrays["y"]  # (442,)
    n = len(y) * 4 // 5
    return Dataset(x[:n], y[:n], x[n:], y[n:], FEATURES, provenance)
