import pytest
from scipy.special import betaincinv

from tonecheck.respect_score.beta import beta_quantile

SIZES = [1e-6, 0.003, 0.4, 1.0, 3.7, 60.0, 9_000.0]


@pytest.mark.parametrize("share", [0.05, 0.95])
@pytest.mark.parametrize("a", SIZES)
@pytest.mark.parametrize("b", SIZES)
def test_quantiles_agree_with_scipy(share, a, b):
    assert beta_quantile(share, a, b) == pytest.approx(betaincinv(a, b, share), abs=2e-8)
