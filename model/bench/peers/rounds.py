"""Lets a peer measure rounds: alone on a command line, or in turns with another program."""

import json
import sys
import time


def settings():
    """The settings of a run from the only argument: JSON with the program's names for settings."""
    return json.loads(sys.argv[1])


def take_rounds(work, given, facts):
    """
    Prints `facts` as one line of JSON once the peer is ready. With "rounds" it then runs `work` that many times and
    prints the times, {"ms": [...]}. Otherwise each line "go" on stdin starts one round, answered with a line {"ms":
    ...}, until stdin ends.
    """
    say(facts)
    if "rounds" in given:
        say({"ms": [milliseconds(work) for _ in range(given["rounds"])]})
        return
    for line in sys.stdin:
        if line.strip() == "go":
            say({"ms": milliseconds(work)})


def milliseconds(work):
    begin = time.perf_counter()
    work()
    return (time.perf_counter() - begin) * 1000


def say(answer):
    print(json.dumps(answer), flush=True)
