"""How a peer is asked to measure: alone on a command line, or in turns with someone else who measures."""

import json
import sys
import time


def settings():
    """The one argument: the settings of a run as JSON, under the names the program gives them."""
    return json.loads(sys.argv[1])


def take_rounds(work, given, facts):
    """
    Says what stands ready, `facts` as one line of JSON. With "rounds" given it then does `work` so many times and
    prints how long each took, {"ms": [...]}. Else each line "go" on stdin is one round, answered with a line
    {"ms": ...}, until stdin ends.
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
