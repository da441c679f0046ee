"""The report: one team's figures as one self-contained page, as Markdown, and as the JSON both are made from.

The JSON (``riddlewire report --json``) is the contract: ``made_at``, ``base``, ``current``, ``scorecards``, ``weeks``,
``agreement``, ``consistency``, ``runs``, ``duels``, ``datasets``, ``samples``, ``decisions``. A figure is ``value``,
``n``, ``low`` and ``high`` (95 %), or ``unscored`` with the reason. ``training.figures.reporting`` gathers it.
"""
