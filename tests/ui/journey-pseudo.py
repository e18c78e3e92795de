#!/usr/bin/python3
"""Everything that the window of a station at work shows can be translated, and has a name said once."""

import scenes
import untranslated
from lab import Tap

if __name__ == '__main__':
    untranslated.journey([scenes.Work], Tap())
