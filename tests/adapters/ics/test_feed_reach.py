"""Which addresses a feed may lead to; the denied ones are in test_feed_fetch, where nobody hears of them."""

import pytest

from hedgerow.adapters.ics.reach import Reach, may_connect

EVERYWHERE = [
    "8.8.8.8",
    "2620:fe::9",
    "::ffff:8.8.8.8",
    "64:ff9b::808:808",
    "2002:808:808::1",
    "2001:0:808:808::f7f7:f7f7",
]
AT_HOME = ["127.0.0.1", "::1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "100.64.0.1", "fd12::1", "::ffff:10.1.2.3"]


@pytest.mark.parametrize("address", EVERYWHERE)
@pytest.mark.parametrize("reach", Reach)
def test_a_public_address_may_be_read_from_also_in_its_wrappings(address: str, reach: Reach) -> None:
    assert may_connect(address, reach)


@pytest.mark.parametrize("address", AT_HOME)
def test_an_address_of_ones_own_network_may_be_read_from_only_where_it_is_ones_own(address: str) -> None:
    assert may_connect(address, Reach.ALLOW_LAN)
    assert not may_connect(address, Reach.PUBLIC_ONLY)


@pytest.mark.parametrize("address", ["", "localhost", "127.1", "1.2.3.4.5", "fe80::1%eth0", "%"])
def test_what_is_no_address_may_not_be_read_from(address: str) -> None:
    assert not may_connect(address, Reach.ALLOW_LAN)
