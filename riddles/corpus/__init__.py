"""Our own corpus: plain text a person can read and edit, and its readers.

``clues/``  the clue bank: newsworthy subjects with facts, clue lines and hints (``bank.py`` reads it)
``pairs/``  complete hand-written pairs of article and riddle (``stories.py``)
``exam/``   the held-out articles that no model is ever trained on (``stories.py``)
"""
