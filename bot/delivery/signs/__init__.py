"""What a user sees before the answer, or in place of one."""
