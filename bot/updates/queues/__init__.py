"""Where updates wait until they are handled."""
