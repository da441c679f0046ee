"""A language model as judge: ``rubric`` what it is asked, ``judging`` how, ``calibration`` how far this team agrees."""
