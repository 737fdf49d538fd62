"""Sound on a page: a player that needs nothing but the page."""

import base64
import io
import re
import wave

import numpy as np
import pytest

from nblib.page.sound import Sound, as_wave, play

TONE = np.sin(np.arange(800) / 3)


def test_the_wave_comes_back():
    with wave.open(io.BytesIO(as_wave(TONE, 8000))) as file:
        assert (file.getframerate(), file.getnchannels(), file.getsampwidth()) == (8000, 1, 2)
        read = np.frombuffer(file.readframes(800), "<i2") / 32767
    assert read == pytest.approx(TONE, abs=1e-4)


def test_the_player_holds_its_sound_and_its_label():
    content = as_wave(TONE, 8000)
    bundle = Sound(content, 'four & "seven"')._repr_mimebundle_()
    player = bundle["text/html"]
    assert 'aria-label="four &amp; &quot;seven&quot;"' in player and " controls " in player
    source = re.search(r'src="data:audio/wav;base64,([^"]+)"', player)[1]
    assert base64.b64decode(source) == content
    assert bundle["text/plain"] == '[sound: four & "seven"]'


def test_outside_a_notebook_the_label_is_printed(capsys):
    play(TONE, 8000, label="a tone that lasts")
    assert capsys.readouterr().out == "[sound: a tone that lasts]\n"


@pytest.mark.parametrize(
    "samples, label, words",
    [
        (TONE, "", "a label that says what is heard"),
        (TONE, None, "a label that says what is heard"),
        (2 * TONE, "a loud tone", "between -1 and 1"),
        (TONE * np.nan, "not a tone", "between -1 and 1"),
        (np.zeros(90_000), "a long silence", "at most 10 seconds"),
        (np.zeros((2, 5)), "two short channels", "at most 10 seconds"),
        (np.zeros(0), "nothing at all", "at most 10 seconds"),
    ],
)
def test_mistakes_get_a_sentence(samples, label, words):
    with pytest.raises(ValueError, match=words):
        play(samples, 8000, label=label)


@pytest.mark.browser
def test_a_browser_reads_it_without_a_network(watch, serve, tmp_path):
    player = Sound(as_wave(TONE, 8000), "a tone that lasts")._repr_mimebundle_()["text/html"]
    (tmp_path / "index.html").write_text(f"<!doctype html><title>Sound</title>{player}")
    page = watch.open(f"{serve(tmp_path)}/index.html")
    page.wait_for_function("document.querySelector('audio').readyState >= 1")
    seconds = page.evaluate("document.querySelector('audio').duration")
    assert seconds == pytest.approx(0.1, abs=0.01)
