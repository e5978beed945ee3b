"""What a reader looks through by buttons that edit the message in place."""
