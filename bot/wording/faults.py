"""What went wrong."""

OUR_FAULT = "Something went wrong on our side; it was not saved. Please try again."
SLACK_FAULT = "Slack could not show that just now. Please click again; what you saved is kept."
TOO_SLOW = "That took too long for Slack. Please click again."
UNKNOWN_POST = "This riddle is not in our records any more, so it cannot be opened."
UNKNOWN_DUEL = "This comparison is not in our records any more; open App Home for another one."
UNKNOWN_BUTTON = "This button comes from another version of Riddlewire. Please use a newer message."
