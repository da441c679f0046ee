"""What the Slack command line starts with `slack run`: the bot, with the two tokens that it put into the environment.

Without the Slack command line: `riddlewire serve`.
"""

import riddlewire

if __name__ == "__main__":
    riddlewire.main(["serve"])
