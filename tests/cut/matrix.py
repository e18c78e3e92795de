"""Every way in which the power may go during one story, judged.

Each distinct tree is looked at by the programs as it lies there. Trees that come to the same
situation are then one case: for some of them, chosen at random, the work goes on to its end."""

import os
import random
from dataclasses import dataclass, field

import disk
import remains
from disk import BytesFirst, Durable, Everything, Mixed, NamesFirst, Torn

SEED = 20031
CASES = 1  # trees that are taken to the end, of each situation


def losses(number, owners):
    """A name, and what each disk loses. One desk has one fuse; but one of the computers may also go
    alone, and the others have all that was written to them until then."""
    for loss in (Durable(), Everything(), NamesFirst(), BytesFirst()):
        yield type(loss).__name__, dict.fromkeys(owners, loss)
    for half in ('first', 'second'):
        yield f'Torn, its {half} half is there', dict.fromkeys(owners, Torn(half == 'first'))
    for seed in (1, 2):
        yield f'Mixed {seed}', dict.fromkeys(owners, Mixed(f'{SEED} {number} {seed}'))
    for owner in owners:
        for loss in (Durable(), Mixed(f'{SEED} {number} {owner}')):
            yield (f'{owner} alone, {type(loss).__name__}',
                   dict.fromkeys(owners, Everything()) | {owner: loss})


@dataclass
class Case:
    """A situation, with some of the trees that come to it."""
    trees: int = 0
    chosen: list = field(default_factory=list)  # (where, marks, tree)


class Matrix:
    def __init__(self, tap, story):
        self.tap = tap
        self.story = story
        self.random = random.Random(SEED)
        self.looked = {}   # a disk's fingerprint → what was found on it
        self.trees = set()
        self.taken = set()
        self.spoiled = set()  # trees in which something was found
        self.cases = {}
        self.moments = 0
        self.findings = []

    def look(self, owner, tree):
        """What is on one disk, by the programs; the same disk is looked at once."""
        part = {name: node for name, node in tree.items()
                if name == owner or name.startswith(owner + '/')}
        key = disk.fingerprint(part)
        if key not in self.looked:
            remains.write(self.story.lab, part)
            self.looked[key] = self.story.look(owner, part)
        return self.looked[key]

    def take(self, where, marks, tree):
        key = disk.fingerprint(tree)
        self.trees.add(key)
        # What was told in between makes the same tree another case.
        if (key, marks) in self.taken:
            return
        self.taken.add((key, marks))
        disks = {owner: self.look(owner, tree) for owner in self.story.owners()}
        found = [text for each in disks.values() for text in each.findings]
        found += self.story.compare(marks, disks)
        self.findings += [f'{where}: {text}' for text in found]
        if found:
            self.spoiled.add(key)
        self.choose((where, marks, tree),
                    (marks, *(each.situation for each in disks.values())))

    def choose(self, candidate, situation):
        """Each tree of a situation has the same chance."""
        case = self.cases.setdefault(situation, Case())
        case.trees += 1
        if len(case.chosen) < CASES:
            case.chosen.append(candidate)
        elif self.random.randrange(case.trees) < CASES:
            case.chosen[self.random.randrange(CASES)] = candidate

    def collect(self, journal, calls, losses_at=losses, enough=None):
        """Ends early when so many findings are enough."""
        for moment in journal.moments(calls):
            self.moments += 1
            if enough is not None and len(self.findings) >= enough:
                return
            for name, lost in losses_at(self.moments, list(journal.owners)):
                self.take(f'{moment}, {name}', moment.marks, journal.image(lost))

    def go_on(self):
        """Every case to its end: before or done, and everything accounted for."""
        judged = 0
        for number, case in enumerate(self.cases.values(), 1):
            for where, marks, tree in case.chosen:
                self.restart(tree)
                found = self.story.judge(marks)
                self.tap.check(not found, f'situation {number}: {where}', '\n'.join(found))
                if found:
                    self.spoiled.add(disk.fingerprint(tree))
                judged += 1
        return judged

    def restart(self, tree):
        remains.write(self.story.lab, tree)
        for name in os.listdir(self.story.lab.top):
            if name.endswith('.socket'):
                os.unlink(self.story.lab.path(name))
