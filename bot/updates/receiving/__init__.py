"""How updates arrive: by polls or by a webhook."""
