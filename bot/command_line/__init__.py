"""The commands of the bot, as the console script ``riddlewire`` registers them."""
