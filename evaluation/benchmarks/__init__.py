"""Standard benchmarks of the field, run by lm-evaluation-harness (extra ``benchmarks``).

``documents`` what is asked · ``local_files`` the benchmarks' published files as documents · ``catalogue`` which there
are · ``harness`` the door to the engine · ``measuring`` one benchmark, one model · ``scoring`` answers to figures ·
``table`` figures side by side.
"""
