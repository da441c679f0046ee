"""The simulated team: people with a hidden taste around the real loop, for rehearsal and measurement.

Nothing here touches real data: everything happens in a database and a folder of its own, and its people are marked as
simulated.
"""
