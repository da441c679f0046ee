"""The embedded model: a picker that finds an article's gist, and a small writer that turns a gist into verse.

``gist.py``       place, number and headline of a story
``picker.py``     which subject of the clue bank a story is about
``picker_fitting.py``  how much each feature of the picker counts, learned from the pairs
``meaning.py``    how close a story is in meaning to each subject
``reader.py``     puts these together: an article in, its gist out
``composing.py``  the clue bank and the pairs as training text
``training.py``   trains the tokenizer and the writer (``riddlewire embed-model train``)
``inheriting.py``  starts a writer from an earlier one, after the clue bank was edited
``model/``        the trained writer, shipped with the product
"""
