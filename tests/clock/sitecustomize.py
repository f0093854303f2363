"""Python started with this folder on its PYTHONPATH finds itself in 2031, and so does every Python that it starts."""

import datetime

import time_machine

time_machine.travel(datetime.datetime(2031, 5, 6, 7, 8, tzinfo=datetime.UTC), tick=True).start()
