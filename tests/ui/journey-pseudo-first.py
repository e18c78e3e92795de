#!/usr/bin/python3
"""And so can what stands there before there is a station, when there is none, and while its CA has yet
to answer."""

import scenes
import untranslated
from lab import Tap

if __name__ == '__main__':
    untranslated.journey([kind for kind in scenes.WALKS if kind is not scenes.Work], Tap())
