"""Python started with this folder on its PYTHONPATH finds itself in 2031 (or in CLOCK_YEAR), and so does every Python that it starts."""

import datetime
import os

import time_machine

YEAR = int(os.environ.get("CLOCK_YEAR", "2031"))
time_machine.travel(datetime.datetime(YEAR, 5, 6, 7, 8, tzinfo=datetime.UTC), tick=True).start()
