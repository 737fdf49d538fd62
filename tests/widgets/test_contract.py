"""What every widget promises in Python: its presets, what it takes and refuses, its size on a page,
its way through a kernel.
"""

import gzip
import json
import re

import pytest
import traitlets
from jupyter_client.manager import start_new_kernel
from stage import plain
from widget_page import Live

from nblib.widgets import class_name
from nblib.widgets.core.contract import contracts

MADE_IN = "from nblib.widgets.{slug}.contract import CONTRACT\nw = CONTRACT.make()"


def test_a_contract_is_for_the_class_of_its_folder():
    assert all(contract.widget == class_name(slug) for slug, contract in contracts().items())


def test_it_begins_with_its_first_preset_and_takes_the_others_from_a_front_end(contract):
    widget = contract.make()
    assert widget.preset == next(iter(widget.presets))
    assert 3 <= len(widget.presets) <= 7
    for name, values in widget.presets.items():
        widget.set_state({**values, "preset": name})
        assert widget.preset == name
        assert all(getattr(widget, trait) == value for trait, value in values.items())
        given = contract.make(preset=name)
        assert all(getattr(given, trait) == value for trait, value in values.items())


def test_a_preset_is_left_when_a_trait_that_it_names_is_changed(contract):
    widget = contract.make()
    first, second, *_ = widget.presets
    widget.preset = second
    assert all(getattr(widget, name) == v for name, v in widget.presets[second].items())
    moved = [n for n, v in widget.presets[first].items() if v != widget.presets[second][n]]
    setattr(widget, moved[0], widget.presets[first][moved[0]])
    assert widget.preset == ""


def test_an_unknown_preset_or_trait_is_named(contract):
    known = next(iter(contract.make().presets))
    with pytest.raises(ValueError, match=f"no such preset: 'cliff'; there are {re.escape(known)}"):
        contract.make(preset="cliff")
    with pytest.raises(traitlets.TraitError, match="no such preset: 'cliff'; there are"):
        contract.make().preset = "cliff"
    with pytest.raises(TypeError, match="has no color; there are"):
        contract.make(color="red")


def test_a_value_out_of_range_is_explained_and_changes_nothing(contract):
    assert contract.refuses
    widget = contract.make()
    for name, value, message in contract.refuses:
        before = getattr(widget, name)
        with pytest.raises(traitlets.TraitError, match=message):
            setattr(widget, name, value)
        assert getattr(widget, name) == before


def test_without_a_front_end_it_says_in_words_what_it_shows(contract):
    assert re.fullmatch(contract.says, repr(contract.make()))


def test_a_page_with_it_stays_light(contract):
    size = len(gzip.compress(json.dumps(contract.make().get_state()).encode()))
    assert size < 120_000


# In a live kernel.


@pytest.fixture(scope="module")
def kernel():
    """The client of one kernel, in which all widgets are made."""
    manager, client = start_new_kernel(kernel_name="python3")
    yield client
    client.stop_channels()
    manager.shutdown_kernel(now=True)


def traits(contract):
    """The traits that the controls of a widget set."""
    controls = (*contract.handles, *contract.sliders, *contract.choices)
    return sorted({control.sets.partition(".")[0] for control in controls if control.sets})


def test_what_is_done_on_the_page_reaches_python_and_back(kernel, contract):
    twin = contract.make()
    slug = type(twin).__module__.split(".")[-2]
    live = Live(kernel, MADE_IN.format(slug=slug))
    _, second, third, *_ = twin.presets
    for name in (second, third):
        message = {**twin.presets[name], "preset": name}
        live.send(message)
        twin.set_state(message)
        seen = live.run(f"import json; print(json.dumps(w.get_state({traits(contract)!r})))")
        assert json.loads(seen) == plain(twin.get_state(traits(contract)))
        assert live.run("print(repr(w))") == repr(twin)
    # From Python to the page: what the second preset sets otherwise than the third.
    sent = {}
    for update in live.updates(f"w.preset = {second!r}"):
        sent |= update
    before = twin.presets[third]
    after = twin.presets[second]
    news = {name: value for name, value in after.items() if value != before.get(name, value)}
    assert sent.items() >= {**plain(news), "preset": second}.items()
