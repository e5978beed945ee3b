"""What is kept about the conversations of chats, and for the operator."""
