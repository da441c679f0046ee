"""Places where fine-tuning can happen: each knows how to submit, follow, cancel and fetch it (``launcher.py``)."""
