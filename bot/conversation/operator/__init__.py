"""What the bot does in private with an operator, for whom alone it is."""
