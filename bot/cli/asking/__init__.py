"""The questions given to the command "ask", and the earlier ones that they follow up on."""
