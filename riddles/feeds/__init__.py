"""Feeds: from addresses, files and folders to articles. Everything read here is hostile until it is plain text.

``gathering`` is the door: it asks ``fetching`` for bytes, ``parsing`` for articles, and collects what failed.
"""
