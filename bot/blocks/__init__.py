"""What people see, as Block Kit: pure functions from rows to message contents and views.

Whatever a person, a feed or a model wrote is escaped here or is plain text; links come only from these templates.
"""
