"""The embedded model: a picker that finds an article's gist, and a small writer that turns a gist into verse.

``gist.py``       place and number of a story
``picker.py``     which subject of the clue bank a story is about
``composing.py``  the clue bank and the pairs as training text
``training.py``   trains the tokenizer and the writer (``riddlewire embed-model train``)
``model/``        the trained writer, shipped with the product
"""
